import { AwsError } from "../aws/errors";
import type { Check, Finding, Looking } from "./check";

/** What came of a check. */
export interface Looked {
  readonly check: Check;
  readonly findings: readonly Finding[];
  /** Why it could not look. @default - it could */
  readonly failure?: AwsError;
}

/** Makes all checks. One that AWS does not answer leaves the others as they are. */
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
