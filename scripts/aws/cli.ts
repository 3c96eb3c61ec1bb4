import { execFile } from "node:child_process";
import type { z } from "zod";
import { explain } from "./errors";

/** A call of an AWS API. */
export interface AwsCall {
  /** The IAM action that it requires, such as `ec2:DescribeVpcs`. */
  readonly action: string;
  /** Arguments of `aws`, such as `ec2 describe-vpcs`. */
  readonly words: readonly string[];
}

/** Executes calls. */
export interface Aws {
  /**
   * @param words additional arguments
   * @throws AwsError without an answer, or for an answer with another shape
   */
  ask<T>(call: AwsCall, shape: z.ZodType<T>, ...words: string[]): Promise<T>;
  /** The same for an answer that is a file. */
  read(call: AwsCall, ...words: string[]): Promise<string>;
}

export interface AwsCliProps {
  readonly region: string;
  /** Time limit of an answer, in seconds. @default 60 */
  readonly timeoutSeconds?: number;
  /** Option of the command that sets the time limit, for messages. @default - none */
  readonly timeoutOption?: string;
  /** Maximum number of concurrent calls. @default 4 */
  readonly atOnce?: number;
}

/** Maximum size of an answer: a list of all resources of a kind that an account may have. */
const mostBytes = 2 ** 28;

/**
 * Calls AWS by the AWS CLI, which uses the profiles, SSO sessions, endpoints and proxies of its user. Equal calls are
 * executed once.
 */
export class AwsCli implements Aws {
  private readonly answers = new Map<string, Promise<string>>();
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly props: AwsCliProps) {
    this.free = props.atOnce ?? 4;
  }

  async ask<T>({ words }: AwsCall, shape: z.ZodType<T>, ...more: string[]): Promise<T> {
    const text = await this.askOnce([...words, ...more, "--output", "json"]);
    const { success, data } = shape.safeParse(parsed(text));
    if (!success) throw explain.otherShape(words);
    return data;
  }

  read({ words }: AwsCall, ...more: string[]): Promise<string> {
    return this.askOnce([...words, ...more]);
  }

  private askOnce(words: readonly string[]): Promise<string> {
    const key = words.join(" ");
    const known = this.answers.get(key) ?? this.inTurn(() => this.run(words));
    this.answers.set(key, known);
    return known;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }

  private run(words: readonly string[]): Promise<string> {
    const { region, timeoutSeconds = 60, timeoutOption } = this.props;
    // The AWS CLI's own time limit ends first, because its error names the endpoint.
    const patience = String(Math.max(1, Math.floor(timeoutSeconds / 3)));
    const limits = ["--cli-connect-timeout", patience, "--cli-read-timeout", patience];
    return new Promise((resolve, reject) => {
      execFile(
        "aws",
        [...words, ...(words.includes("--region") ? [] : ["--region", region]), ...limits],
        { timeout: timeoutSeconds * 1000, killSignal: "SIGKILL", maxBuffer: mostBytes, encoding: "utf8" },
        (error, stdout, stderr) => {
          if (!error) return resolve(stdout);
          reject(
            error.killed
              ? explain.noAnswer(words, timeoutSeconds, timeoutOption)
              : explain.failure(words, error, stderr),
          );
        },
      );
    });
  }
}

/** Some calls print nothing if there is nothing to report. */
function parsed(text: string): unknown {
  try {
    return text.trim() === "" ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
}
