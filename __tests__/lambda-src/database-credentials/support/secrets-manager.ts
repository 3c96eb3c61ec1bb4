import { randomUUID } from "node:crypto";
import http from "node:http";
import { listening, portOf } from "../../../support/listening";

type Body = Record<string, unknown>;

interface Version {
  text?: string;
  stages: Set<string>;
}

interface StoredSecret {
  readonly arn: string;
  readonly name: string;
  readonly tags: Record<string, string>;
  readonly versions: Map<string, Version>;
  deleted: boolean;
  /** Seconds since 1970, as the service tells times. */
  created: number;
  rotated?: number;
}

/** An error as Secrets Manager answers it. */
class ServiceError extends Error {
  constructor(
    readonly type: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** As the client reads the service's seconds since 1970. */
const withDates = (body: Body): Body =>
  Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      name.endsWith("Date") && typeof value === "number" ? new Date(value * 1000) : value,
    ]),
  );

/** What happens to a request instead of the usual. */
export type Fault = "throttle" | "deny" | "cut before" | "cut after";

const errors = {
  throttle: { __type: "ThrottlingException", message: "Rate exceeded" },
  deny: { __type: "AccessDeniedException", message: "not authorized to perform this action" },
};

/**
 * Secrets Manager over HTTP, as its SDK speaks to it: versions, stages and their rules.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
 */
export class SecretsManagerServer {
  static async start(): Promise<SecretsManagerServer> {
    const server = new SecretsManagerServer();
    await listening(server.http);
    return server;
  }

  /** Every text that was ever stored: what must not be found anywhere else. */
  readonly texts: string[] = [];
  /** Names of the actions that were asked for. */
  readonly actions = new Set<string>();
  /** Decides about the next request. */
  fault: ((action: string, secret: string) => Fault | undefined) | undefined;
  /** Waited for before every answer. */
  delay: (() => Promise<void>) | undefined;

  private readonly secrets = new Map<string, StoredSecret>();
  private readonly http = http.createServer((request, response) => this.serve(request, response));

  get endpoint(): string {
    return `http://127.0.0.1:${portOf(this.http)}`;
  }

  async stop(): Promise<void> {
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }

  /** Adds a secret, as Terraform does: without a version. */
  create(name: string, tags: Record<string, string> = {}): string {
    const arn = `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${name}-AbCdEf`;
    this.secrets.set(arn, {
      arn,
      name,
      tags,
      versions: new Map(),
      deleted: false,
      created: Date.now() / 1000,
    });
    return arn;
  }

  /** Lets a secret be older than it is. */
  age(arn: string, days: { sinceCreation: number; sinceRotation?: number }): void {
    const before = (count: number) => Date.now() / 1000 - count * 24 * 60 * 60;
    const secret = this.find(arn);
    secret.created = before(days.sinceCreation);
    if (days.sinceRotation !== undefined) secret.rotated = before(days.sinceRotation);
  }

  delete(arn: string): void {
    this.find(arn).deleted = true;
  }

  restore(arn: string): void {
    this.find(arn).deleted = false;
  }

  /** Adds a current version, as a person does in the console. */
  put(arn: string, text: string): void {
    this.putSecretValue({ SecretId: arn, SecretString: text, ClientRequestToken: randomUUID() });
  }

  /** Gives the pending version a text, as an interrupted or a foreign function may have left it. */
  putPending(arn: string, text: string): void {
    const pending = this.at(this.find(arn), "AWSPENDING");
    if (pending) pending[1].text = text;
  }

  /** Text at a stage. */
  text(arn: string, stage = "AWSCURRENT"): string | undefined {
    return [...this.find(arn).versions.values()].find(({ stages }) => stages.has(stage))?.text;
  }

  /** Stages by version, those without a stage left out. */
  stages(arn: string): Record<string, string[]> {
    const staged = [...this.find(arn).versions].filter(([, { stages }]) => stages.size > 0);
    return Object.fromEntries(staged.map(([id, { stages }]) => [id, [...stages].sort()]));
  }

  /**
   * Begins a rotation, as RotateSecret does: a version without text gets AWSPENDING. While an older one is pending,
   * that rotation is taken up again.
   */
  beginRotation(arn: string): string {
    const secret = this.find(arn);
    const pending = this.at(secret, "AWSPENDING");
    if (pending && !pending[1].stages.has("AWSCURRENT")) return pending[0];
    const id = randomUUID();
    secret.versions.set(id, { stages: new Set() });
    this.move(secret, "AWSPENDING", id);
    return id;
  }

  /** Takes the pending version of a trial away again. */
  endTrial(arn: string, id: string): void {
    this.find(arn).versions.delete(id);
  }

  /** Loses a secret for good. */
  forget(arn: string): void {
    this.secrets.delete(arn);
  }

  /**
   * What the client of the SDK gets for a command, without the way over HTTP, which takes most of the time of a call.
   *
   * @returns undefined where that way matters: the answer is an error, or something happens to requests
   */
  atOnce(command: {
    readonly constructor: { readonly name: string };
    readonly input: Body;
  }): Body | undefined {
    if (this.fault || this.delay) return undefined;
    const action = command.constructor.name.replace(/Command$/, "");
    this.actions.add(action);
    // As the client sends it: with a token of its own where there is none.
    const input = { ClientRequestToken: randomUUID(), ...JSON.parse(JSON.stringify(command.input)) };
    const { status, body } = this.answer(action, input);
    return status === 200 ? withDates(body) : undefined;
  }

