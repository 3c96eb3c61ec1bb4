import { concatenated } from "../grouping";
import { changesBetween, typesIn } from "./changes";
import type { Derivation } from "./fact";
import { everything, Facts } from "./facts";
import { certain, type Named, Resolver } from "./resolver";
import { type Resource, stackOf } from "./resource";
import { Stack, type StackSource } from "./stack";
import type { Thing } from "./things";
import type { Value } from "./value";
import type { Unread } from "./written";

/** All stacks of an output folder: what Terraform would create, according to its JSON. */
export class Configuration {
  private readonly all: readonly Stack[];
  private readonly byType = new Map<string, readonly Resource[]>();
  private readonly byName: ReadonlyMap<string, Stack>;
  private readonly resolver = new Resolver(this);
  private readonly facts: Facts<Configuration>;

  /** @param earlier a configuration of mostly the same stacks: equal parts are read once. @default - none */
  constructor(sources: readonly StackSource[], earlier?: Configuration) {
    const byState = new Map<string, Stack>();
    this.all = sources.map(
      (source) => new Stack(source, (state) => byState.get(state), earlier?.byName.get(source.name)),
    );
    for (const stack of this.all) if (stack.state !== undefined) byState.set(stack.state, stack);
    this.byName = new Map(this.all.map((stack) => [stack.name, stack]));
    this.facts = new Facts(this, earlier?.facts, earlier && changesBetween(earlier.all, this.all));
  }

  get stacks(): readonly Stack[] {
    this.facts.asked(everything);
    return this.all;
  }

  get stackNames(): readonly string[] {
    this.facts.asked("names of stacks");
    return this.all.map(({ name }) => name);
  }

  /** @throws Error if there is no stack of this name */
  stack(name: string): Stack {
    this.facts.asked(`stack ${name}`);
    const found = this.byName.get(name);
    if (!found) throw new Error(`There is no stack ${name}.`);
    return found;
  }

  /** The input of all stacks. */
  get sources(): readonly StackSource[] {
    return this.stacks.map(({ source }) => source);
  }

  /** All resources of a type, in the order of the files. */
  resources(type: string): readonly Resource[] {
    this.facts.asked(`type ${type}`);
    const known =
      this.byType.get(type) ?? concatenated(this.all.map((stack) => stack.byType.get(type) ?? []));
    this.byType.set(type, known);
    return known;
  }

  /** The resource or data source with an address. */
  find(address: string): Resource | undefined {
    this.facts.asked(address);
    return this.byName.get(stackOf(address))?.find(address);
  }

  /**
   * Configurations of a provider, evaluated.
   *
   * @param stack name of a stack. @default - all stacks
   */
  providers(name: string, stack?: string): readonly Value[] {
    if (stack === undefined) return this.stackNames.flatMap((one) => this.providers(name, one));
    this.facts.asked(`providers of ${stack}`);
    return this.byName.get(stack)?.providers(name) ?? [];
  }

  /** The declared resource of a kind, such as `aws_security_group`, that a value names: see resolver.ts. */
  named(kind: string, value: Value): Named {
    return this.resolver.named(kind, value);
  }

  /** The declared resource of a kind that a value certainly names. */
  resourceNamed(kind: string, value: Value): Resource | undefined {
    return certain(this.named(kind, value))?.resource;
  }

  /** The resources that the items of a list name. */
  namedIn(kind: string, values: Value): Named[] {
    return this.resolver.namedIn(kind, values);
  }

  /** All declared resources of a kind. */
  things(kind: string): readonly Thing[] {
    return this.resolver.all(kind);
  }

  /** All types of declared resources. */
  get types(): string[] {
    this.facts.asked("types");
    return [...typesIn(this.all)].sort();
  }

  /** Parts that could contain resources and are not read. */
  get unread(): Unread[] {
    this.facts.asked("unread");
    return this.all.flatMap(({ unread }) => unread);
  }

  /**
   * Runs work that may query this configuration only.
   *
   * @throws Error if an earlier configuration is queried, whose answer may differ
   */
  alone<T>(work: () => T): T {
    return this.facts.alone(work);
  }

  /** A fact: derived once, and reused for configurations that answer all its queries equally. */
  derived<T>(derive: (configuration: Configuration) => T): T;
  derived<About, T>(derive: Derivation<Configuration, About, T>, about: About): T;
  derived<About, T>(derive: Derivation<Configuration, About | undefined, T>, about?: About): T {
    return this.facts.of(derive, about);
  }
}
