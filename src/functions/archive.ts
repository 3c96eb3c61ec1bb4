import { type ZipOptions, zipSync } from "fflate";
import type { Files } from "./bundle";

/**
 * What a zip holds beside the files themselves, the same for every file. Zip keeps local time: the parts of this date
 * are the same in every time zone, and no zone ever skipped this noon.
 */
const entry: ZipOptions = {
  level: 9,
  mtime: new Date(1980, 0, 1, 12),
  // Unix, a regular file that all users may read: without it Lambda's user may not.
  os: 3,
  attrs: 0o100644 << 16,
};

/**
 * A zip that depends on names and contents alone. fflate compresses in JavaScript: the zlib of Node.js differs from
 * version to version and from machine to machine.
 */
export function archive(files: Files): Uint8Array {
  const names = Object.keys(files).sort();
  return zipSync(Object.fromEntries(names.map((name) => [name, [files[name] as Uint8Array, entry]])));
}
