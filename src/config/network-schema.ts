import { z } from "zod";
import { cidr, retention } from "./fields";
import { show } from "./problem";
import { type PartialComplaint, rule, unique } from "./rule";

const couple = z
  .array(cidr)
  .length(2)
  .describe("One network for each of the two zones, in the order of `zones`.");

const interfaceEndpoints = rule(
  z.array(
    z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]*$/, "the short name of an AWS service, such as ecr.api or secretsmanager"),
  ),
  (services) => [...services.flatMap(judgeService), ...unique("service", services)],
);

function judgeService(service: string, index: number): PartialComplaint[] {
  const full = /^(com|cn\.com)\.amazonaws\.[a-z0-9-]+\.(.+)$/.exec(service);
  if (full) {
    return [
      {
        path: [index],
        found: `${show(service)}, the full name of an endpoint service`,
        allowed: "its short name, which is the same in every region",
        fix: `Write ${full[2]}.`,
      },
    ];
  }
  if (service !== "s3" && service !== "dynamodb") return [];
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

/** The networks of the workshop are the defaults. */
export const networkSchema = z.strictObject({
  cidr: cidr.default("10.0.0.0/16").describe("Address range of the VPC."),
  subnets: z
    .strictObject({
      clusterPrivate: couple
        .default(["10.0.0.0/23", "10.0.2.0/23"])
        .describe("Nodes, pods, interface endpoints."),
      databasePrivate: couple
        .default(["10.0.4.0/24", "10.0.5.0/24"])
        .describe("Database instances and what sits beside them."),
      clusterPublic: couple
        .default(["10.0.6.0/23", "10.0.8.0/23"])
        .describe("NAT gateways and public load balancers."),
      databasePublic: couple
        .default(["10.0.10.0/24", "10.0.11.0/24"])
        .describe("The external load balancer, where there is one."),
    })
    .prefault({})
    .describe("Four couples of subnets, one subnet a zone."),
  natGateways: z
    .enum(["one-per-zone", "single"])
    .default("one-per-zone")
    .describe("`single` is cheaper and fails with its zone."),
  interfaceEndpoints: interfaceEndpoints
    .default(["ec2", "ecr.api", "ecr.dkr", "eks", "logs", "secretsmanager", "sts"])
    .describe("AWS services that the cluster reaches inside the VPC."),
  flowLogRetentionDays: retention.default(90).describe("How long flow logs are kept, in days."),
});
