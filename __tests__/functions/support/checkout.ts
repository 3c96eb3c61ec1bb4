import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const project = path.resolve(__dirname, "../../..");
const made: string[] = [];

/** An empty folder that goes after the tests of the file. */
export function emptyFolder(): string {
  // The real path: what the system calls its temporary folder may be a link.
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "functions-")));
  made.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of made) fs.rmSync(folder, { recursive: true, force: true });
});

export interface CheckoutOptions {
  /** Folders between the temporary folder and the checkout. @default - none */
  readonly below?: string;
  /** How many folders above the checkout its node_modules lies. @default 0 */
  readonly packagesAbove?: number;
}

/** A checkout of a small project with one function, `echo`, as another developer would have it. */
export function checkout({ below = ".", packagesAbove = 0 }: CheckoutOptions = {}): string {
  const folder = path.join(emptyFolder(), below, "project");
  fs.cpSync(path.join(__dirname, "../fixture"), folder, { recursive: true });
  const packages = path.join(folder, "../".repeat(packagesAbove), "node_modules");
  fs.symlinkSync(path.join(project, "node_modules"), packages);
  return folder;
}
