import fs from "node:fs";
import type { Command, Options } from "../../../scripts/frame/command";
import type { CredentialsRequest } from "../../../src/database/credentials-request";
import { Harness } from "../../lambda-src/database-credentials/support/harness";
import { AppFolder } from "../../support/app-folder";
import { type Answered, callIn } from "../../support/call";
import { type Answering, after, type Said, StandIns } from "../../support/programs";

/** How the AWS CLI tells an error of AWS. */
export const refused = (code: string, operation: string, message = "no"): Said => ({
  status: 254,
  stderr: `\nAn error occurred (${code}) when calling the ${operation} operation: ${message}\n`,
});

/** Where the AWS CLI is told to put what a function answers. */
export const answerFile = (words: readonly string[]): string =>
  words[words.indexOf("--payload") + 2] as string;

/** A deployment as the cluster has it. */
export interface Deployment {
  readonly name: string;
  readonly replicas?: number;
  readonly updated?: number;
  readonly failed?: boolean;
}

/** The organization `acme` of the environment `test`: config, the function on a real PostgreSQL, and AWS as far as it is asked. */
export class DeployedEnvironment {
  static async start(): Promise<DeployedEnvironment> {
    return new DeployedEnvironment(await Harness.start(), await StandIns.start(["aws", "kubectl"]));
  }

  readonly folder = new AppFolder();
  readonly secretArn: string;
  readonly keyArn: string;
  /** Answers in place of what usually does, where it answers. */
  instead: (words: readonly string[]) => Said | undefined = () => undefined;
  deployments: readonly Deployment[] = [{ name: "metabase" }];

  private constructor(
    readonly harness: Harness,
    readonly standIns: StandIns,
  ) {
    fs.renameSync(`${this.folder.path}/config/dev`, `${this.folder.path}/config/test`);
    const tags = { Organization: "acme", Environment: "test" };
    this.secretArn = harness.secrets.create("acme-test-database-credentials", tags);
    this.keyArn = harness.secrets.create("acme-test-metabase-encryption-key", tags);
    standIns.answering = (words, call) => this.instead(words) ?? this.answer(words, call);
  }

  async stop(): Promise<void> {
    this.folder.dispose();
    await Promise.all([this.harness.stop(), this.standIns.stop()]);
  }

  /** Calls a command as `npm run` does. */
  call<O extends Options>(command: Command<O>, ...words: string[]): Promise<Answered> {
    return callIn(this.folder.path, command, words, this.standIns.env);
  }

  private readonly answer: Answering = async (words) => {
    switch (words.slice(0, 3).join(" ")) {
      case "aws secretsmanager describe-secret":
        return this.describe(after(words, "--secret-id"));
      case "aws lambda invoke":
        return this.invoke(words);
      case "aws eks update-kubeconfig":
        fs.writeFileSync(after(words, "--kubeconfig"), `cluster ${after(words, "--name")}`);
        return { stdout: "Added new context\n" };
      default:
        return words[0] === "kubectl"
          ? this.list(words)
          : { status: 252, stderr: `no such call: ${words.join(" ")}` };
    }
  };

  private async describe(name: string): Promise<Said> {
    const response = await fetch(this.harness.secrets.endpoint, {
      method: "POST",
      headers: { "x-amz-target": "secretsmanager.DescribeSecret" },
      body: JSON.stringify({ SecretId: name }),
    });
    const body = (await response.json()) as Record<string, string>;
    if (!response.ok) return refused(String(body.__type), "DescribeSecret", body.message);
    const KmsKeyId = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
    return { stdout: JSON.stringify({ ...body, KmsKeyId }) };
  }

  private async invoke(words: readonly string[]): Promise<Said> {
    const request: CredentialsRequest = JSON.parse(
      fs.readFileSync(after(words, "--payload").replace("fileb://", ""), "utf8"),
    );
    const answer = (value: unknown) => fs.writeFileSync(answerFile(words), JSON.stringify(value));
    try {
      answer(await this.harness.invoke(request));
      return { stdout: '{"StatusCode":200,"ExecutedVersion":"$LATEST"}' };
    } catch (error) {
      const { name: errorType, message: errorMessage } = error as Error;
      answer({ errorType, errorMessage });
      return { stdout: '{"StatusCode":200,"FunctionError":"Unhandled","ExecutedVersion":"$LATEST"}' };
    }
  }

  private list(words: readonly string[]): Said {
    if (
      fs.readFileSync(after(words, "--kubeconfig"), "utf8") !== "cluster test" ||
      after(words, "--namespace") !== "acme"
    )
      return { status: 1, stderr: "another cluster" };
    const items = this.deployments.map(({ name, replicas = 1, updated = replicas, failed }) => ({
      metadata: { name, generation: 2 },
      spec: { replicas },
      status: {
        observedGeneration: 2,
        replicas,
        updatedReplicas: updated,
        availableReplicas: replicas,
        conditions: failed
          ? [
              {
                type: "Progressing",
                status: "False",
                reason: "ProgressDeadlineExceeded",
                message: "ReplicaSet has timed out progressing.",
              },
            ]
          : [{ type: "Progressing", status: "True", reason: "NewReplicaSetAvailable" }],
      },
    }));
    return { stdout: JSON.stringify({ items }) };
  }
}
