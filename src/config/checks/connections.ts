import { connectionsOfReplica } from "../application-kinds";
import { isSized, maxConnections } from "../facts/database-classes";
import { type DatabaseInstance, databaseInstances, instanceOf, isPooled } from "../instances";
import type { Application, Environment, Organization } from "../model";
import { describePods, maxPodsDuringUpdate } from "../pods";
import type { Problem } from "../problem";
import { settingOf } from "./check";

/**
 * Connections of an instance that are not available to organizations.
 * Sources: https://www.postgresql.org/docs/17/runtime-config-connection.html (3 superuser slots) and
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html (2 of
 * rds_superuser)
 */
const reserve = {
  superuser: 3,
  rds_superuser: 2,
  // Five concurrent invocations with two connections each.
  "the credentials function": 10,
  "monitoring and people": 6,
};
export const reservedConnections = Object.values(reserve).reduce((sum, count) => sum + count, 0);

/**
 * Logins whose connections count: the two alternating logins of password authentication are valid at the same time; IAM
 * authentication has one login.
 */
const loginsOf = ({ authentication }: Pick<Organization, "authentication">): number =>
  authentication === "password" ? 2 : 1;

const mostConnections = (organization: Organization): number =>
  loginsOf(organization) * organization.connectionLimit + (organization.readOnlyLogin?.connectionLimit ?? 0);

/**
 * Full pools of an organization's applications, including the extra pods of an update, must stay below its connection
 * limit. Behind a proxy they may be larger: a client connection occupies a database connection per transaction only.
 */
export function poolsWithinLimit(environment: Environment): Problem[] {
  return environment.organizations.flatMap((organization): Problem[] => {
    if (isPooled(instanceOf(environment, organization).settings)) return [];
    const { name, connectionLimit, applications } = organization;
    const pooled = applications.reduce(
      (sum, one) => sum + connectionsOfReplica(one) * maxPodsDuringUpdate(one),
      0,
    );
    if (pooled <= connectionLimit) return [];
    const terms = applications.map((one) => `${one.name} ${describeConnections(one)} × ${describePods(one)}`);
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

/** `15`, or `(15 + 5 of its own)` if the application has further pools. */
function describeConnections(application: Application): string {
  const further = connectionsOfReplica(application) - application.poolSize;
  return further > 0 ? `(${application.poolSize} + ${further} of its own)` : String(application.poolSize);
}

const describeLogins = ({ readOnlyLogin, ...organization }: Organization): string =>
  `${loginsOf(organization)} × ${organization.connectionLimit}${readOnlyLogin ? `, ${readOnlyLogin.connectionLimit} read-only` : ""}`;

/**
 * The connection limits of all logins, and the connections reserved for AWS and operators, must not exceed the
 * instance's maximum.
 */
export function connectionBudget(environment: Environment): Problem[] {
  return databaseInstances(environment)
    .filter(({ settings }) => isSized(settings))
    .flatMap((instance) =>
      isPooled(instance.settings)
        ? [...judgeProxy(instance), ...judgeUsers(instance, proxyBudget(instance))]
        : judgeUsers(instance, directBudget(instance)),
    );
}

/** What logins may use of an instance's connections, with the words for the message. */
interface Budget {
  readonly connections: number;
  readonly of: string;
  readonly because: string;
  readonly remedy: string;
}

const reserves = Object.entries(reserve).map(([who, count]) => `${count} for ${who}`);
const kept = `${reservedConnections} are kept (${reserves.join(", ")})`;

function directBudget({ settings }: DatabaseInstance): Budget {
  const { instanceClass } = settings;
  const most = maxConnections(settings);
  return {
    connections: most - reservedConnections,
    of: `${instanceClass}, with about ${most} connections`,
    because: kept,
    remedy: "Take a larger class",
  };
}

/**
 * A pooled connection keeps its login, so organizations cannot share it: their limits together must stay below the
 * number that the proxy may open, or pinned sessions of one organization would block all others.
 */
function proxyBudget({ settings }: DatabaseInstance): Budget {
  const { instanceClass, proxy } = settings;
  const most = maxConnections(settings);
  const share = shareOf(most, proxy.maxConnectionsPercent);
  return {
    connections: share,
    of: `${instanceClass}, which has about ${most} connections, of which the proxy may open ${share}`,
    because: `proxy.maxConnectionsPercent is ${proxy.maxConnectionsPercent}`,
    remedy: "Take a larger class, raise proxy.maxConnectionsPercent",
  };
}

const shareOf = (most: number, percent: number): number => Math.floor((most * percent) / 100);

function judgeUsers(instance: DatabaseInstance, budget: Budget): Problem[] {
  const { users } = instance;
  const used = users.reduce((sum, user) => sum + mostConnections(user), 0);
  if (used <= budget.connections) return [];
  const shown = users.slice(0, 6).map((user) => `${user.name} ${describeLogins(user)}`);
  const rest = users.length > shown.length ? [`${users.length - shown.length} more organizations`] : [];
  return [
    {
      ...settingOf(instance, "instanceClass"),
      found: `${budget.of}, for up to ${used} (logins × connectionLimit: ${[...shown, ...rest].join(" + ")})`,
      allowed: `at most ${budget.connections}: ${budget.because}`,
      fix: `${budget.remedy}, lower connectionLimit, or give an organization an instance of its own.`,
    },
  ];
}

/** The proxy must leave the reserved connections to the credentials function, AWS and operators. */
function judgeProxy(instance: DatabaseInstance): Problem[] {
  const { instanceClass, proxy } = instance.settings;
  const most = maxConnections(instance.settings);
  const share = shareOf(most, proxy.maxConnectionsPercent);
  const highest = Math.floor((100 * (most - reservedConnections)) / most);
  if (share + reservedConnections <= most) return [];
  return [
    {
      ...settingOf(instance, "proxy", "maxConnectionsPercent"),
      found: `${proxy.maxConnectionsPercent}, which is ${share} of the about ${most} connections of ${instanceClass}`,
      allowed: `at most ${highest}, which is ${shareOf(most, highest)}: ${kept}`,
      fix: `Lower it to ${highest}, or take a larger class.`,
    },
  ];
}
