import { z } from "zod";

/**
 * AWS quotas of resources that config determines.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html
 */
export const quotasSchema = z
  .strictObject({
    databaseInstances: z
      .int()
      .min(1)
      .default(20)
      .describe(
        "RDS instances of this project in the account and region. By default AWS allows 40 instances, but only 20 event subscriptions, of which each instance has one.",
      ),
    interfaceEndpoints: z
      .int()
      .min(1)
      .default(50)
      .describe("Interface and resource endpoints in one VPC. By default AWS allows 50."),
    applicationLoadBalancers: z
      .int()
      .min(1)
      .default(50)
      .describe(
        "Application load balancers of this project in the account and region: one per organization and scheme. By default AWS allows 50.",
      ),
  })
  .prefault({})
  .describe("Quotas of the account: write a larger number once AWS has raised one.");
