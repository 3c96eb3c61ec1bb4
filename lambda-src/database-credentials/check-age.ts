import { ResourceNotFoundException } from "@aws-sdk/client-secrets-manager";
import { asMaster, type Context, maintenanceDatabase } from "./context";
import { publicError } from "./errors";
import { ageMetrics } from "./metrics";
import { Secret } from "./secret";
import { findOrganizations } from "./sql/organizations";

/** Months differ in length, and a failed rotation is repeated on the next day. */
const graceDays = 4;

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** Concurrent requests for secrets: a thousand secrets take seconds, and Secrets Manager allows far more. */
const atOnce = 20;

/** Milliseconds for new requests, so that the last ones finish within the limit of an invocation. */
const asking = 35_000;

/** Age of an organization's credentials. */
interface Age {
  readonly organization: string;
  /** Undefined if unknown. */
  readonly days?: number;
  /** Description of the problem; undefined if the credentials are young enough. */
  readonly problem?: string;
}

/**
 * Counts the organizations of this instance whose credentials are too old. The list of organizations comes from the
 * instance itself: a secret that was forgotten, renamed or deleted counts as well, and so does one that cannot be read.
 * An instance that does not answer counts as one, so that the metric always exists.
 */
export async function checkAge(context: Context): Promise<void> {
  const { config, log, metrics } = context;
  const report = (overdue: number, oldestDays: number) =>
    metrics(ageMetrics(config.functionName, Date.now(), { overdue, oldestDays }));
  const until = performance.now() + asking;
  const organizations = await asMaster(context, maintenanceDatabase, findOrganizations).catch((error) => {
    report(1, 0);
    throw error;
  });
  const ages = await agesOf(context, organizations, until);
  const overdue = ages.filter(({ problem }) => problem !== undefined);
  const oldestDays = Math.max(0, ...ages.map(({ days = 0 }) => days));
  for (const { organization, problem } of overdue)
    log.warn("Credentials are overdue", { organization, problem });
  log.info("Checked the age of credentials", {
    organizations: organizations.length,
    overdue: overdue.length,
    oldestDays,
  });
  report(overdue.length, oldestDays);
}

/** Requests several secrets concurrently; a failure of one does not affect the others. */
async function agesOf(context: Context, organizations: readonly string[], until: number): Promise<Age[]> {
  const ages: Age[] = [];
  const waiting = [...organizations];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      ages.push(performance.now() < until ? await ageOf(context, next) : unasked(next));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return ages;
}

const unasked = (organization: string): Age => ({
  organization,
  problem: "there was no time left to check its secret",
});

/** Never rejects: one failed request must not hide the other results. */
async function ageOf({ config, secrets }: Context, organization: string): Promise<Age> {
  const name = `${organization}-${config.environmentName}-database-credentials`;
  try {
    const { tags, rotated } = await new Secret(secrets, name).describe();
    const allowed = Number(tags.RotationDays);
    if (!(allowed > 0) || !rotated)
      return { organization, problem: `secret ${name} has no valid tag RotationDays, or was never rotated` };
    const days = Math.floor((Date.now() - rotated.getTime()) / dayMilliseconds);
    if (days <= allowed + graceDays) return { organization, days };
    return { organization, days, problem: `${days} days old, allowed: ${allowed}` };
  } catch (error) {
    if (error instanceof ResourceNotFoundException)
      return { organization, problem: `there is no secret ${name}` };
    return { organization, problem: `secret ${name}: ${publicError(error).message}` };
  }
}
