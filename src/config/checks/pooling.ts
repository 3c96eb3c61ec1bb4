import { topologiesWith, traitsOf } from "../facts/topologies";
import { databaseInstances, instanceOf, isPooled } from "../instances";
import type { Environment } from "../model";
import type { Problem } from "../problem";
import { onePerFile, settingOf } from "./check";

/**
 * RDS Proxy authenticates its logins by listed secrets, or all of them by IAM. A list of secrets would change the proxy
 * with every organization, and the proxy knows only the current version of a secret: a pod that still uses the other
 * alternating login would be refused at the moment of a rotation.
 * https://github.com/aws/aws-secretsmanager-jdbc/issues/222
 */
export function proxyServesIamLogins(environment: Environment): Problem[] {
  return environment.organizations
    .filter(
      (organization) =>
        organization.authentication !== "iam" && isPooled(instanceOf(environment, organization).settings),
    )
    .map(({ name, authentication }) => ({
      organization: name,
      path: ["authentication"],
      found: `"${authentication}", on an instance with pooling "rds-proxy"`,
      allowed: "iam: the proxy holds no secret, and takes nothing but tokens of IAM",
      fix: "Write `authentication: iam`, or give the organization an instance of its own with `pooling: none`.",
    }));
}

/**
 * A proxy accepts only logins of applications, and no pod reaches an instance without its proxy: a login for people
 * could not connect.
 */
export const readersReachInstance = (environment: Environment): Problem[] =>
  environment.organizations
    .filter(
      (organization) =>
        organization.readOnlyLogin && isPooled(instanceOf(environment, organization).settings),
    )
    .map(({ name }) => ({
      organization: name,
      path: ["readOnlyLogin"],
      found: 'a login that only reads, on an instance with pooling "rds-proxy"',
      allowed: "readOnlyLogin with pooling none: the proxy serves logins of applications alone",
      fix: "Delete it, or give the organization an instance of its own with `pooling: none`.",
    }));

/**
 * Settings without effect suggest that a proxy exists. Those of the environment may be intended for dedicated
 * instances.
 */
export function proxySettingsAreUsed(environment: Environment): Problem[] {
  return databaseInstances(environment)
    .filter(({ owner, settings }) => owner?.instance?.proxy !== undefined && !isPooled(settings))
    .map((instance) => ({
      ...settingOf(instance, "proxy"),
      found: 'settings of a proxy, with pooling "none"',
      allowed: "`proxy` together with pooling rds-proxy: nothing else reads it",
      fix: "Delete it, or write `pooling: rds-proxy`.",
    }));
}

export function proxyIsOnTheWay(environment: Environment): Problem[] {
  const { pooling: possible } = traitsOf(environment);
  if (possible === "yes") return [];
  const pooling = topologiesWith(({ pooling }) => pooling === "yes");
  const pooled = databaseInstances(environment).filter(({ settings }) => isPooled(settings));
  return onePerFile(pooled, "pooling").map((instance) => ({
    ...settingOf(instance, "pooling"),
    found: `"rds-proxy", with topology "${environment.topology}"`,
    allowed: `pooling with ${pooling}: ${possible.no}`,
    fix: `Write \`pooling: none\`, or choose the topology ${pooling}.`,
  }));
}

/** RDS refuses a maximum of idle connections above the maximum of connections. */
export function idleConnectionsWithinMaximum(environment: Environment): Problem[] {
  const wrong = databaseInstances(environment).filter(
    ({ settings: { proxy } }) => proxy.maxIdleConnectionsPercent > proxy.maxConnectionsPercent,
  );
  return onePerFile(wrong, "proxy").map((instance) => {
    const { proxy } = instance.settings;
    return {
      ...settingOf(instance, "proxy", "maxIdleConnectionsPercent"),
      found: `${proxy.maxIdleConnectionsPercent}, with maxConnectionsPercent ${proxy.maxConnectionsPercent}`,
      allowed: `0 to ${proxy.maxConnectionsPercent}: no more can be idle than there may be`,
      fix: `Write ${Math.floor(proxy.maxConnectionsPercent / 2)}, half of the most, or raise maxConnectionsPercent.`,
    };
  });
}
