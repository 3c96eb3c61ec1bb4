import type { PlannedStack } from "./stack";

/** The order in which stacks are applied. */
export class Order {
  private readonly dependencies: ReadonlyMap<string, readonly string[]>;

  constructor(stacks: readonly PlannedStack[]) {
    this.dependencies = new Map(stacks.map(({ name, dependencies }) => [name, dependencies]));
  }

  /**
   * All transitive dependencies: Atlantis compares only the projects that a pull request changes, so an unchanged stack
   * in between would hide its dependencies.
   */
  before(name: string): string[] {
    const nearest = this.dependencies.get(name) ?? [];
    return [...new Set(nearest.flatMap((other) => [other, ...this.before(other)]))].sort();
  }

  /** Length of the longest chain of dependencies below a stack. */
  depthOf(name: string): number {
    return Math.max(0, ...(this.dependencies.get(name) ?? []).map((other) => this.depthOf(other) + 1));
  }
}
