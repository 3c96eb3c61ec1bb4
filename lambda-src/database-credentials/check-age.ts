import { ResourceNotFoundException } from "@aws-sdk/client-secrets-manager";
import { asMaster, type Context, maintenanceDatabase } from "./context";
import { RefusedError } from "./errors";
import { overdueMetric } from "./metrics";
import { Secret } from "./secret";
import { findOrganizations } from "./sql/organizations";

/** Months are not all as long, and a rotation that failed is tried again on the next day. */
const graceDays = 4;

const dayMilliseconds = 24 * 60 * 60 * 1000;

/**
 * Counts the organizations of this instance whose credentials are older than they may be. The instance itself tells who
 * they are: a secret that was forgotten, renamed or deleted counts as well.
 */
export async function checkAge(context: Context): Promise<void> {
  const { config, log, metrics } = context;
  const organizations = await asMaster(context, maintenanceDatabase, findOrganizations);
  let overdue = 0;
  for (const organization of organizations) {
    const problem = await problemOf(context, organization);
    if (!problem) continue;
    overdue++;
    log.warn("Credentials are overdue", { organization, problem });
  }
  log.info("Looked at the age of credentials", { organizations: organizations.length, overdue });
  metrics(overdueMetric(config.functionName, Date.now(), overdue));
}

/** What is wrong with an organization's secret, for a person; undefined when it is young enough. */
async function problemOf({ config, secrets }: Context, organization: string): Promise<string | undefined> {
  const name = `${organization}-${config.environmentName}-database-credentials`;
  try {
    const { tags, rotated } = await new Secret(secrets, name).describe();
    const allowed = Number(tags.RotationDays);
    if (!(allowed > 0) || !rotated) return `secret ${name} does not say how old it may be`;
    const days = Math.floor((Date.now() - rotated.getTime()) / dayMilliseconds);
    return days > allowed + graceDays ? `${days} days old, may be ${allowed}` : undefined;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return `there is no secret ${name}`;
    if (error instanceof RefusedError) return error.message;
    throw error;
  }
}
