import fs from "node:fs";
import path from "node:path";
import { readJsonFile } from "../src/foundation/json-file";
import { synthesizeAgain } from "../src/stacks/config-digest";

const advice = `${synthesizeAgain}, or name another output folder`;

/** Configured arguments of a resource. */
export type Values = Readonly<Record<string, unknown>>;

/** The parts of a synthesized stack that commands read. */
export interface StackJson {
  readonly terraform: { readonly backend: Readonly<Record<string, unknown>> };
  readonly provider: {
    readonly aws: readonly { readonly default_tags: readonly { readonly tags: Tags }[] }[];
  };
  /** By type and name. */
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Values>>>>;
  readonly output?: Readonly<Record<string, { readonly value: unknown }>>;
}
export type Tags = Readonly<Record<string, string>>;

/** A resource of a synthesized stack. */
export interface Resource {
  readonly stack: string;
  readonly type: string;
  /** Its address in the stack's state, such as `aws_vpc.vpc`. */
  readonly address: string;
  readonly values: Values;
}

/** A stack in an output folder. */
export interface WrittenStack {
  readonly name: string;
  /** Names of the stacks that must be applied before it. */
  readonly dependencies: readonly string[];
  /** Path of its configuration. */
  readonly file: string;
}

/**
 * Lists the stacks of an output folder.
 *
 * @throws Error if the folder contains no output
 */
export function writtenStacks(outdir: string): WrittenStack[] {
  const file = path.join(outdir, "manifest.json");
  if (!fs.existsSync(file)) throw new Error(`There is no ${file}: run npm start first.`);
  const { stacks } = readJsonFile<Manifest>(file, advice);
  return Object.values(stacks).map(({ name, dependencies, synthesizedStackPath }) => ({
    name,
    dependencies,
    file: path.join(outdir, synthesizedStackPath),
  }));
}

interface Manifest {
  stacks: Record<string, { name: string; synthesizedStackPath: string; dependencies: string[] }>;
}

/** Path of the configuration in a stack's folder. */
export const stackFile = (folder: string): string => path.join(folder, "cdk.tf.json");

export const readStack = (file: string): StackJson => readJsonFile(file, advice);

export const resourcesOf = (stack: string, { resource = {} }: StackJson): Resource[] =>
  Object.entries(resource).flatMap(([type, items]) =>
    Object.entries(items).map(([name, values]) => ({ stack, type, address: `${type}.${name}`, values })),
  );

/** The output of another stack, without its environment, that a reference reads; undefined for other references. */
export function outputRead(
  reference: string,
): { readonly stack: string; readonly output: string } | undefined {
  const [, stack, output] =
    /^\$\{data\.terraform_remote_state\.([\w-]+)-state\.outputs\.(\w+)\}$/.exec(reference) ?? [];
  return stack === undefined || output === undefined ? undefined : { stack, output };
}

/** Default tags of a stack's provider. */
export function defaultTags({ provider }: StackJson, stack: string): Tags {
  const tags = provider.aws[0]?.default_tags[0]?.tags;
  if (!tags) throw new Error(`${stack} has no default tags, which say whose it is.`);
  return tags;
}
