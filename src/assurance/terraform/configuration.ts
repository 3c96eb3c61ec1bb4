import { type Named, Resolver } from "./resolver";
import type { Resource } from "./resource";
import { Stack, type StackSource, type Unread } from "./stack";
import type { Thing } from "./things";
import type { Value } from "./value";

/** All stacks of an output folder together: what Terraform would make, as far as its JSON says. */
export class Configuration {
  readonly stacks: readonly Stack[];
  private readonly byType: ReadonlyMap<string, readonly Resource[]>;
  private readonly byName: ReadonlyMap<string, Stack>;
  private readonly resolver = new Resolver(this);

  constructor(sources: readonly StackSource[]) {
    const byState = new Map<string, Stack>();
    this.stacks = sources.map((source) => new Stack(source, (state) => byState.get(state)));
    for (const stack of this.stacks) if (stack.state !== undefined) byState.set(stack.state, stack);
    this.byName = new Map(this.stacks.map((stack) => [stack.name, stack]));
    this.byType = groupedByType(this.stacks);
  }

  /** All resources of a type, in the order of the files. */
  resources(type: string): readonly Resource[] {
    return this.byType.get(type) ?? [];
  }

  /** The resource or data source at an address. */
  find(address: string): Resource | undefined {
    return this.byName.get(address.slice(0, address.indexOf("/")))?.find(address);
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
    return [...this.byType.keys()].sort();
  }

  /** What could hold resources that this reader does not see. */
  get unread(): Unread[] {
    return this.stacks.flatMap(({ unread }) => unread);
  }
}

function groupedByType(stacks: readonly Stack[]): Map<string, Resource[]> {
  const groups = new Map<string, Resource[]>();
  for (const resource of stacks.flatMap(({ resources }) => resources)) {
    if (resource.mode === "data") continue;
    const group = groups.get(resource.type);
    if (group) group.push(resource);
    else groups.set(resource.type, [resource]);
  }
  return groups;
}
