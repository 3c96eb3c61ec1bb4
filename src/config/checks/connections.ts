import { maxConnections } from "../facts/database-classes";
import type { Environment, Organization } from "../model";
import { describePods, mostPods } from "../pods";
import type { Problem } from "../problem";
import { type DatabaseInstance, databaseInstances } from "../resolve";
import type { NamedOrganizations } from "./check";

/**
 * Connections of an instance that no organization may count on.
 * Sources: https://www.postgresql.org/docs/17/runtime-config-connection.html (3 superuser slots) and
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html (2 of rds_superuser)
 */
const reserve = { superuser: 3, rds_superuser: 2, "the credentials function": 4, "monitoring and people": 6 };
const reserved = Object.values(reserve).reduce((sum, count) => sum + count, 0);

/** With a password, two logins take turns and both are valid at once; an IAM login is alone. */
const loginsOf = ({ authentication }: Organization): number => (authentication === "password" ? 2 : 1);

const mostConnections = (organization: Organization): number =>
  loginsOf(organization) * organization.connectionLimit;

/** The pools of an organization's applications, full and with an update under way, stay below its limit. */
export function poolsWithinLimit({ organizations }: NamedOrganizations): Problem[] {
  return organizations.flatMap((organization): Problem[] => {
    const { name, connectionLimit, applications } = organization;
    const pooled = applications.reduce((sum, one) => sum + one.poolSize * mostPods(one), 0);
    if (pooled <= connectionLimit) return [];
    const terms = applications.map((one) => `${one.name} ${one.poolSize} × ${describePods(one)}`);
    return [
      {
        organization: name,
        path: ["connectionLimit"],
        found: `${connectionLimit}, with pools of ${terms.join(" + ")} = ${pooled}`,
        allowed: `${pooled} or more: beyond the limit PostgreSQL refuses connections`,
        fix: `Raise connectionLimit to ${pooled}, or lower poolSize or replicas.`,
      },
    ];
  });
}

/** What all logins of an instance may hold together, and what AWS and operators need, stays below its maximum. */
export function connectionBudget(environment: Environment): Problem[] {
  return databaseInstances(environment).flatMap(judgeInstance);
}

function judgeInstance({ organization, settings, users }: DatabaseInstance): Problem[] {
  const most = maxConnections(settings.instanceClass);
  const used = users.reduce((sum, user) => sum + mostConnections(user), 0);
  if (used + reserved <= most) return [];
  const shown = users.slice(0, 6).map((user) => `${user.name} ${loginsOf(user)} × ${user.connectionLimit}`);
  const rest = users.length > shown.length ? [`${users.length - shown.length} more organizations`] : [];
  const reserves = Object.entries(reserve).map(([who, count]) => `${count} for ${who}`);
  return [
    {
      ...(organization ? { organization: organization.name } : {}),
      path: [organization ? "instance" : "database", "instanceClass"],
      found: `${settings.instanceClass}, with about ${most} connections, for up to ${used} (logins × connectionLimit: ${[...shown, ...rest].join(" + ")})`,
      allowed: `at most ${most - reserved}: ${reserved} are kept (${reserves.join(", ")})`,
      fix: "Take a larger class, lower connectionLimit, or give an organization an instance of its own.",
    },
  ];
}
