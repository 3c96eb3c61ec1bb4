import type { Environment } from "../../src/config/model";
import { lastLine, runProgram } from "./program";

/** A call of AWS that was refused or got no answer. */
export class AwsError extends Error {
  constructor(
    /** As AWS names it, such as AccessDeniedException; undefined where AWS did not answer. */
    readonly code: string | undefined,
    message: string,
  ) {
    super(message);
  }
}

export interface AwsCall {
  /** As in `aws lambda invoke`. */
  readonly service: string;
  readonly operation: string;
  /** Without the two hyphens. @default - none */
  readonly options?: Readonly<Record<string, string>>;
  /** Words without an option's name. @default - none */
  readonly words?: readonly string[];
}

/**
 * Calls AWS in an environment's region through the AWS CLI, which knows the caller's profiles, single sign-on and endpoints.
 *
 * @returns what it printed
 * @throws AwsError with what the CLI said
 */
export async function callAws(
  { region }: Pick<Environment, "region">,
  { service, operation, options = {}, words = [] }: AwsCall,
): Promise<string> {
  const all = { ...options, region, output: "json" };
  const given = Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]);
  const { status, stdout, stderr } = await runProgram("aws", [service, operation, ...given, ...words]);
  if (status === 0) return stdout;
  const [, code] = /An error occurred \((\w+)\)/.exec(stderr) ?? [];
  const said = lastLine(stderr) || (status === null ? "it was interrupted" : `it ended with ${status}`);
  throw new AwsError(code, `aws ${service} ${operation}: ${said}`);
}

/** What a call of AWS answered. @throws AwsError */
export async function askAws(place: Pick<Environment, "region">, call: AwsCall): Promise<unknown> {
  return JSON.parse(await callAws(place, call));
}
