import { type ProblemId, problems } from "./problems";

/** A failed check: the problem, and what was observed. Never contains a secret. */
export class Problem extends Error {
  constructor(
    readonly id: ProblemId,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** One check: it returns its findings as text, and the value that later checks need. */
export interface Check<In, Out> {
  readonly name: string;
  run(input: In): Promise<Found<Out>>;
}

export interface Found<T> {
  readonly text: string;
  readonly value: T;
}

/** Result of one check in the report. */
export interface Result {
  readonly check: string;
  readonly status: "ok" | "failed" | "skipped";
  readonly found?: string;
  /** Set for a failed check. */
  readonly problem?: { readonly id: ProblemId; readonly cause: string; readonly next: string };
}

/** Runs checks in order. Each needs the result of the previous one, so all checks after a failed one are skipped. */
export class Checks {
  readonly results: Result[] = [];

  /** @returns the result of the check, or undefined if it failed or `input` is missing */
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
