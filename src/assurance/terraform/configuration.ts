import type { Resource } from "./resource";
import { Stack, type StackSource } from "./stack";
import type { Unknown } from "./value";

/** All stacks of an output folder together: what Terraform would make, as far as its JSON says. */
export class Configuration {
  readonly stacks: readonly Stack[];
  private readonly byType: ReadonlyMap<string, readonly Resource[]>;
  private readonly byName: ReadonlyMap<string, Stack>;

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

  /** Every type of resource that is declared. */
  get types(): string[] {
    return [...this.byType.keys()].sort();
  }

  /** What could hold resources that this reader does not see. */
  get unread(): Unknown[] {
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
