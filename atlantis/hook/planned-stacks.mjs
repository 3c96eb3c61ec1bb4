// Brings the stacks that Atlantis may plan from where they were synthesized into its clone, and records them and the commit
// that they were made from: planned-stacks.mjs FROM CLONE COMMIT [BASE]
//
// Everything in FROM was written by code that has not been reviewed. Of it come the configuration and the archives of stacks whose
// state is in S3, as plain files; a stack with a local state would be built a second time, and its state thrown away.
// Prints which stacks stay out, for the report, and which are gone: those that the base branch has in its output folder BASE.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { refuseLeftBehind } from "./left-behind.mjs";

const [from, clone, commit, base] = process.argv.slice(2);

/** A stack's configuration is some MB with its functions. */
const largestFile = 50 * 1024 * 1024;

/** Whether a name below FROM leads through no link: what another one would lead to was judged by no code, and is not the pull request's. */
const isOwn = (name) => fs.realpathSync(path.join(from, name)) === path.join(fs.realpathSync(from), name);

/** @throws Error where a name below FROM is anything but a file of its own */
function read(name) {
  const file = path.join(from, name);
  const found = fs.lstatSync(file);
  if (!found.isFile() || found.size > largestFile || !isOwn(name))
    throw new Error(`${name} is not a plain file of at most ${largestFile} bytes.`);
  return fs.readFileSync(file);
}

/** The files that Terraform takes from a stack's folder. @throws Error where its archives are in a folder elsewhere */
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
