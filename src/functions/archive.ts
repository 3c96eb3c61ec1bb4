import { type ZipOptions, zipSync } from "fflate";
import type { Files } from "./bundle";

/**
 * Attributes of every entry. Zip stores local time: the components of this date are the same in every time zone, and no
 * time zone ever skipped this noon.
 */
const entry: ZipOptions = {
  level: 9,
  mtime: new Date(1980, 0, 1, 12),
  // Unix, a regular file that is world-readable: otherwise Lambda's user cannot read it.
  os: 3,
  attrs: 0o100644 << 16,
};

/**
 * A zip whose bytes depend on names and contents only. fflate compresses in JavaScript; the output of zlib in Node.js
 * differs between versions and platforms.
 */
export function archive(files: Files): Uint8Array {
  const names = Object.keys(files).sort();
  return zipSync(Object.fromEntries(names.map((name) => [name, [files[name] as Uint8Array, entry]])));
}
