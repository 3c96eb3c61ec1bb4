import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { Environment } from "../../src/config/model";
import type { Aws } from "../aws/cli";
import { AwsError } from "../aws/errors";
import type { Stack } from "../deployment/stack";
import { read } from "./check";
import { Needs, type Resource } from "./needs";

const block = z.record(z.string(), z.unknown());
const stackShape = z.object({
  terraform: z.object({
    backend: z.union([
      z.object({ local: z.object({ path: z.string() }) }),
      z.object({ s3: z.object({ bucket: z.string(), key: z.string(), region: z.string() }) }),
    ]),
  }),
  resource: z.record(z.string(), z.record(z.string(), block)).default({}),
  output: z.record(z.string(), z.object({ value: z.unknown() })).default({}),
});
type StackJson = z.output<typeof stackShape>;

const stateShape = z.object({
  resources: z
    .array(
      z.object({ mode: z.string(), type: z.string(), name: z.string(), instances: z.array(z.unknown()) }),
    )
    .default([]),
});

/** What is read of a state in S3, which holds no secret. */
export const stateReads = [
  read("s3:ListBucket", "s3api", "list-objects-v2"),
  read("s3:GetObject", "s3", "cp"),
] as const;
const [listStates, readState] = stateReads;

/**
 * What an environment needs, from its synthesized stacks and their states.
 *
 * @throws AwsError where a state in S3 cannot be read
 */
export async function synthesizedNeeds(
  environment: Environment,
  stacks: readonly Stack[],
  aws: Aws,
): Promise<Needs> {
  const read = stacks.map((stack) => ({ stack, json: stackJson(stack) }));
  const made = await Promise.all(
    read.map(async ({ stack, json }) => [stack.name, await addressesIn(stack, json, aws)] as const),
  );
  return new Needs(
    environment,
    read.flatMap(({ stack, json }) => resourcesOf(stack.name, json)),
    new Map(made),
    new Map(
      read.map(({ stack, json }) => [
        stack.name,
        Object.fromEntries(Object.entries(json.output).map(([name, { value }]) => [name, value])),
      ]),
    ),
  );
}

const stackJson = ({ folder }: Stack): StackJson =>
  stackShape.parse(JSON.parse(fs.readFileSync(path.join(folder, "cdk.tf.json"), "utf8")));

const resourcesOf = (stack: string, { resource }: StackJson): Resource[] =>
  Object.entries(resource).flatMap(([type, items]) =>
    Object.entries(items).map(([name, values]) => ({ stack, type, address: `${type}.${name}`, values })),
  );

async function addressesIn(
  { folder }: Stack,
  { terraform: { backend } }: StackJson,
  aws: Aws,
): Promise<ReadonlySet<string>> {
  const text =
    "local" in backend ? fileIn(path.resolve(folder, backend.local.path)) : await objectIn(backend.s3, aws);
  if (text === undefined) return new Set();
  const { resources } = stateShape.parse(JSON.parse(text));
  const made = resources.filter(({ mode, instances }) => mode === "managed" && instances.length > 0);
  return new Set(made.map(({ type, name }) => `${type}.${name}`));
}

const fileIn = (file: string): string | undefined =>
  fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;

const keysShape = z.object({ Contents: z.array(z.object({ Key: z.string() })).default([]) });

async function objectIn(
  { bucket, key, region }: { bucket: string; key: string; region: string },
  aws: Aws,
): Promise<string | undefined> {
  const prefix = key.slice(0, key.lastIndexOf("/") + 1);
  try {
    const { Contents } = await aws.ask(
      listStates,
      keysShape,
      "--bucket",
      bucket,
      "--prefix",
      prefix,
      "--region",
      region,
    );
    if (!Contents.some(({ Key }) => Key === key)) return undefined;
  } catch (error) {
    if (error instanceof AwsError && error.code === "NoSuchBucket")
      throw new AwsError(`There is no bucket ${bucket} for states in ${region}: npm run bootstrap makes it.`);
    throw error;
  }
  return aws.read(readState, `s3://${bucket}/${key}`, "-", "--only-show-errors", "--region", region);
}
