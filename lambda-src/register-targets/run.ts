import type { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Context } from "aws-lambda";
import type { Clock } from "./clock";
import type { Configuration, Database } from "./configuration";
import { Log, type Write } from "./log";
import { metricLine } from "./metrics";
import { type Outcome, reconcile } from "./reconcile";
import { type QueryA, resolve } from "./resolve";
import { targetGroup } from "./targets";
import { type Times, type Trigger, timesOf } from "./times";

/** Dependencies of the function, including everything outside of the process. */
export interface Parts {
  readonly configuration: Configuration;
  readonly client: ElasticLoadBalancingV2Client;
  readonly query: QueryA;
  readonly clock: Clock;
  readonly write: Write;
}

/**
 * The part of an EventBridge event that the function uses. All other events are invocations by hand or by Terraform.
 */
export interface TriggerEvent {
  readonly source?: string;
  readonly detail?: {
    readonly SourceIdentifier?: string;
    readonly EventID?: string;
    readonly Message?: string;
  };
}

/** Response of an invocation. Terraform stores it in the state of the invoking stack, so it contains no secret. */
export interface Summary {
  readonly databases: readonly Pick<Outcome, "database" | "case" | "registered" | "deregistered">[];
}

type InvocationContext = Pick<Context, "awsRequestId" | "getRemainingTimeInMillis">;

/**
 * Creates the function's handler. All triggers run the same idempotent work; an event of the instance only extends it.
 *
 * An invocation fails if the targets of any database are not correct at the end, after all databases were processed: so
 * the Errors metric, the retries and the failure destination of the function take effect.
 */
export function createHandler(parts: Parts) {
  return async (event: TriggerEvent, context: InvocationContext): Promise<Summary> => {
    const trigger = triggerOf(event);
    const log = new Log(parts.write, parts.clock, { requestId: context.awsRequestId, trigger });
    logEvent(log, event);
    const times = timesOf(trigger, parts.clock.now(), context.getRemainingTimeInMillis());
    const outcomes = await Promise.all(
      parts.configuration.databases.map((database) => runOne(database, parts, log, times)),
    );
    throwIfAnyFailed(outcomes);
    return { databases: outcomes.map(brief) };
  };
}

/** Runs one database. It never rejects, so that a failure does not end the runs of other databases. */
async function runOne(
  database: Database,
  { configuration, client, query, clock, write }: Parts,
  log: Log,
  { abortAfter, ...times }: Times,
): Promise<Outcome> {
  const outcome = await reconcile(database, {
    ...times,
    group: targetGroup(client, database.targetGroupArn, AbortSignal.timeout(abortAfter)),
    ask: () => resolve(database, query, clock),
    clock,
    log: log.with({ database: database.name }),
  });
  if (outcome.problem) log.error("not reconciled", { ...outcome });
  else log.info("reconciled", { ...outcome });
  write(metricLine(configuration.metricsNamespace, clock.now(), outcome));
  return outcome;
}

function triggerOf({ source }: TriggerEvent): Trigger {
  if (source === "aws.rds") return "database-event";
  return source === "aws.events" ? "schedule" : "invocation";
}

/** Logs the event and its instance; not the rest of the event, such as the instance's tags. */
function logEvent(log: Log, { detail }: TriggerEvent): void {
  if (!detail?.EventID) return;
  const { EventID, SourceIdentifier, Message } = detail;
  log.info("database event", { event: EventID, instance: SourceIdentifier, says: Message });
}

function throwIfAnyFailed(outcomes: readonly Outcome[]): void {
  const failed = outcomes.filter(({ problem }) => problem !== undefined);
  if (!failed.length) return;
  const reasons = failed.map(({ database, problem }) => `${database}: ${problem}`).join("; ");
  throw new Error(`${failed.length} of ${outcomes.length} databases not reconciled. ${reasons}`);
}

const brief = ({ database, case: name, registered, deregistered }: Outcome) => ({
  database,
  case: name,
  registered,
  deregistered,
});
