import type { Environment } from "../../src/config/model";
import { AwsCli } from "../aws/cli";
import { ask } from "../frame/ask";
import { type Answer, type Call, UsageError } from "../frame/command";
import { callOf } from "../frame/help";
import { AskedApproval, approveAll } from "./approval";
import { type Aim, Deployment } from "./deployment";
import { Interruption } from "./interruption";
import { problems, table } from "./report";
import type { Stack } from "./stack";
import { interruptAll } from "./terraform";

export const deploymentOptions = {
  parallelism: {
    type: "string",
    value: "NUMBER",
    default: "4",
    about: "maximum number of stacks at the same time; each uses about 0.5 GB of memory",
  },
  "auto-approve": { type: "boolean", about: "do not ask for approval" },
} as const;

/** Time limit for reading snapshots from AWS, in seconds. */
const timeoutSeconds = 30;

export interface RunProps {
  /** Name of the command. */
  readonly name: string;
  /** The action in the question, such as `Deploy`. */
  readonly verb: string;
  readonly environment: Environment;
  readonly stacks: readonly Stack[];
  readonly aim: Aim;
  /** Additional text in the answer; may be empty. */
  readonly note: string;
}

type DeploymentCall = Call<typeof deploymentOptions>;

/** Runs the stacks and reports the results. */
export async function run(props: RunProps, call: DeploymentCall): Promise<Answer> {
  const { name, verb, environment, stacks, aim, note } = props;
  const { values, print, positionals, progress } = call;
  const again = callAgain(name, positionals);
  const atOnce = parallelismOf(values.parallelism);
  const { name: where, account, region } = environment;
  print(
    `${where} in account ${account}, ${region}: ${stacks.length === 1 ? "1 stack" : `${stacks.length} stacks`}, at most ${atOnce} at the same time`,
  );
  const answering = new AbortController();
  const interruption = new Interruption(() => {
    interruptAll();
    answering.abort();
    print(
      "Interrupted: running Terraform processes are asked once to end, and waited for. Nothing else starts.",
    );
  });
  const width = Math.max(...stacks.map(({ name }) => name.length));
  let working = "";
  const deployment = new Deployment({
    stacks,
    aim,
    atOnce,
    region,
    aws: new AwsCli({ region, timeoutSeconds }),
    approval: values["auto-approve"]
      ? approveAll
      : new AskedApproval(verb, print, (question) => ask(question, answering.signal)),
    isInterrupted: () => interruption.isRequested,
    show: (stack, line) => {
      print(`${stack.padEnd(width)}  ${line}`);
      progress.step(working);
    },
    working: (names) => {
      working = names.length > 0 ? `Terraform: ${names.join(", ")}` : "";
      progress.step(working);
    },
  });
  try {
    const outcomes = await deployment.run();
    const props = { environment: where, stacks, outcomes, again, isInterrupted: interruption.isRequested };
    return { text: `\n${table(props)}${note === "" ? "" : `\n\n${note}`}`, problems: problems(props) };
  } finally {
    interruption.ignore();
  }
}

/** A command to copy, with stacks in the caller's notation. */
export const callAgain = (name: string, words: readonly string[]): string =>
  callOf({ name }, words.map(quoted));

const quoted = (word: string): string => (word.includes("*") ? `'${word}'` : word);

function parallelismOf(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 64) return number;
  throw new UsageError(`--parallelism needs a number of stacks from 1 to 64; found ${text}.`);
}
