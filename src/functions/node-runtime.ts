/** A Node.js runtime of Lambda. renovate.json finds the version by the shape of this line. */
export class NodeRuntime {
  /** What all functions run on. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
  static readonly FUNCTIONS = new NodeRuntime("nodejs24.x");

  private constructor(
    /** As Lambda names it. */
    readonly identifier: string,
  ) {}

  /** The syntax it understands, as esbuild names it: `node22`. */
  get target(): string {
    return this.identifier.replace(/^nodejs(\d+)\.x$/, "node$1");
  }
}
