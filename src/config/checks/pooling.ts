import { topologiesWith, traitsOf } from "../facts/topologies";
import { databaseInstances, instanceOf, isPooled } from "../instances";
import type { Environment } from "../model";
import type { Problem } from "../problem";
import { settingOf, whereSaid } from "./check";

/**
 * RDS Proxy holds secrets for the logins it serves, or none where logins are by IAM. Secrets would have to be listed in
 * the proxy, organization by organization, and it knows their current version alone: a pod that still holds the other
 * login of the two that take turns would be refused at the moment of a rotation.
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
 * A proxy accepts logins of applications only, and no pod reaches an instance past its proxy: a login for people could not
 * connect.
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

/** Settings that nothing reads look as if there were a proxy. The environment's may be there for dedicated instances. */
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
  return whereSaid(pooled, "pooling").map((instance) => ({
    ...settingOf(instance, "pooling"),
    found: `"rds-proxy", with topology "${environment.topology}"`,
    allowed: `pooling with ${pooling}: ${possible.no}`,
    fix: `Write \`pooling: none\`, or choose the topology ${pooling}.`,
  }));
}

/** RDS refuses to keep more connections idle than it may open. */
export function idleWithinMost(environment: Environment): Problem[] {
  const wrong = databaseInstances(environment).filter(
    ({ settings: { proxy } }) => proxy.maxIdleConnectionsPercent > proxy.maxConnectionsPercent,
  );
  return whereSaid(wrong, "proxy").map((instance) => {
    const { proxy } = instance.settings;
    return {
      ...settingOf(instance, "proxy", "maxIdleConnectionsPercent"),
      found: `${proxy.maxIdleConnectionsPercent}, with maxConnectionsPercent ${proxy.maxConnectionsPercent}`,
      allowed: `0 to ${proxy.maxConnectionsPercent}: no more can be idle than there may be`,
      fix: `Write ${Math.floor(proxy.maxConnectionsPercent / 2)}, half of the most, or raise maxConnectionsPercent.`,
    };
  });
}
