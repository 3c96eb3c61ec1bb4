// Copies the stacks that Atlantis may plan from the folder FROM, where they were synthesized, into its clone, and records them
// and their commit: planned-stacks.mjs FROM CLONE COMMIT [BASE]
//
// Unreviewed code wrote everything in FROM. Only configuration and archives of stacks with a state in S3 are copied, as plain
// files; with a local state, a plan would create every resource again, and the clone with the state is deleted. Prints for the
// report which stacks are left out, and which are removed: those that only BASE, the base branch's output folder, contains.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { refuseLeftBehind } from "./left-behind.mjs";

const [from, clone, commit, base] = process.argv.slice(2);

/** A stack's configuration is some MB with its functions. */
const largestFile = 50 * 1024 * 1024;

/** Whether a path below FROM contains no link: the target of a link was not judged, and is no part of the pull request. */
const isOwn = (name) => fs.realpathSync(path.join(from, name)) === path.join(fs.realpathSync(from), name);

/** @throws Error if a path below FROM is not a plain file */
function read(name) {
  const file = path.join(from, name);
  const found = fs.lstatSync(file);
  if (!found.isFile() || found.size > largestFile || !isOwn(name))
    throw new Error(`${name} is not a plain file of at most ${largestFile} bytes.`);
  return fs.readFileSync(file);
}

/** Archives that Terraform reads from a stack's folder. @throws Error if their folder is a link */
function filesOf(folder) {
  const assets = path.join(folder, "assets");
  if (!fs.existsSync(path.join(from, assets))) return [];
  if (!isOwn(assets)) throw new Error(`${assets} is not a plain folder in the stack.`);
  return fs
    .readdirSync(path.join(from, assets), { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(from, path.join(entry.parentPath ?? entry.path, entry.name)));
}

const { stacks } = JSON.parse(read("cdktf.out/manifest.json"));
const locked = "terraform.lock.hcl";
const left = [];
const written = [];

function write(name, bytes) {
  const file = path.join(clone, "cdktf.out", name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, bytes);
  written.push(`${createHash("sha256").update(bytes).digest("hex")}  ${name}`);
}

for (const name of Object.keys(stacks).sort()) {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new Error(`${JSON.stringify(name)} is no name of a stack.`);
  const folder = path.join("cdktf.out", "stacks", name);
  const configuration = read(path.join(folder, "cdk.tf.json"));
  if (!JSON.parse(configuration).terraform?.backend?.s3) {
    left.push(name);
    continue;
  }
  write(`stacks/${name}/cdk.tf.json`, configuration);
  for (const file of filesOf(folder)) write(path.relative("cdktf.out", file), read(file));
  if (fs.existsSync(path.join(from, locked))) write(`stacks/${name}/.terraform.lock.hcl`, read(locked));
}
fs.writeFileSync(path.join(clone, "cdktf.out", "files.sha256"), `${written.join("\n")}\n`);
fs.writeFileSync(path.join(clone, "cdktf.out", "commit"), `${commit}\n`);
if (left.length > 0)
  console.log(`Not planned here, since their state is a local file: ${left.join(", ")}.\n`);
if (base !== undefined) refuseLeftBehind(base, path.join(clone, "cdktf.out"));
