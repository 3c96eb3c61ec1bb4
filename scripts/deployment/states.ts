import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { synthesisFolder } from "../../src/config/cdktf-variables";
import type { Environment } from "../../src/config/model";
import { statePrefix } from "../../src/config/names";
import { parseJson } from "../../src/foundation/json-file";
import type { Aws, AwsCall } from "../aws/cli";
import { AwsError } from "../aws/errors";

/** The states of an environment, of whatever stacks. */
export interface States {
  /** Names of stacks that have a state, which may be empty. */
  names(): Promise<readonly string[]>;
  /** The state of a stack as text. Nothing where there is none. */
  text(stack: string): Promise<string | undefined>;
  /** Where the state of a stack is. */
  place(stack: string): string;
  /** The command that removes the state of a stack. */
  removal(stack: string): string;
}

const listing: AwsCall = { action: "s3:ListBucket", words: ["s3api", "list-objects-v2"] };
const reading: AwsCall = { action: "s3:GetObject", words: ["s3", "cp"] };

/** What is read of states in S3, which hold no secret. */
export const stateReads = [listing, reading] as const;

/** The states of an environment where its config keeps them. */
export const statesOf = (environment: Environment, aws: Aws): States =>
  environment.state.backend === "local"
    ? new LocalStates(environment.name)
    : new S3States(
        environment.state.bucket,
        environment.state.region ?? environment.region,
        statePrefix(environment),
        aws,
      );

const ending = ".tfstate";

/** Stacks after the name of their environment: a name like another environment's stack is none of this one's. */
const shortNames = /^(network|cluster|database|platform|org-.+)$/;

/** Files in `state` next to the output folder, where all environments keep theirs. */
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

/** Objects of a bucket below the environment's prefix, as they were when they were listed first. */
class S3States implements States {
  private listed: Promise<readonly string[]> | undefined;

  constructor(
    private readonly bucket: string,
    private readonly region: string,
    private readonly prefix: string,
    private readonly aws: Aws,
  ) {}

  /** @throws AwsError where AWS does not tell */
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

  /** @throws AwsError where AWS does not tell */
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

/** What a stack's state has: ids by address. An id is empty where the state has none. */
export async function idsIn(states: States, stack: string): Promise<ReadonlyMap<string, string>> {
  // Terraform takes an empty file for none.
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

/** Addresses of what a stack's state has. */
export const madeIn = async (states: States, stack: string): Promise<ReadonlySet<string>> =>
  new Set((await idsIn(states, stack)).keys());
