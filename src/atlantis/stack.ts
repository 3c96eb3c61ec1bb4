/** A synthesized stack, as far as Atlantis has to know it. */
export interface PlannedStack {
  readonly name: string;
  readonly environment: string;
  /** Whose stack it is. @default - the environment's */
  readonly organization?: string;
  /** Kind of the backend that holds its state. */
  readonly backend: string;
  /** Whether it carries code of lambda-src. */
  readonly hasFunctions: boolean;
  /** Names of the stacks that are applied before it. */
  readonly dependencies: readonly string[];
}
