import type { Clock } from "./clock";
import type { Database } from "./configuration";
import { type Answer, type Case, type Decision, decide, type RegisteredTarget, type Target } from "./decide";
import type { Log } from "./log";
import type { TargetGroup } from "./targets";

/** Milliseconds between two passes: the TTL of an instance's DNS record in RDS. */
const passInterval = 5_000;

/** Milliseconds before the pass that removes targets which the previous pass replaced. */
const confirmationInterval = 1_000;

/** Dependencies and limits of a run. */
export interface Run {
  readonly group: TargetGroup;
  /** Resolves the database's name. Returns a failure instead of rejecting. */
  readonly ask: () => Promise<Answer>;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds since the epoch after which no pass starts. */
  readonly deadline: number;
  /**
   * Milliseconds without a change after which the run ends. A value above zero also waits for healthy targets:
   * initially correct targets do not show whether a failover is in progress.
   */
  readonly quiet: number;
  /** Milliseconds for which calls to the load balancer may fail continuously before the run ends. */
  readonly trouble: number;
}

/** Result of a run for one database. */
export interface Outcome {
  readonly database: string;
  /** Case of the last pass; `error` if a call to the load balancer failed in it. */
  readonly case: Case | "error";
  /** Remaining problem at the end. @default - none */
  readonly problem?: string;
  /** Addresses of the last name resolution. */
  readonly addresses: readonly string[];
  readonly passes: number;
  readonly failedPasses: number;
  /** Number of failed name resolutions. */
  readonly unresolved: number;
  /** Number of registered and deregistered targets in all passes. */
  readonly registered: number;
  readonly deregistered: number;
}

/** One comparison of the group with the name, and its result. */
interface Pass {
  readonly case: Case | "error";
  readonly problem?: string;
  readonly before: readonly RegisteredTarget[];
  readonly register: readonly Target[];
  readonly deregister: readonly Target[];
}

/** Repeats passes until the group follows the name for a while, or until the deadline. Never rejects. */
export async function reconcile(database: Database, run: Run): Promise<Outcome> {
  const answers: Answer[] = [];
  const passes: Pass[] = [];
  let changedAt = run.clock.now();
  let calledAt = changedAt;
  for (;;) {
    const pass = await onePass(database, answers, run);
    logIfNew(run.log, pass, answers.at(-1), passes.at(-1));
    passes.push(pass);
    if (pass.case !== "in-place") changedAt = run.clock.now();
    if (pass.case !== "error") calledAt = run.clock.now();
    const settled = isSettled(pass, run.clock.now() - changedAt, run.quiet);
    const pause = pass.register.length ? confirmationInterval : passInterval;
    const next = run.clock.now() + pause;
    if (settled || next > run.deadline || next - calledAt > run.trouble)
      return summarize(database, passes, answers);
    await run.clock.sleep(pause);
  }
}

async function onePass(database: Database, answers: Answer[], run: Run): Promise<Pass> {
  const done = { before: [] as RegisteredTarget[], register: [] as Target[], deregister: [] as Target[] };
  try {
    // The group is read before the name is resolved: a run with an older resolution then never sees, and so never
    // removes, a target that a run with a newer one has just registered.
    done.before = await run.group.read();
    answers.push(await run.ask());
    const decision = decide({ database, registered: done.before, answers });
    await apply(decision, run.group, done);
    return { ...done, case: decision.case, problem: decision.problem };
  } catch (error) {
    return { ...done, case: "error", problem: String(error) };
  }
}

/**
 * Old targets are removed before the new one is healthy: the old primary may still answer, and two writers are worse
 * than a short interruption.
 */
async function apply(
  { register, deregister }: Decision,
  group: TargetGroup,
  done: { register: Target[]; deregister: Target[] },
): Promise<void> {
  if (register.length) {
    await group.register(register);
    done.register.push(...register);
  }
  if (deregister.length) {
    await group.deregister(deregister);
    done.deregister.push(...deregister);
  }
}

function isSettled(pass: Pass, unchanged: number, quiet: number): boolean {
  if (pass.case !== "in-place" || unchanged < quiet) return false;
  return quiet === 0 || pass.before.every(({ state }) => state === "healthy" || state === "draining");
}

function summarize(database: Database, passes: readonly Pass[], answers: readonly Answer[]): Outcome {
  const last = passes.at(-1) as Pass;
  const count = (pick: (pass: Pass) => number): number => passes.reduce((sum, pass) => sum + pick(pass), 0);
  return {
    database: database.name,
    case: last.case,
    problem: last.problem ?? unfinished(last),
    addresses: answers.at(-1)?.addresses ?? [],
    passes: passes.length,
    failedPasses: count(({ problem }) => (problem === undefined ? 0 : 1)),
    unresolved: count((pass) => (pass.case === "unresolved" ? 1 : 0)),
    registered: count(({ register }) => register.length),
    deregistered: count(({ deregister }) => deregister.length),
  };
}

/**
 * A run that ends right after a registration has neither seen the new targets in the group nor removed the old ones.
 */
const unfinished = ({ register }: Pass): string | undefined =>
  register.length ? `the time was up before the group showed ${register.map(written).join(", ")}` : undefined;

/** Omits a line that repeats the last one, since a pass runs every few seconds. */
function logIfNew(log: Log, pass: Pass, answer: Answer | undefined, last: Pass | undefined): void {
  if (last && JSON.stringify(pass) === JSON.stringify(last)) return;
  const fields = {
    case: pass.case,
    problem: pass.problem,
    answer: answer?.addresses,
    before: pass.before.map((target) => `${written(target)} ${target.state}`),
    registered: pass.register.map(written),
    deregistered: pass.deregister.map(written),
  };
  if (pass.problem) log.warn("pass failed", fields);
  else log.info(pass.register.length || pass.deregister.length ? "targets changed" : "targets read", fields);
}

const written = ({ address, port }: Target): string => `${address}:${port}`;
