import { concatenated } from "../grouping";
import { changesBetween, typesIn } from "./changes";
import type { Derivation } from "./fact";
import { everything, Facts } from "./facts";
import { type Named, Resolver } from "./resolver";
import { type Resource, stackOf } from "./resource";
import { Stack, type StackSource } from "./stack";
import type { Thing } from "./things";
import type { Value } from "./value";
import type { Unread } from "./written";

/** All stacks of an output folder together: what Terraform would make, as far as its JSON says. */
export class Configuration {
  private readonly all: readonly Stack[];
  private readonly byType = new Map<string, readonly Resource[]>();
  private readonly byName: ReadonlyMap<string, Stack>;
  private readonly resolver = new Resolver(this);
  private readonly facts: Facts<Configuration>;

  /** @param earlier another one with most of the same stacks: what is the same in both is read once. @default - none */
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

  /** @throws Error where there is no stack of this name */
  stack(name: string): Stack {
    this.facts.asked(`stack ${name}`);
    const found = this.byName.get(name);
    if (!found) throw new Error(`There is no stack ${name}.`);
    return found;
  }

  /** What the stacks are read from. */
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

  /** The resource or data source at an address. */
  find(address: string): Resource | undefined {
    this.facts.asked(address);
    return this.byName.get(stackOf(address))?.find(address);
  }

  /** Configurations of a provider in a stack, evaluated. @param stack its name. @default - in all stacks */
  providers(name: string, stack?: string): readonly Value[] {
    if (stack === undefined) return this.stackNames.flatMap((one) => this.providers(name, one));
    this.facts.asked(`providers of ${stack}`);
    return this.byName.get(stack)?.providers(name) ?? [];
  }

  /** Which declared thing of a kind, such as `aws_security_group`, a value names: see resolver.ts. */
  named(kind: string, value: Value): Named {
    return this.resolver.named(kind, value);
  }

  /** What each item of a list names. */
  namedIn(kind: string, values: Value): Named[] {
    return this.resolver.namedIn(kind, values);
  }

  /** All declared things of a kind. */
  things(kind: string): readonly Thing[] {
    return this.resolver.all(kind);
  }

  /** Every type of resource that is declared. */
  get types(): string[] {
    this.facts.asked("types");
    return [...typesIn(this.all)].sort();
  }

  /** What could hold resources that this reader does not see. */
  get unread(): Unread[] {
    this.facts.asked("unread");
    return this.all.flatMap(({ unread }) => unread);
  }

  /**
   * Does something that may ask this configuration alone.
   *
   * @throws Error where an earlier one is asked, which may have another answer
   */
  alone<T>(work: () => T): T {
    return this.facts.alone(work);
  }

  /** What follows from it: derived once, and kept for configurations in which nothing that was asked is different. */
  derived<T>(derive: (configuration: Configuration) => T): T;
  derived<About, T>(derive: Derivation<Configuration, About, T>, about: About): T;
  derived<About, T>(derive: Derivation<Configuration, About | undefined, T>, about?: About): T {
    return this.facts.of(derive, about);
  }
}
