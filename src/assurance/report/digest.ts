import { createHash } from "node:crypto";
import type { SourceFile, StackSource } from "../terraform";

/** The judged files with their digests; for a stack without a file, its JSON as synthesis would write it. */
const judgedFiles = (sources: readonly StackSource[]): SourceFile[] =>
  sources
    .map(
      ({ name, json, file }) =>
        file ?? { name: `${name}/cdk.tf.json`, sha256: sha256(JSON.stringify(json, null, 2)) },
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));

/** Digests in the format of `sha256sum`. */
export const digestLines = (sources: readonly StackSource[]): string[] =>
  judgedFiles(sources).map(({ name, sha256 }) => `${sha256}  ${name}`);

/** The digest of these lines. */
export const digest = (sources: readonly StackSource[]): string =>
  sha256(
    digestLines(sources)
      .map((line) => `${line}\n`)
      .join(""),
  );

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
