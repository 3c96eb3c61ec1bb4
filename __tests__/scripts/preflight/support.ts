import type { Aws, AwsCall } from "../../../scripts/aws/cli";
import { AwsError } from "../../../scripts/aws/errors";
import type { Resource } from "../../../scripts/output-folder";
import type { Looking } from "../../../scripts/preflight/check";
import { Needs } from "../../../scripts/preflight/needs";
import type { Environment } from "../../../src/config/model";
import { environment } from "../../support/fixtures";

/** Answers by call, such as `ec2 describe-vpcs`, as the AWS CLI prints them; an error where it refuses. */
export type Answers = Readonly<Record<string, unknown>>;

/** Takes the place of AWS, and denies what it has no answer for. */
export class StandInAws implements Aws {
  readonly asked: { readonly call: AwsCall; readonly words: readonly string[] }[] = [];

  constructor(private readonly answers: Answers) {}

  async ask<T>(call: AwsCall, shape: { parse(answer: unknown): T }, ...words: string[]): Promise<T> {
    this.asked.push({ call, words });
    const answer = this.answers[call.words.join(" ")] ?? denied();
    if (answer instanceof Error) throw answer;
    return shape.parse(answer);
  }

  read(): Promise<string> {
    throw new Error("no check reads a file");
  }
}

export const denied = (): AwsError =>
  new AwsError("This principal has no permission for it.", "AccessDeniedException");
export const notFound = (): AwsError => new AwsError("not there", "NoSuchResourceException");

/** Resources of a stack that is not applied: `["aws_vpc", {}]`. */
export const resources = (...items: [type: string, values?: Record<string, unknown>][]): Resource[] =>
  items.map(([type, values = {}], index) => ({
    stack: "test-network",
    type,
    address: `${type}.number-${index}`,
    values,
  }));

export const looking = (
  aws: Aws,
  all: readonly Resource[],
  config: Environment = environment(),
): Looking => ({ aws, needs: new Needs(config, all, new Map()) });
