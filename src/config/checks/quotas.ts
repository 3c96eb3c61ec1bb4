import { traitsOf } from "../facts/topologies";
import { databaseInstances } from "../instances";
import type { Environment } from "../model";
import { loadBalancerCount } from "../opened-applications";
import type { Problem } from "../problem";
import { neighboursOf } from "./check";

/** How many of something the environments of an account and region have together, and of each in words. */
function countTogether(
  environment: Environment,
  all: readonly Environment[],
  countOf: (one: Environment) => number,
): { readonly total: number; readonly counts: string } {
  const counts = neighboursOf(environment, all)
    .map((one) => ({ name: one.name, count: countOf(one) }))
    .filter(({ count }) => count > 0);
  const words = counts.map(({ name, count }) => `${count} of ${name}`).join(", ");
  return {
    total: counts.reduce((sum, { count }) => sum + count, 0),
    counts: `${environment.account}, ${environment.region}: ${words}`,
  };
}

/** Environments in the same account and region share the quota of instances. */
export function instancesWithinQuota(environment: Environment, all: readonly Environment[]): Problem[] {
  const { quotas } = environment;
  const { total, counts } = countTogether(environment, all, (one) => databaseInstances(one).length);
  if (total <= quotas.databaseInstances) return [];
  return [
    {
      path: ["quotas", "databaseInstances"],
      found: `${quotas.databaseInstances}, for ${total} instances in ${counts}`,
      allowed: `${total} or more, and so many event subscriptions and instances in the account's quotas of RDS`,
      fix: `Ask AWS to raise "Event subscriptions", and "DB instances" above 40, then write \`quotas: { databaseInstances: ${total} }\`; or give fewer organizations their own instance.`,
    },
  ];
}

/** Environments in the same account and region share the quota of load balancers. */
export function loadBalancersWithinQuota(environment: Environment, all: readonly Environment[]): Problem[] {
  const { quotas } = environment;
  const { total, counts } = countTogether(environment, all, loadBalancerCount);
  if (total <= quotas.applicationLoadBalancers) return [];
  return [
    {
      path: ["quotas", "applicationLoadBalancers"],
      found: `${quotas.applicationLoadBalancers}, for ${total} application load balancers in ${counts}`,
      allowed: `${total} or more, and so many in the account's quota of Elastic Load Balancing`,
      fix: `Ask AWS to raise "Application Load Balancers per Region", then write \`quotas: { applicationLoadBalancers: ${total} }\`; or open applications of fewer organizations.`,
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