  private serve(request: http.IncomingMessage, response: http.ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", async () => {
      const action = String(request.headers["x-amz-target"]).replace("secretsmanager.", "");
      const input = JSON.parse(Buffer.concat(chunks).toString("utf8"));
      this.actions.add(action);
      await this.delay?.();
      const fault = this.fault?.(action, String(input.SecretId));
      if (fault === "cut before") return void request.socket.destroy();
      const { status, body } =
        fault === "throttle" || fault === "deny"
          ? { status: 400, body: errors[fault] }
          : this.answer(action, input);
      if (fault === "cut after") return void request.socket.destroy();
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
    });
  }

  private answer(action: string, input: Body): { status: number; body: Body } {
    const actions: Record<string, (input: Body) => Body> = {
      DescribeSecret: (body) => this.describeSecret(body),
      GetSecretValue: (body) => this.getSecretValue(body),
      PutSecretValue: (body) => this.putSecretValue(body),
      UpdateSecretVersionStage: (body) => this.updateSecretVersionStage(body),
    };
    try {
      const perform = actions[action];
      if (!perform) throw new ServiceError("AccessDeniedException", `not allowed: ${action}`);
      return { status: 200, body: perform(input) };
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return { status: error.status, body: { __type: error.type, message: error.message } };
    }
  }

  private describeSecret({ SecretId }: Body): Body {
    const secret = this.find(SecretId as string);
    return {
      ARN: secret.arn,
      Name: secret.name,
      ...(secret.deleted ? { DeletedDate: 1 } : {}),
      Tags: Object.entries(secret.tags).map(([Key, Value]) => ({ Key, Value })),
      VersionIdsToStages: this.stages(secret.arn),
      CreatedDate: secret.created,
      ...(secret.rotated === undefined ? {} : { LastRotatedDate: secret.rotated }),
    };
  }

  private getSecretValue({ SecretId, VersionId, VersionStage }: Body): Body {
    const secret = this.find(SecretId as string);
    if (secret.deleted) {
      throw new ServiceError(
        "InvalidRequestException",
        "You can't perform this operation on the secret because it was marked for deletion.",
      );
    }
    const stage = (VersionStage ?? (VersionId ? undefined : "AWSCURRENT")) as string | undefined;
    const [id, version] =
      [...secret.versions].find(
        ([id, { stages }]) => (!VersionId || id === VersionId) && (!stage || stages.has(stage)),
      ) ?? [];
    if (version?.text === undefined) {
      throw new ServiceError(
        "ResourceNotFoundException",
        `Secrets Manager can't find the specified secret value for staging label: ${stage}`,
      );
    }
    const { text, stages } = version;
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: id,
      SecretString: text,
      VersionStages: [...stages],
    };
  }

  private putSecretValue(input: Body): Body {
    const secret = this.find(input.SecretId as string);
    const [id, text] = [input.ClientRequestToken as string, input.SecretString as string];
    if (secret.deleted) throw new ServiceError("InvalidRequestException", "marked for deletion");
    const existing = secret.versions.get(id);
    if (existing?.text !== undefined && existing.text !== text) {
      throw new ServiceError("ResourceExistsException", "You can't modify an existing version.");
    }
    const first = ![...secret.versions.values()].some((version) => version.text !== undefined);
    secret.versions.set(id, { text, stages: existing?.stages ?? new Set() });
    this.texts.push(text);
    const stages = (input.VersionStages as string[] | undefined) ?? ["AWSCURRENT"];
    for (const stage of new Set([...stages, ...(first ? ["AWSCURRENT"] : [])])) this.move(secret, stage, id);
    return { ARN: secret.arn, Name: secret.name, VersionId: id, VersionStages: stages };
  }

  private updateSecretVersionStage(input: Body): Body {
    const secret = this.find(input.SecretId as string);
    const stage = input.VersionStage as string;
    const [to, from] = [
      input.MoveToVersionId as string | undefined,
      input.RemoveFromVersionId as string | undefined,
    ];
    const holder = this.at(secret, stage)?.[0];
    if (from !== undefined && !secret.versions.get(from)?.stages.has(stage)) {
      throw new ServiceError(
        "InvalidParameterException",
        `The staging label ${stage} isn't currently attached to version ${from}.`,
      );
    }
    if (to !== undefined && holder !== undefined && holder !== to && from !== holder) {
      throw new ServiceError(
        "InvalidParameterException",
        `The staging label ${stage} is attached to ${holder}: name it in RemoveFromVersionId.`,
      );
    }
    if (to === undefined && stage === "AWSCURRENT") {
      throw new ServiceError("InvalidParameterException", "AWSCURRENT can only be moved.");
    }
    if (to === undefined) secret.versions.get(from as string)?.stages.delete(stage);
    else this.move(secret, stage, to);
    return { ARN: secret.arn, Name: secret.name };
  }

  /** A stage is on one version at a time; the version that was current becomes the previous one. */
  private move(secret: StoredSecret, stage: string, id: string): void {
    const holder = this.at(secret, stage);
    if (holder?.[0] === id) return;
    holder?.[1].stages.delete(stage);
    const target = secret.versions.get(id);
    if (!target) throw new ServiceError("ResourceNotFoundException", `no version ${id}`);
    target.stages.add(stage);
    if (stage !== "AWSCURRENT") return;
    target.stages.delete("AWSPREVIOUS");
    if (holder) this.move(secret, "AWSPREVIOUS", holder[0]);
  }

  private at(secret: StoredSecret, stage: string): [string, Version] | undefined {
    return [...secret.versions].find(([, { stages }]) => stages.has(stage));
  }

  private find(id: string): StoredSecret {
    const secret = this.secrets.get(id) ?? [...this.secrets.values()].find(({ name }) => name === id);
    if (!secret)
      throw new ServiceError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    return secret;
  }
}
