/** Properties of a synthesized stack that Atlantis needs. */
export interface PlannedStack {
  readonly name: string;
  readonly environment: string;
  /**
   * Organization to which the stack belongs.
   *
   * @default - none, for a stack of the environment
   */
  readonly organization?: string;
  /** Type of the backend that stores its state. */
  readonly backend: string;
  /** Whether it contains functions bundled from lambda-src. */
  readonly hasFunctions: boolean;
  /** Names of the stacks that must be applied before it. */
  readonly dependencies: readonly string[];
}
