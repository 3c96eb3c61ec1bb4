import { checkAge } from "./check-age";
import type { Context } from "./context";
import { within } from "./deadline";
import { publicError } from "./errors";
import type { Facts } from "./log";
import { type Provisioned, provision } from "./provision";
import { type LockedOut, lockOutRemoved, type Removed, remove, removeLeftovers } from "./remove";
import { type Repaired, repair } from "./repair";
import { parseEvent, type Request } from "./requests";
import { rotate } from "./rotate";
import { type Ended, endSessionsOf, type Sessions, sessionsOfInstance } from "./sessions";
import { repeatPreparation } from "./shared";
import { againAfterConflicts } from "./sql/conflicts";

export type Response = Provisioned | Repaired | Removed | LockedOut | Ended | Sessions | undefined;

/** The part of Lambda's context that the function uses. */
export interface Invocation {
  getRemainingTimeInMillis(): number;
}

/** Milliseconds for the response and the last log lines, so that a run never ends without its reason. */
const reserve = 5_000;

/** Time limit of most tasks, in milliseconds. */
const usualLimit = 55_000;

/** The duration of dropping data depends on its amount, so these tasks use Lambda's timeout. */
const long: readonly Request["task"][] = ["remove", "removeLeftovers"];

/**
 * The function behind the handler: selects the task for an event, runs it within its time limit, and logs its result.
 */
export function createHandler(
  context: Context,
): (event: unknown, invocation?: Invocation) => Promise<Response> {
  return async (event, invocation) => {
    let log = context.log;
    try {
      const request = parseEvent(event);
      log = log.with(subject(request));
      const response = await within({ ...context, log }, timeFor(request, invocation), (limited) =>
        againAfterConflicts(
          () => perform(limited, request),
          ({ message }) =>
            log.warn("Repeats the task: another session changed the same objects", { reason: message }),
        ),
      );
      log.info("Done");
      return response;
    } catch (error) {
      const reduced = publicError(error);
      log.error("Failed", { error: reduced.name, reason: reduced.message });
      throw reduced;
    }
  };
}

function timeFor({ task }: Request, invocation: Invocation | undefined): number {
  const remaining = (invocation?.getRemainingTimeInMillis() ?? 180_000) - reserve;
  return Math.max(long.includes(task) ? remaining : Math.min(remaining, usualLimit), 1);
}

async function perform(context: Context, { task, request }: Request): Promise<Response> {
  switch (task) {
    case "provision":
      return provision(context, request);
    case "repair":
      return repair(context, request);
    case "remove":
      return remove(context, request);
    case "removeLeftovers":
      return removeLeftovers(context, request.organization);
    case "lockOut":
      return lockOutRemoved(context, request.organization);
    case "endSessions":
      return endSessionsOf(context, request.organization);
    case "sessions":
      return sessionsOfInstance(context);
    case "stand-by":
      return undefined;
    case "rotate":
      return rotate(context, request).then(() => undefined);
    case "check":
      await checkAge(context);
      await repeatPreparation(context);
      return undefined;
  }
}

function subject({ task, request }: Request): Facts {
  switch (task) {
    case "rotate":
      return { task: request.Step, secret: request.SecretId, version: request.ClientRequestToken };
    case "check":
    case "sessions":
      return { task };
    case "provision":
    case "repair":
      return { task, organization: request.organization, isolation: request.isolation };
    default:
      return { task, organization: request.organization };
  }
}
