import { AwsError } from "../aws/errors";
import type { Check, Finding, Looking } from "./check";

/** Result of running a check. */
export interface Looked {
  readonly check: Check;
  readonly findings: readonly Finding[];
  /** Why it could not be performed. @default - it could */
  readonly failure?: AwsError;
}

/** Runs all checks. A check without an answer from AWS does not affect the others. */
export function lookAt(
  checks: readonly Check[],
  looking: Looking,
  tell: (done: number) => void = () => {},
): Promise<Looked[]> {
  let done = 0;
  return Promise.all(
    checks.map(async (check): Promise<Looked> => {
      try {
        return { check, findings: await check.look(looking) };
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return { check, findings: [], failure: error };
      } finally {
        done += 1;
        tell(done);
      }
    }),
  );
}
