import { createHash } from "node:crypto";

/** A name as it is where it fits, otherwise its beginning and a digest of the whole: no two names become one. */
export function shortName(name: string, longest: number): string {
  if (name.length <= longest) return name;
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, longest - digest.length - 1).replace(/-+$/, "")}-${digest}`;
}
