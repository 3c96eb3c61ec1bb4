import { roundMilliseconds } from "./resolve";
import { callMilliseconds } from "./targets";

/** What made the function run. */
export type Trigger = "database-event" | "schedule" | "invocation";

/** When a run ends, in milliseconds; `deadline` since the epoch. */
export interface Times {
  /** No pass starts later. */
  readonly deadline: number;
  /** How long nothing may have changed before the run ends. */
  readonly quiet: number;
  /** How long passes may fail one after the other before the run ends. */
  readonly trouble: number;
  /** After so long every call is ended. */
  readonly abortAfter: number;
}

/** A failover takes a minute or two, and its events come at any point of it: an event watches for that long. */
const watchAfterEvent = 120_000;

/**
 * EventBridge's shortest schedule is a minute. So a scheduled run watches until shortly before the next one: a move of
 * the name that no event tells of is seen as soon as one that an event tells of, except in the seconds between two runs.
 */
const watchOnSchedule = 45_000;

/** A scheduled run that still has something to do goes on until here. Then the next one comes, and runs do not overlap. */
const longestOnSchedule = 52_000;

/** Who invokes the function waits for its answer. */
const longestInvocation = 30_000;

/** A run that cannot call the load balancer says so, and leaves it to the next one. */
const longestTrouble = 25_000;

/** The longest that one pass takes: it reads the group, asks for the name, and makes a change. */
const longestPass = 2 * callMilliseconds + roundMilliseconds;

/** Kept for the last lines of the log, so that a run is never cut off without saying why. */
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
