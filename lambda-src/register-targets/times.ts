import { resolutionMilliseconds } from "./resolve";
import { callMilliseconds } from "./targets";

/** Trigger of an invocation. */
export type Trigger = "database-event" | "schedule" | "invocation";

/** Time limits of a run in milliseconds; `deadline` since the epoch. */
export interface Times {
  /** No pass starts after this time. */
  readonly deadline: number;
  /** Duration without a change after which the run ends. */
  readonly quiet: number;
  /** Duration of consecutive failed passes after which the run ends. */
  readonly trouble: number;
  /** Duration after which every call is aborted. */
  readonly abortAfter: number;
}

/**
 * A failover takes one or two minutes, and its events occur at any point of it: a run after an event lasts that long.
 */
const watchAfterEvent = 120_000;

/**
 * EventBridge's shortest schedule is one minute. So a scheduled run lasts until shortly before the next one: a change
 * of the address without an event is detected as fast as one with an event, except in the seconds between two runs.
 */
const watchOnSchedule = 45_000;

/** A scheduled run with work left continues until then, so that it does not overlap with the next one. */
const longestOnSchedule = 52_000;

/** The caller of an invocation waits for its response. */
const longestInvocation = 30_000;

/** A run that cannot call the load balancer fails, and leaves the work to the next one. */
const longestTrouble = 25_000;

/** Maximum duration of a pass: it reads the group, resolves the name, and makes a change. */
const longestPass = 2 * callMilliseconds + resolutionMilliseconds;

/** Milliseconds for the last log lines, so that a run never ends without its reason. */
const reserve = 5_000;

export function timesOf(trigger: Trigger, now: number, remaining: number): Times {
  const abortAfter = Math.max(remaining - reserve, 1);
  const passes = abortAfter - longestPass;
  const until = (longest: number) => now + Math.min(passes, longest);
  const common = { abortAfter, trouble: longestTrouble };
  switch (trigger) {
    case "database-event":
      return { ...common, deadline: until(Number.POSITIVE_INFINITY), quiet: watchAfterEvent };
    case "schedule":
      return { ...common, deadline: until(longestOnSchedule), quiet: watchOnSchedule };
    case "invocation":
      return { ...common, deadline: until(longestInvocation), quiet: 0 };
  }
}
