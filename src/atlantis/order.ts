import type { PlannedStack } from "./stack";

/** Which stacks are applied before which. */
export class Order {
  private readonly dependencies: ReadonlyMap<string, readonly string[]>;

  constructor(stacks: readonly PlannedStack[]) {
    this.dependencies = new Map(stacks.map(({ name, dependencies }) => [name, dependencies]));
  }

  /** All of them, not the nearest alone: Atlantis looks at those that a pull request touches, and not behind them. */
  before(name: string): string[] {
    const nearest = this.dependencies.get(name) ?? [];
    return [...new Set(nearest.flatMap((other) => [other, ...this.before(other)]))].sort();
  }

  /** How many stacks stand one before the other until this one. */
  depthOf(name: string): number {
    return Math.max(0, ...(this.dependencies.get(name) ?? []).map((other) => this.depthOf(other) + 1));
  }
}
