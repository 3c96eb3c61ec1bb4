/** What the project that is judged calls its own commands, settings and pages, for messages that tell what to do. */
export interface Guide {
  /** How to make the output folder, such as `run npm start`. */
  readonly synthesize: string;
  /** The page that tells how to write an exception. */
  readonly exceptions: string;
  /** Command that answers a question about an environment. */
  explain(environment: string, source: string, target: string): string;
  /** Command that shows what of a stack is not applied as it is synthesized. */
  compare(stack: string): string;
  /** Setting that limits the connections of an organization's login. */
  connectionLimit(organization: string): string;
}
