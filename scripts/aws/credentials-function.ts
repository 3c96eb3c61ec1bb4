import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { z } from "zod";
import { type DatabaseInstance, sharedInstance } from "../../src/config/instances";
import type { Environment } from "../../src/config/model";
import type { CredentialsRequest } from "../../src/database/credentials-request";
import { arn } from "../../src/foundation/arn";
import { UsageError } from "../frame/command";
import { AwsCli } from "./cli";
import { AwsError } from "./errors";

/**
 * The shared instance.
 *
 * @throws UsageError if config has none
 */
export function sharedInstanceOf(environment: Environment): DatabaseInstance {
  if (environment.database.shared) return sharedInstance(environment);
  throw new UsageError(
    `${environment.name} has no shared instance (database.shared in its environment.yaml): each organization has its own.`,
  );
}

/** The function did not fulfil a request; the message contains its reason. */
export class RefusedByFunction extends Error {}

/** Seconds to wait for a response: Lambda ends the function after 180. */
const patience = 200;

const failureSchema = z.object({ errorType: z.string().optional(), errorMessage: z.string() });

/**
 * Invokes the credentials function of an instance.
 *
 * @throws RefusedByFunction if it ran and did not fulfil the request, Error if it could not be invoked or its response
 * is unknown
 */
export async function askCredentialsFunction<T>(
  environment: Environment,
  { credentialsFunctionName: name, owner }: DatabaseInstance,
  request: CredentialsRequest,
  answerSchema: z.ZodType<T>,
): Promise<T> {
  const deploy = `npm run deploy -- ${environment.name} ${owner ? `org-${owner.name}` : "database"}`;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "invoke-"));
  try {
    const [payload, answer] = [path.join(folder, "payload.json"), path.join(folder, "answer.json")];
    fs.writeFileSync(payload, JSON.stringify(request));
    const invoked = await invoke(environment, name, payload, answer).catch((error) => {
      throw explained(error, { environment, name, deploy });
    });
    const text = fs.existsSync(answer) ? fs.readFileSync(answer, "utf8") : "";
    if (invoked.FunctionError !== undefined) throw refusal(text, { name, deploy });
    const parsed = answerSchema.safeParse(json(text));
    if (parsed.success) return parsed.data;
    throw new Error(
      `${name} answered in a form that this version does not understand: ${text.slice(0, 200) || "nothing"}. Deploy the version of this command: ${deploy}`,
    );
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

const invokedSchema = z.object({ FunctionError: z.string().optional() });

function invoke({ region, ...place }: Environment, name: string, payload: string, answer: string) {
  // The AWS CLI waits a third of this for a response.
  const aws = new AwsCli({ region, timeoutSeconds: 3 * patience });
  const call = { action: "lambda:InvokeFunction", words: ["lambda", "invoke"] };
  // With the account in the ARN, so that a function of the same name in another account is never invoked. As bytes,
  // because version 2 of the CLI expects base64 text.
  const functionArn = arn({ region, ...place }, "lambda", `function:${name}`);
  return aws.ask(
    call,
    invokedSchema,
    "--function-name",
    functionArn,
    "--payload",
    `fileb://${payload}`,
    answer,
  );
}

interface Asked {
  readonly environment: Environment;
  readonly name: string;
  /** The command that deploys the function. */
  readonly deploy: string;
}

/** Adds advice to the error of an invocation that did not reach the function. */
function explained(error: unknown, { environment, name, deploy }: Asked): unknown {
  if (!(error instanceof AwsError)) return error;
  const { account, region } = environment;
  const advice = () => {
    switch (error.code) {
      case "ResourceNotFoundException":
        return `There is no function ${name} in account ${account}, ${region}. Create it by: ${deploy}`;
      case "AccessDeniedException":
        return `The function was not invoked. It needs credentials of account ${account} with lambda:InvokeFunction on ${name}, which administrators have.`;
      case "TooManyRequestsException":
        return `The function was not invoked: ${name} is busy with other organizations. Run this again in a minute. If that does not help, it may have been stopped: docs/monitoring.md#throttles.`;
      default:
        return /time-?out|connection/i.test(error.message)
          ? `There was no answer within ${patience} seconds. Run this again: completed steps of ${name} stay done. Its log is /aws/lambda/${name}.`
          : "The function was not invoked.";
    }
  };
  return new Error(`${error.message}\n${advice()}`);
}

/** An error returned by the function, or by Lambda on its behalf. */
function refusal(text: string, { name, deploy }: Pick<Asked, "name" | "deploy">): Error {
  const parsed = failureSchema.safeParse(json(text));
  const said = parsed.success ? parsed.data.errorMessage : text.slice(0, 200) || "nothing";
  if (said.startsWith("Not a valid event"))
    return new Error(
      `${name} does not know this request: ${said}\nDeploy the version of this command: ${deploy}`,
    );
  return new RefusedByFunction(`${name}: ${said}\nIts log is /aws/lambda/${name}.`);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
