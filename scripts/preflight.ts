import { z } from "zod";
import { loadEnvironments } from "../src/config/load";
import { AwsCli } from "./aws/cli";
import { AwsError } from "./aws/errors";
import { synthesized } from "./deployment/synthesized";
import { defineCommand, exitCodes, findByName, UsageError } from "./frame/command";
import { read } from "./preflight/check";
import { checks } from "./preflight/checks/all";
import { type Looked, lookAt } from "./preflight/look";
import { policy } from "./preflight/policy";
import { report } from "./preflight/report";
import { synthesizedNeeds } from "./preflight/synthesized-needs";

const identity = read("sts:GetCallerIdentity", "sts", "get-caller-identity");
const identityShape = z.object({ Account: z.string(), Arn: z.string() });

export const command = defineCommand({
  name: "preflight",
  summary:
    "Asks AWS, through the AWS CLI, what the account lacks for the resources of an environment that do not exist yet: quotas, zones, instance types and classes, names that are taken or pending deletion, service-linked roles. It only reads.",
  words: "ENVIRONMENT",
  options: {
    timeout: {
      type: "string",
      value: "SECONDS",
      default: "60",
      about: "how long to wait for one answer of AWS",
    },
    policy: {
      type: "boolean",
      about: "check nothing: print the IAM policy that a principal needs for the checks",
    },
  },
  examples: ["AWS_PROFILE=platform npm run preflight -- dev"],
  held: "the account has what the environment needs",
  didNotHold: "it lacks something: stdout says what to do",
  async answer(call) {
    const { values, progress } = call;
    if (values.policy) {
      const environment = findByName("environment", call.positionals[0], loadEnvironments("config"));
      return { text: JSON.stringify(policy(checks, environment), null, 2), isData: true };
    }
    const timeoutSeconds = secondsOf(values.timeout);
    const { environment, stacks } = synthesized(call);
    const { account, region, name } = environment;
    const aws = new AwsCli({ region, timeoutSeconds, timeoutOption: "--timeout" });
    progress.step("Asking AWS");
    const { Account, Arn } = await aws.ask(identity, identityShape);
    if (Account !== account)
      throw new AwsError(
        `Config places ${name} in account ${account}, but these credentials (${Arn}) are of ${Account}.`,
      );
    const needs = await synthesizedNeeds(environment, stacks, aws);
    const looked = await lookAt(checks, { aws, needs }, (done) =>
      progress.step(`Asking AWS: ${done} of ${checks.length}`),
    );
    return {
      text: report(`${name} in account ${account}, ${region}, as ${Arn}`, needs, looked),
      exitCode: exitCodeOf(looked),
    };
  },
});

function exitCodeOf(looked: readonly Looked[]): number {
  if (looked.some(({ findings }) => findings.some(({ kind }) => kind === "lacking")))
    return exitCodes.didNotHold;
  return looked.some(({ failure }) => failure !== undefined) ? exitCodes.notAsked : exitCodes.held;
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (Number.isFinite(seconds) && seconds > 0) return seconds;
  throw new UsageError(`--timeout needs a number of seconds; found ${text}.`);
}
