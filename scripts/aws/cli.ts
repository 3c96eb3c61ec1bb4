import { execFile } from "node:child_process";
import type { z } from "zod";
import { explain } from "./errors";

/** A call of one of AWS's interfaces. */
export interface AwsCall {
  /** What a caller needs in IAM, such as `ec2:DescribeVpcs`. */
  readonly action: string;
  /** What stands behind `aws`, such as `ec2 describe-vpcs`. */
  readonly words: readonly string[];
}

/** Answers calls. */
export interface Aws {
  /**
   * @param words arguments beyond those of the call
   * @throws AwsError where there is no answer, or one of another shape
   */
  ask<T>(call: AwsCall, shape: z.ZodType<T>, ...words: string[]): Promise<T>;
  /** The same, where the answer is a file. */
  read(call: AwsCall, ...words: string[]): Promise<string>;
}

export interface AwsCliProps {
  readonly region: string;
  /** How long an answer may take, in seconds. @default 60 */
  readonly timeoutSeconds?: number;
  /** The command's option that says so, for the message. @default - its user cannot choose */
  readonly timeoutOption?: string;
  /** Most calls at the same time. @default 4 */
  readonly atOnce?: number;
}

/** Most bytes of an answer: a page of every object that an account may have of a kind. */
const mostBytes = 2 ** 28;

/**
 * Asks AWS by way of its own command line, so that profiles, SSO, endpoints and proxies are those that its user has. The
 * same call is made once.
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
    // Its own patience ends first, since it can say with whom it had it.
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

/** Where there is nothing to tell, some calls print nothing. */
function parsed(text: string): unknown {
  try {
    return text.trim() === "" ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
}
