import type { Clock } from "./clock";
import type { Database } from "./configuration";
import { type Answer, type Case, type Decision, decide, type RegisteredTarget, type Target } from "./decide";
import type { Log } from "./log";
import type { TargetGroup } from "./targets";

/** Time between two passes: as long as RDS lets resolvers keep an instance's address. */
const passInterval = 5_000;

/** Time until the pass that removes what a pass has just replaced. */
const confirmationInterval = 1_000;

/** What a run works with. */
export interface Run {
  readonly group: TargetGroup;
  /** Asks where the database's name leads to. Resolves to a failure rather than rejecting. */
  readonly ask: () => Promise<Answer>;
  readonly clock: Clock;
  readonly log: Log;
  /** No pass starts later than this, in milliseconds since the epoch. */
  readonly deadline: number;
  /**
   * How long nothing may have changed before the run ends, in milliseconds. More than zero also waits for health: what
   * is in place at first says nothing of what the name will do.
   */
  readonly quiet: number;
  /** How long calls to the load balancer may fail, pass after pass, before the run ends, in milliseconds. */
  readonly trouble: number;
}

/** How a run ended for one database, and what it did. */
export interface Outcome {
  readonly database: string;
  /** The last pass's case; `error` when a call to the load balancer failed in it. */
  readonly case: Case | "error";
  /** What was still wrong at the end. @default - nothing */
  readonly problem?: string;
  /** The last answer's addresses. */
  readonly addresses: readonly string[];
  readonly passes: number;
  readonly failedPasses: number;
  /** Rounds in which the name could not be resolved. */
  readonly unresolved: number;
  /** Targets registered, and deregistered, over all passes. */
  readonly registered: number;
  readonly deregistered: number;
}

/** One look at the group and the name, and what came of it. */
interface Pass {
  readonly case: Case | "error";
  readonly problem?: string;
  readonly before: readonly RegisteredTarget[];
  readonly register: readonly Target[];
  readonly deregister: readonly Target[];
}

/** Passes over the group until it follows the name and stays so, or until the deadline. Never rejects. */
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
    // In this order: every target that the answer speaks against was in the group before the name was asked for, so a
    // run with an older answer cannot remove what a run with a newer one has just registered.
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
 * Old targets go without waiting for the new one's health: the old primary may still answer, and two writers are worse
 * than a short break.
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

/** A run that ends right after it registered has neither seen the new targets in the group nor removed the old ones. */
const unfinished = ({ register }: Pass): string | undefined =>
  register.length ? `the time was up before the group showed ${register.map(written).join(", ")}` : undefined;

/** A line a pass would be a line every few seconds: one that repeats the last is left out. */
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
