import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { Configuration } from "./configuration";
import { hasNameTwice, isObject, objectIn } from "./json";
import { stackFromPlan } from "./plan";
import type { StackSource } from "./stack";

/**
 * Reads an output folder of CDKTF: its manifest, and the Terraform JSON of every stack in the manifest.
 *
 * @param synthesize how to create the folder, for messages
 */
export function readOutputFolder(folder: string, synthesize = "synthesize it"): StackSource[] {
  const again = `${synthesize} again, or name another output folder`;
  const file = path.join(folder, "manifest.json");
  if (!fs.existsSync(file))
    throw new Error(`There is no ${file}: ${synthesize}, or name another output folder.`);
  const { stacks } = objectIn(readJson(file, again).json);
  if (!isObject(stacks)) throw new Error(`${file} names no stacks: ${again}.`);
  return Object.entries(stacks).map(([name, entry]) => {
    const { synthesizedStackPath, workingDirectory } = objectIn(entry);
    const stack = path.join(folder, String(synthesizedStackPath));
    // Terraform runs in the working directory: the judged file must be the one that Terraform finds there.
    if (path.dirname(stack) !== path.join(folder, String(workingDirectory)))
      throw new Error(
        `${path.join(folder, "manifest.json")} says that ${name} is in ${stack} and runs in ${workingDirectory}: ${again}.`,
      );
    if (stack.endsWith(".tf"))
      throw new Error(
        `${stack} is HCL, and only Terraform JSON is judged: ${synthesize} without SYNTH_HCL_OUTPUT.`,
      );
    const { json, sha256 } = readJson(stack, again);
    const file = { name: `${name}/${path.basename(stack)}`, sha256 };
    const beside = configurationBeside(stack).map((other) => `${name}/${other}`);
    const archives = archivesOf(path.dirname(stack), json);
    return { name, workingDirectory: String(workingDirectory), json, file, beside, archives };
  });
}

/** Digests of functions' archives, as Lambda compares them. Paths outside of the folder are not read. */
function archivesOf(folder: string, json: unknown): Record<string, string> {
  const functions = objectIn(objectIn(objectIn(json).resource).aws_lambda_function);
  const names = Object.values(functions).map((one) => String(objectIn(one).filename));
  const isInside = (name: string): boolean =>
    /^assets\/(?!.*\.\.)/.test(name) && fs.existsSync(path.join(folder, name));
  return Object.fromEntries(
    [...new Set(names)].filter(isInside).map((name) => [
      name,
      createHash("sha256")
        .update(fs.readFileSync(path.join(folder, name)))
        .digest("base64"),
    ]),
  );
}

/**
 * Files in a stack's folder that Terraform would read as well. It merges all files of a folder, lets some override
 * others, and reads values of variables and providers from there:
 * https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
 */
const configurationBeside = (stack: string): string[] =>
  fs
    .readdirSync(path.dirname(stack))
    .filter((name) => /^[^.].*\.(tf|tofu|tfvars)(\.json)?$|^terraform\.d$/.test(name))
    .filter((name) => name !== path.basename(stack))
    .sort();

/** The stacks with one of them replaced by its plan, in the format of `terraform show -json`. */
export function withPlan(sources: readonly StackSource[], stack: string, file: string): StackSource[] {
  if (!sources.some(({ name }) => name === stack))
    throw new Error(
      `There is no stack ${stack} to which ${file} could belong. Stacks: ${sources.map(({ name }) => name).join(", ")}.`,
    );
  const howTo = "print a plan with: terraform show -json <plan>";
  const { json, sha256 } = readJson(file, howTo);
  const plan = objectIn(json);
  if (!isObject(plan.configuration) || !Array.isArray(plan.resource_changes))
    throw new Error(`${file} is JSON, but no plan: ${howTo}.`);
  if (!String(plan.format_version).startsWith("1."))
    throw new Error(`${file} has the format ${plan.format_version}, and formats 1.x are read.`);
  return sources.map((source) =>
    source.name === stack
      ? { ...stackFromPlan(source, plan), file: { name: path.basename(file), sha256 }, beside: [] }
      : source,
  );
}

export const loadConfiguration = (folder: string): Configuration =>
  new Configuration(readOutputFolder(folder));

function readJson(file: string, advice: string): { readonly json: unknown; readonly sha256: string } {
  if (!fs.existsSync(file)) throw new Error(`There is no ${file}: ${advice}.`);
  try {
    const text = fs.readFileSync(file, "utf8");
    const json: unknown = JSON.parse(text);
    if (hasNameTwice(text, json)) throw new Error("an object has a name twice");
    return { json, sha256: createHash("sha256").update(text).digest("hex") };
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new Error(`${file} cannot be read as JSON (${reason}): ${advice}.`);
  }
}
