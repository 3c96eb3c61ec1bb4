import { ResourceNotFoundException } from "@aws-sdk/client-secrets-manager";
import { asMaster, type Context, maintenanceDatabase } from "./context";
import { RefusedError } from "./errors";
import { ageMetrics } from "./metrics";
import { Secret } from "./secret";
import { findOrganizations } from "./sql/organizations";

/** Months are not all as long, and a rotation that failed is tried again on the next day. */
const graceDays = 4;

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** What is known of an organization's credentials. */
interface Age {
  /** Undefined where nobody can tell. */
  readonly days?: number;
  /** What is wrong with them, for a person; undefined when they are young enough. */
  readonly problem?: string;
}

/**
 * Counts the organizations of this instance whose credentials are older than they may be. The instance itself tells who
 * they are: a secret that was forgotten, renamed or deleted counts as well.
 */
export async function checkAge(context: Context): Promise<void> {
  const { config, log, metrics } = context;
  const organizations = await asMaster(context, maintenanceDatabase, findOrganizations);
  let overdue = 0;
  let oldestDays = 0;
  for (const organization of organizations) {
    const { days = 0, problem } = await ageOf(context, organization);
    oldestDays = Math.max(oldestDays, days);
    if (!problem) continue;
    overdue++;
    log.warn("Credentials are overdue", { organization, problem });
  }
  log.info("Looked at the age of credentials", { organizations: organizations.length, overdue, oldestDays });
  metrics(ageMetrics(config.functionName, Date.now(), { overdue, oldestDays }));
}

async function ageOf({ config, secrets }: Context, organization: string): Promise<Age> {
  const name = `${organization}-${config.environmentName}-database-credentials`;
  try {
    const { tags, rotated } = await new Secret(secrets, name).describe();
    const allowed = Number(tags.RotationDays);
    if (!(allowed > 0) || !rotated) return { problem: `secret ${name} does not say how old it may be` };
    const days = Math.floor((Date.now() - rotated.getTime()) / dayMilliseconds);
    return days > allowed + graceDays ? { days, problem: `${days} days old, may be ${allowed}` } : { days };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return { problem: `there is no secret ${name}` };
    if (error instanceof RefusedError) return { problem: error.message };
    throw error;
  }
}
