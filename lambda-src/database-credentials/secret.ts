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

/** What the function asks of Secrets Manager: a client, or what a test puts in its place. */
export type SecretsApi = Pick<SecretsManagerClient, "send">;

/** How long a call may take with all its tries, in milliseconds. An answer that trickles is none, either. */
const callMilliseconds = 15_000;

/**
 * The same, with calls that end in time, or with the signal. With a timer and a controller of its own: signals that Node.js
 * combines (`AbortSignal.any`) may be collected as garbage before they fire.
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
  /** Stages of every version that has one. */
  readonly versions: Readonly<Record<string, readonly string[]>>;
  /** When it was rotated last, or made. */
  readonly rotated: Date | undefined;
}

/** One secret: its versions and their stages. */
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

  /** Text of the version at a stage. Undefined when there is none, or when it has no text yet. */
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

  /** Adds a version. The version that had the stage loses it; one that was current becomes the previous one. */
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

  /** Makes a version current. Refused by Secrets Manager when `from` is not the current one any more. */
  async promote(versionId: string, from: string): Promise<void> {
    const change = { VersionStage: "AWSCURRENT", MoveToVersionId: versionId, RemoveFromVersionId: from };
    await this.changeStage(change, (stages) => versionAt(stages, "AWSCURRENT") === versionId);
  }

  /**
   * Takes AWSPENDING off a version. While it is on one that is not current, Secrets Manager takes a rotation to be
   * under way and starts no other.
   * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
   */
  async dropPending(versionId: string): Promise<void> {
    const change = { VersionStage: "AWSPENDING", RemoveFromVersionId: versionId };
    await this.changeStage(change, (stages) => versionAt(stages, "AWSPENDING") !== versionId);
  }

  /** The SDK repeats a call whose answer got lost; the repetition is refused because the change has been made. */
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

/** The version at a stage. */
export const versionAt = ({ versions }: SecretDescription, stage: Stage): string | undefined =>
  Object.entries(versions).find(([, stages]) => stages.includes(stage))?.[0];
