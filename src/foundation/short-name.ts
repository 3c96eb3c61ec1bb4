import { createHash } from "node:crypto";

/** A name as it is where it fits, otherwise its beginning and a digest of the whole: no two names become one. */
export const shortName = (name: string, longest: number): string =>
  name.length <= longest ? name : withDigest(name, name, longest);

/**
 * A name of parts that have hyphens themselves, with single hyphens. Its digest keeps apart what would read alike: `a-b` and
 * `c`, `a` and `b-c`.
 */
export const joinedName = (parts: readonly string[], longest: number): string =>
  withDigest(parts.join("-").replaceAll(/-+/g, "-"), parts.join("/"), longest);

function withDigest(text: string, whole: string, longest: number): string {
  const digest = createHash("sha256").update(whole).digest("hex").slice(0, 8);
  return `${text.slice(0, longest - digest.length - 1).replace(/-+$/, "")}-${digest}`;
}
