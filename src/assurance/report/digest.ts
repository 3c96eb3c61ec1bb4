import { createHash } from "node:crypto";
import type { StackSource } from "../terraform";

export interface StackDigest {
  readonly stack: string;
  /** SHA-256 of its JSON as synthesis writes it: the file's own, as `sha256sum` prints it. */
  readonly sha256: string;
}

/** Digests of what was judged, so that a report can be held against files years later. */
export const stackDigests = (sources: readonly StackSource[]): StackDigest[] =>
  [...sources]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, json }) => ({ stack: name, sha256: sha256(JSON.stringify(json, null, 2)) }));

/** One digest of all stacks: of the lines that `sha256sum <stack>/cdk.tf.json ...` prints. */
export const digest = (sources: readonly StackSource[]): string =>
  sha256(
    stackDigests(sources)
      .map(({ stack, sha256 }) => `${sha256}  ${stack}/cdk.tf.json\n`)
      .join(""),
  );

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
