import { mergeNetworks } from "../cidr";
import type { Environment } from "../model";
import { loadBalancerCount, loadBalancersOf } from "../opened-applications";
import { portNumber } from "../port-numbers";
import type { Problem } from "../problem";
import { schemes } from "../schema/access";
import { prefixFor, subnetsBelow } from "./subnets";

/**
 * Entries that AWS allows per direction of a network ACL, without its default entry, and without two that allow a range
 * or port to be added before another is removed.
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-nacls
 */
const mostEntries = 20 - 1 - 2;

/** The network ACL of the public cluster subnets must have enough entries for all listed ranges and ports. */
export function openingsFitAcl({ applicationAccess, network }: Environment): Problem[] {
  if (!applicationAccess) return [];
  const { allowedCidrs, ports } = applicationAccess;
  const inside = mergeNetworks(network.subnets.clusterPrivate).length;
  const vpcs = new Set([network.cidr, network.databaseCidr]).size;
  // Outwards: answers to private subnets, HTTPS of the NAT gateways, denials of the VPCs' own addresses.
  const others = inside + 1 + vpcs;
  const total = others + allowedCidrs.length + ports.length * inside;
  if (total <= mostEntries) return [];
  return [
    {
      path: ["applicationAccess"],
      found: `${allowedCidrs.length} ranges and ${ports.length} ports, which take ${total - others} entries of a network ACL${inside > 1 ? " (two per port, since the private subnets are no one network)" : ""}`,
      allowed: `${mostEntries - others} entries, beside ${others} of the NAT gateways: AWS allows 20 in one direction`,
      fix: "List fewer ranges, or let applications listen on fewer ports.",
    },
  ];
}

/**
 * The number of an entry is derived from its port, so that removing a port does not renumber the others. Two ports with
 * the same number cannot both be listed.
 */
export const portNumbersDiffer = ({ applicationAccess }: Environment): Problem[] =>
  (applicationAccess?.ports ?? []).flatMap((port, index, ports) => {
    const other = ports.slice(0, index).find((one) => portNumber(one) === portNumber(port));
    if (other === undefined) return [];
    return [
      {
        path: ["applicationAccess", "ports", index],
        found: `${port}, which by coincidence gets the rule number of ${other} in network ACLs`,
        allowed: "ports whose numbers differ; a number follows from its port alone",
        fix: `Choose another port, such as ${portNear(port, ports)}.`,
      },
    ];
  });

/** The nearest port whose number is not taken. Few ports are listed, so one is always close. */
function portNear(port: number, listed: readonly number[]): number {
  const taken = new Set(listed.map(portNumber));
  const step = port > 60_000 ? -1 : 1;
  let near = port;
  while (taken.has(portNumber(near))) near += step;
  return near;
}

/**
 * In addition to the default certificate, which clients without SNI receive.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 */
const furtherCertificates = 25;

/** The number of certificates must not exceed the quota of a load balancer. */
export const certificatesFitListener = ({ organizations }: Environment): Problem[] =>
  organizations.flatMap((organization) =>
    loadBalancersOf(organization).flatMap(({ scheme, applications }): Problem[] => {
      const certificates = new Set(applications.map(({ access }) => access.certificateArn)).size;
      if (certificates <= 1 + furtherCertificates) return [];
      return [
        {
          organization: organization.name,
          path: ["applications"],
          found: `${certificates} certificates of ${scheme} applications`,
          allowed: `at most ${1 + furtherCertificates}: a load balancer has no more`,
          fix: "Take one certificate for several host names, or move applications to another organization.",
        },
      ];
    }),
  );

/**
 * Resource names contain the scheme of a load balancer where others contain the name of an application: an
 * opened application must not be called like a scheme.
 */
export const openedNamesDifferFromSchemes = ({ organizations }: Environment): Problem[] =>
  organizations.flatMap((organization) =>
    organization.applications.flatMap(({ name, access }, index): Problem[] =>
      access && schemes.some((scheme) => scheme === name)
        ? [
            {
              organization: organization.name,
              path: ["applications", index, "name"],
              found: `"${name}", an opened application called as a scheme`,
              allowed: `names other than ${schemes.join(" and ")}, which load balancers have`,
              fix: "Rename the application.",
            },
          ]
        : [],
    ),
  );

/**
 * Addresses that AWS reserves per subnet, and addresses for NAT gateways and load balancers outside of this project.
 */
const keptAddresses = 5 + 3;

/**
 * Free addresses that a load balancer requires in each of its subnets.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer
 */
const addressesPerBalancer = 8;

/** The public cluster subnets must have free addresses for all load balancers. */
export function loadBalancersHaveAddresses(environment: Environment): Problem[] {
  const count = loadBalancerCount(environment);
  if (count === 0) return [];
  const prefix = prefixFor(count * addressesPerBalancer + keptAddresses);
  return subnetsBelow(environment, "clusterPublic", prefix).map(({ network, path }) => ({
    path,
    found: `${network.text}, ${network.size} addresses for ${count} load balancers of applications`,
    allowed: `/${prefix} or larger: each takes ${addressesPerBalancer} addresses, and more under load`,
    fix: `Give it a prefix length of ${prefix} or less before anything is applied, or open applications of fewer organizations.`,
  }));
}
