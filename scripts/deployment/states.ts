import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { synthesisFolder } from "../../src/config/cdktf-variables";
import type { Environment } from "../../src/config/model";
import { statePrefix } from "../../src/config/names";
import { parseJson } from "../../src/foundation/json-file";
import { type Aws, type AwsCall, AwsCli } from "../aws/cli";
import { AwsError } from "../aws/errors";

/** The states of an environment, including those of stacks outside of config. */
export interface States {
  /** Names of stacks with a state, possibly an empty one. */
  names(): Promise<readonly string[]>;
  /** The state of a stack as text; undefined if there is none. */
  text(stack: string): Promise<string | undefined>;
  /** Place of a stack's state. */
  place(stack: string): string;
  /** The command that removes a stack's state. */
  removal(stack: string): string;
}

const listing: AwsCall = { action: "s3:ListBucket", words: ["s3api", "list-objects-v2"] };
const reading: AwsCall = { action: "s3:GetObject", words: ["s3", "cp"] };

/** Calls for states in S3; the states contain no secret. */
export const stateReads = [listing, reading] as const;

/** Time limit for reading states from AWS, in seconds. */
const timeoutSeconds = 30;

/**
 * The states of an environment in the backend of its config.
 *
 * @param aws reads states in S3
 * @default aws - the AWS CLI in the environment's region, with a limit of 30 seconds per call
 */
export const statesOf = (
  environment: Environment,
  aws: Aws = new AwsCli({ region: environment.region, timeoutSeconds }),
): States =>
  environment.state.backend === "local"
    ? new LocalStates(environment.name)
    : new S3States(
        environment.state.bucket,
        environment.state.region ?? environment.region,
        statePrefix(environment),
        aws,
      );

const ending = ".tfstate";

/** Names of stacks without their environment's name: others belong to an environment with a similar name. */
const shortNames = /^(network|cluster|database|platform|org-.+)$/;

/** Files in `state` next to the output folder, for all environments. */
export class LocalStates implements States {
  private readonly folder = path.join(path.dirname(synthesisFolder()), "state");

  constructor(private readonly environment: string) {}

  async names(): Promise<readonly string[]> {
    if (!fs.existsSync(this.folder)) return [];
    const begin = `${this.environment}-`;
    return fs
      .readdirSync(this.folder)
      .filter((file) => file.startsWith(begin) && file.endsWith(ending))
      .map((file) => file.slice(0, -ending.length))
      .filter((name) => shortNames.test(name.slice(begin.length)));
  }

  async text(stack: string): Promise<string | undefined> {
    const file = this.place(stack);
    return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
  }

  place(stack: string): string {
    return path.join(this.folder, `${stack}${ending}`);
  }

  removal(stack: string): string {
    return `rm ${this.place(stack)}`;
  }
}

const keysShape = z.object({ Contents: z.array(z.object({ Key: z.string() })).default([]) });

/** Objects of a bucket with the environment's prefix, as first listed. */
class S3States implements States {
  private listed: Promise<readonly string[]> | undefined;

  constructor(
    private readonly bucket: string,
    private readonly region: string,
    private readonly prefix: string,
    private readonly aws: Aws,
  ) {}

  /** @throws AwsError if AWS does not answer */
  names(): Promise<readonly string[]> {
    this.listed ??= this.list();
    return this.listed;
  }

  private async list(): Promise<readonly string[]> {
    const { bucket, prefix, region } = this;
    const words = ["--bucket", bucket, "--prefix", prefix, "--region", region];
    try {
      const { Contents } = await this.aws.ask(listing, keysShape, ...words);
      return Contents.filter(({ Key }) => Key.endsWith(ending)).map(({ Key }) =>
        Key.slice(prefix.length, -ending.length),
      );
    } catch (error) {
      if (error instanceof AwsError && error.code === "NoSuchBucket")
        throw new AwsError(
          `There is no bucket ${bucket} for states in ${region}: npm run bootstrap creates it.`,
        );
      throw error;
    }
  }

  /** @throws AwsError if AWS does not answer */
  async text(stack: string): Promise<string | undefined> {
    if (!(await this.names()).includes(stack)) return undefined;
    return this.aws.read(reading, this.place(stack), "-", "--only-show-errors", "--region", this.region);
  }

  place(stack: string): string {
    return `s3://${this.bucket}/${this.prefix}${stack}${ending}`;
  }

  removal(stack: string): string {
    return `aws s3 rm ${this.place(stack)}`;
  }
}

const stateShape = z.object({
  resources: z
    .array(
      z.object({
        mode: z.string(),
        type: z.string(),
        name: z.string(),
        instances: z.array(z.object({ attributes: z.record(z.string(), z.unknown()).optional() })),
      }),
    )
    .default([]),
});

/** Ids in a stack's state, by address; empty if the state has none. */
export async function idsIn(states: States, stack: string): Promise<ReadonlyMap<string, string>> {
  // For Terraform, an empty file is no state.
  const text = (await states.text(stack)) || "{}";
  const { resources } = stateShape.parse(
    parseJson(text, states.place(stack), "docs/state.md says how to restore the previous version"),
  );
  return new Map(
    resources.flatMap(({ mode, type, name, instances: [instance] }) =>
      mode === "managed" && instance
        ? [[`${type}.${name}`, String(instance.attributes?.id ?? "")] as const]
        : [],
    ),
  );
}

/** Addresses in a stack's state. */
export const madeIn = async (states: States, stack: string): Promise<ReadonlySet<string>> =>
  new Set((await idsIn(states, stack)).keys());
