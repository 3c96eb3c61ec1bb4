import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  InvalidParameterException,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
  type UpdateSecretVersionStageCommandInput,
} from "@aws-sdk/client-secrets-manager";
import { RefusedError, SilenceError } from "./errors";

/** API of Secrets Manager: an SDK client, or a substitute in tests. */
export type SecretsApi = Pick<SecretsManagerClient, "send">;

/** Time limit of a call with all its retries, in milliseconds; it also applies to a response that arrives slowly. */
const callMilliseconds = 15_000;

/**
 * The API with calls that end at a time limit or when the signal aborts. It uses its own timer and controller: Node.js
 * may garbage-collect combined signals (`AbortSignal.any`) before they fire.
 */
export const abortable = (api: SecretsApi, signal: AbortSignal): SecretsApi => {
  const send = async (command: never) => {
    signal.throwIfAborted();
    const call = new AbortController();
    const end = () => call.abort();
    const timer = setTimeout(end, callMilliseconds);
    signal.addEventListener("abort", end, { once: true });
    const ended = new Promise<never>((_, reject) => {
      const tell = () => reject(new SilenceError("Secrets Manager did not answer in time"));
      call.signal.addEventListener("abort", tell, { once: true });
    });
    try {
      return await Promise.race([api.send(command, { abortSignal: call.signal }), ended]);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
    }
  };
  return { send } as SecretsApi;
};

export type Stage = "AWSCURRENT" | "AWSPENDING" | "AWSPREVIOUS";

export interface SecretDescription {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Staging labels of every version that has any. */
  readonly versions: Readonly<Record<string, readonly string[]>>;
  /** Time of the last rotation, or of creation. */
  readonly rotated: Date | undefined;
}

/** One secret, with its versions and their staging labels. */
export class Secret {
  constructor(
    private readonly api: SecretsApi,
    readonly arn: string,
  ) {}

  async describe(): Promise<SecretDescription> {
    const found = await this.api.send(new DescribeSecretCommand({ SecretId: this.arn }));
    if (found.DeletedDate)
      throw new RefusedError(`Secret ${found.Name} is scheduled for deletion. Restore it first.`);
    return {
      name: found.Name ?? "",
      tags: Object.fromEntries((found.Tags ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""])),
      versions: found.VersionIdsToStages ?? {},
      rotated: found.LastRotatedDate ?? found.CreatedDate,
    };
  }

  /** Text of the version with a staging label. Undefined if there is no such version, or if it has no text yet. */
  async read(stage: Stage, versionId?: string): Promise<string | undefined> {
    try {
      const command = new GetSecretValueCommand({
        SecretId: this.arn,
        VersionStage: stage,
        VersionId: versionId,
      });
      return (await this.api.send(command)).SecretString;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  }

  /** Adds a version and moves the staging label to it. A version that was current becomes the previous one. */
  async write(text: string, stage: Stage, versionId?: string): Promise<void> {
    await this.api.send(
      new PutSecretValueCommand({
        SecretId: this.arn,
        SecretString: text,
        VersionStages: [stage],
        ClientRequestToken: versionId,
      }),
    );
  }

  /** Makes a version current. Secrets Manager refuses if `from` is no longer the current version. */
  async promote(versionId: string, from: string): Promise<void> {
    const change = { VersionStage: "AWSCURRENT", MoveToVersionId: versionId, RemoveFromVersionId: from };
    await this.changeStage(change, (stages) => versionAt(stages, "AWSCURRENT") === versionId);
  }

  /**
   * Removes AWSPENDING from a version. While a version other than the current one has this label, Secrets Manager
   * assumes a pending rotation and starts no other.
   * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
   */
  async dropPending(versionId: string): Promise<void> {
    const change = { VersionStage: "AWSPENDING", RemoveFromVersionId: versionId };
    await this.changeStage(change, (stages) => versionAt(stages, "AWSPENDING") !== versionId);
  }

  /** The SDK retries a call whose response was lost; the retry is refused if the first call had succeeded. */
  private async changeStage(
    change: Omit<UpdateSecretVersionStageCommandInput, "SecretId">,
    isDone: (description: SecretDescription) => boolean,
  ): Promise<void> {
    try {
      await this.api.send(new UpdateSecretVersionStageCommand({ SecretId: this.arn, ...change }));
    } catch (error) {
      if (!(error instanceof InvalidParameterException) || !isDone(await this.describe())) throw error;
    }
  }
}

/** Id of the version with a staging label. */
export const versionAt = ({ versions }: SecretDescription, stage: Stage): string | undefined =>
  Object.entries(versions).find(([, stages]) => stages.includes(stage))?.[0];
