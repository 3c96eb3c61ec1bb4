import { z } from "zod";
import { endpointServices } from "../facts/endpoint-services";
import { type Complaint, show } from "../problem";
import { suggest } from "../suggest";
import { cidr, retention } from "./fields";
import { rule, unique } from "./rule";

const pair = z.array(cidr).length(2);

const interfaceEndpoints = rule(z.array(rule(z.string(), judgeService)), (services) =>
  unique("service", services),
);

function judgeService(service: string): Complaint | undefined {
  const full = /^com\.amazonaws\.[a-z0-9-]+\.(.+)$/.exec(service);
  if (full) {
    return {
      found: `${show(service)}, the full name of an endpoint service`,
      allowed: "its short name, which is the same in every region",
      fix: `Write ${full[1]}.`,
    };
  }
  if (endpointServices.includes(service)) return undefined;
  if (service !== "s3" && service !== "dynamodb") {
    const nearest = suggest(service, endpointServices);
    return {
      found: show(service),
      allowed:
        "a service of the table in src/config/facts/endpoint-services.ts, such as ecr.api or secretsmanager",
      fix: `${nearest ? `Did you mean ${nearest}? If not, choose` : "Choose"} another service, or add this one to the table, where its endpoints take a policy.`,
    };
  }
  return {
    found: show(service),
    allowed: "services with interface endpoints of their own",
    fix:
      service === "s3"
        ? "Delete it: S3 is reached through a gateway endpoint, which is always there and free."
        : "Delete it: DynamoDB belongs behind a gateway endpoint, and nothing here uses it.",
  };
}

const subnets = z.strictObject({
  clusterPrivate: pair.describe("Nodes, pods, interface endpoints. Default: x.x.0.0/23 and x.x.2.0/23."),
  databasePrivate: pair.describe(
    "Database instances, credentials functions and endpoints next to them. Default: x.x.4.0/24 and x.x.5.0/24.",
  ),
  clusterPublic: pair.describe("NAT gateways and public load balancers. Default: x.x.6.0/23 and x.x.8.0/23."),
  databasePublic: pair.describe(
    "The load balancer of `externalAccess`, if set. Default: x.x.10.0/24 and x.x.11.0/24.",
  ),
});

export const networkSchema = z.strictObject({
  cidr: cidr
    .default("10.0.0.0/16")
    .describe("Address range of the VPC; of the cluster's VPC, if the topology has two."),
  databaseCidr: cidr
    .optional()
    .describe("Address range of the database's VPC, in topologies with two VPCs. Default: 10.1.0.0/16."),
  subnets: subnets
    .partial()
    .default({})
    .describe("Four pairs of networks, one for each of the two zones in the order of `zones`."),
  natGateways: z
    .enum(["one-per-zone", "single"])
    .default("one-per-zone")
    .describe("`single` is cheaper, and fails with its zone."),
  interfaceEndpoints: interfaceEndpoints
    .default(["ec2", "ecr.api", "ecr.dkr", "eks", "logs", "secretsmanager", "sts"])
    .describe("AWS services that the cluster reaches inside the VPC."),
  flowLogClass: z
    .enum(["standard", "infrequent-access"])
    .default("standard")
    .describe(
      "Class of the flow logs' groups. `infrequent-access` halves the price of writing them, which is most of their cost; only Logs Insights can then search them, and subscriptions, metric filters and exports are not available.",
    ),
  flowLogRetentionDays: retention.default(90).describe("How long flow logs are kept, in days."),
});
