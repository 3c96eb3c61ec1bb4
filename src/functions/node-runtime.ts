/** A Node.js runtime of Lambda. renovate.json matches the form of the line with the version. */
export class NodeRuntime {
  /** Runtime of all functions. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
  static readonly FUNCTIONS = new NodeRuntime("nodejs24.x");

  private constructor(
    /** Identifier in Lambda's API. */
    readonly identifier: string,
  ) {}

  /** Corresponding target of esbuild, such as `node22`. */
  get target(): string {
    return this.identifier.replace(/^nodejs(\d+)\.x$/, "node$1");
  }
}
