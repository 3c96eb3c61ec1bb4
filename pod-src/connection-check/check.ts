import { type ProblemId, problems } from "./problems";

/** Ends a check: what is wrong, and what was seen of it. Never holds a secret. */
export class Problem extends Error {
  constructor(
    readonly id: ProblemId,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** One check: what it finds in words, and what the checks after it work with. */
export interface Check<In, Out> {
  readonly name: string;
  run(input: In): Promise<Found<Out>>;
}

export interface Found<T> {
  readonly text: string;
  readonly value: T;
}

/** One line of the report. */
export interface Result {
  readonly check: string;
  readonly status: "ok" | "failed" | "skipped";
  readonly found?: string;
  /** Set where the check failed. */
  readonly problem?: { readonly id: ProblemId; readonly cause: string; readonly next: string };
}

/** Runs checks in order. Each works with what the one before found out, so after the first that fails none can run. */
export class Checks {
  readonly results: Result[] = [];

  /** @returns what the check found out, or undefined when it failed or `input` is missing */
  async run<In, Out>({ name: check, run }: Check<In, Out>, input: In | undefined): Promise<Out | undefined> {
    if (input === undefined) {
      this.results.push({ check, status: "skipped" });
      return undefined;
    }
    try {
      const { text, value } = await run(input);
      this.results.push({ check, status: "ok", found: text });
      return value;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { id, message } = error;
      this.results.push({ check, status: "failed", found: message, problem: { id, ...problems[id] } });
      return undefined;
    }
  }
}
