import { createHash } from "node:crypto";

/**
 * The name if it is short enough, otherwise its beginning and a digest of the whole name, so that names stay unique.
 */
export const shortName = (name: string, longest: number): string =>
  name.length <= longest ? name : withDigest(name, name, longest);

/**
 * Joins parts that may contain hyphens, with single hyphens. A digest distinguishes equal results: `a-b` and `c`, `a`
 * and `b-c`.
 */
export const joinedName = (parts: readonly string[], longest: number): string =>
  withDigest(parts.join("-").replaceAll(/-+/g, "-"), parts.join("/"), longest);

function withDigest(text: string, whole: string, longest: number): string {
  const digest = createHash("sha256").update(whole).digest("hex").slice(0, 8);
  return `${text.slice(0, longest - digest.length - 1).replace(/-+$/, "")}-${digest}`;
}
