/** Names of the judged project's commands, settings and pages, for messages that say what to do. */
export interface Guide {
  /** How to create the output folder, such as `run npm start`. */
  readonly synthesize: string;
  /** The page about exceptions. */
  readonly exceptions: string;
  /** Command that answers a question about an environment. */
  explain(environment: string, source: string, target: string): string;
  /** Command that shows which parts of a stack are not applied as synthesized. */
  compare(stack: string): string;
  /** Setting that limits the connections of an organization's login. */
  connectionLimit(organization: string): string;
}
