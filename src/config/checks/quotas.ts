import { traitsOf } from "../facts/topologies";
import { databaseInstances } from "../instances";
import type { Environment } from "../model";
import type { Problem } from "../problem";

/** Environments in the same account and region share the quota of instances. */
export function instancesWithinQuota(environment: Environment, all: readonly Environment[]): Problem[] {
  const { account, region, quotas } = environment;
  const sharing = all.filter((other) => other.account === account && other.region === region);
  const counts = sharing.map((other) => ({ name: other.name, count: databaseInstances(other).length }));
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  if (total <= quotas.databaseInstances) return [];
  return [
    {
      path: ["quotas", "databaseInstances"],
      found: `${quotas.databaseInstances}, for ${total} instances in ${account}, ${region}: ${counts.map(({ name, count }) => `${count} of ${name}`).join(", ")}`,
      allowed: `${total} or more, and so many event subscriptions and instances in the account's quotas of RDS`,
      fix: `Ask AWS to raise "Event subscriptions", and "DB instances" above 40, then write \`quotas: { databaseInstances: ${total} }\`; or give fewer organizations their own instance.`,
    },
  ];
}

/** Interface endpoints of AWS services and endpoints of instances count against the same quota of the cluster's VPC. */
export function endpointsWithinQuota(environment: Environment): Problem[] {
  const { network, quotas } = environment;
  const { path, ownVpc } = traitsOf(environment);
  const services = network.interfaceEndpoints.length + (ownVpc ? 0 : 1);
  const instances = path === "direct" ? 0 : databaseInstances(environment).length;
  const total = services + instances;
  if (total <= quotas.interfaceEndpoints) return [];
  return [
    {
      path: ["quotas", "interfaceEndpoints"],
      found: `${quotas.interfaceEndpoints}, for ${total} endpoints in the cluster's VPC: ${services} of AWS's services, ${instances} of database instances`,
      allowed: `${total} or more, and so many in the account's quota of VPC`,
      fix: `Ask AWS to raise "Interface VPC endpoints per VPC", then write \`quotas: { interfaceEndpoints: ${total} }\`; or choose fewer network.interfaceEndpoints, or the topology peering.`,
    },
  ];
}
