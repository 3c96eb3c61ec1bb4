import { z } from "zod";
import { networkAt, parseNetwork } from "../cidr";
import { endpointServices } from "../facts/endpoint-services";
import { show } from "../problem";
import { suggest } from "../suggest";
import { cidr, retention } from "./fields";
import { type PartialComplaint, rule, unique } from "./rule";

const couple = z.array(cidr).length(2);

const interfaceEndpoints = rule(z.array(z.string()), (services) => [
  ...services.flatMap(judgeService),
  ...unique("service", services),
]);

function judgeService(service: string, index: number): PartialComplaint[] {
  const full = /^com\.amazonaws\.[a-z0-9-]+\.(.+)$/.exec(service);
  if (full) {
    return [
      {
        path: [index],
        found: `${show(service)}, the full name of an endpoint service`,
        allowed: "its short name, which is the same in every region",
        fix: `Write ${full[1]}.`,
      },
    ];
  }
  if (endpointServices.includes(service)) return [];
  if (service !== "s3" && service !== "dynamodb") {
    const nearest = suggest(service, endpointServices);
    return [
      {
        path: [index],
        found: show(service),
        allowed:
          "a service of the table in src/config/facts/endpoint-services.ts, such as ecr.api or secretsmanager",
        fix: `${nearest ? `Did you mean ${nearest}? If not, choose` : "Choose"} another service, or add this one to the table.`,
      },
    ];
  }
  return [
    {
      path: [index],
      found: show(service),
      allowed: "services with interface endpoints of their own",
      fix:
        service === "s3"
          ? "Delete it: S3 is reached through a gateway endpoint, which is always there and free."
          : "Delete it: DynamoDB belongs behind a gateway endpoint, and nothing here uses it.",
    },
  ];
}

/**
 * Where subnets lie in the VPC unless the file says otherwise: offset in networks of 256 addresses, and prefix length.
 * In 10.0.0.0/16 these are 10.0.0.0/23 to 10.0.11.0/24; any range of /20 or larger has the same places.
 */
const places = {
  clusterPrivate: [0, 2, 23],
  databasePrivate: [4, 5, 24],
  clusterPublic: [6, 8, 23],
  databasePublic: [10, 11, 24],
} as const;

const subnets = z.strictObject({
  clusterPrivate: couple.describe("Nodes, pods, interface endpoints. Default: x.x.0.0/23 and x.x.2.0/23."),
  databasePrivate: couple.describe(
    "Database instances and what sits beside them. Default: x.x.4.0/24 and x.x.5.0/24.",
  ),
  clusterPublic: couple.describe(
    "NAT gateways and public load balancers. Default: x.x.6.0/23 and x.x.8.0/23.",
  ),
  databasePublic: couple.describe(
    "The external load balancer, where there is one. Default: x.x.10.0/24 and x.x.11.0/24.",
  ),
});

type Subnets = z.output<typeof subnets>;

export function defaultSubnets(cidr: string): Subnets {
  const couples = Object.entries(places).map(([tier, [first, second, prefix]]) => [
    tier,
    [first, second].map((offset) => networkAt(parseNetwork(cidr), offset * 256, prefix)),
  ]);
  return Object.fromEntries(couples);
}

export const networkSchema = z
  .strictObject({
    cidr: cidr.default("10.0.0.0/16").describe("Address range of the VPC."),
    subnets: subnets
      .partial()
      .default({})
      .describe("Four couples of networks, one for each of the two zones in the order of `zones`."),
    natGateways: z
      .enum(["one-per-zone", "single"])
      .default("one-per-zone")
      .describe("`single` is cheaper and fails with its zone."),
    interfaceEndpoints: interfaceEndpoints
      .default(["ec2", "ecr.api", "ecr.dkr", "eks", "logs", "secretsmanager", "sts"])
      .describe("AWS services that the cluster reaches inside the VPC."),
    flowLogRetentionDays: retention.default(90).describe("How long flow logs are kept, in days."),
  })
  .transform((network) => ({
    ...network,
    subnets: { ...defaultSubnets(network.cidr), ...network.subnets } as Subnets,
  }));
