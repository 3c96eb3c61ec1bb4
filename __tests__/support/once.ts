import fs from "node:fs";
import path from "node:path";

/**
 * A folder that is filled once per run, for all test files to read. The file that asks first fills it; when two ask at the
 * same time both do, and one result is kept.
 *
 * @param name depends on everything that the content depends on
 */
export function filledOnce(name: string, fill: (folder: string) => void): string {
  const folder = placeOf(name);
  if (fs.existsSync(folder)) return folder;
  const draft = draftOf(name);
  fill(draft);
  publish(draft, folder);
  return folder;
}

/** The same, where filling takes steps that are waited for. */
export async function filledOnceAsync(
  name: string,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = placeOf(name);
  if (fs.existsSync(folder)) return folder;
  const draft = draftOf(name);
  await fill(draft);
  publish(draft, folder);
  return folder;
}

const placeOf = (name: string): string => path.join(process.env.TEST_RUN_FOLDER as string, name);

function draftOf(name: string): string {
  const draft = fs.mkdtempSync(`${placeOf(name)}-unfinished-`);
  fs.chmodSync(draft, 0o755);
  return draft;
}

/** In one step, so that no other file reads half of it. */
function publish(draft: string, folder: string): void {
  try {
    fs.renameSync(draft, folder);
  } catch (error) {
    if (!fs.existsSync(folder)) throw error;
    fs.rmSync(draft, { recursive: true });
  }
}
