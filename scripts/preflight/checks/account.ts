import { z } from "zod";
import { type Check, enough, type Finding, type Looking, lacking, read, told } from "../check";
import { increaseOf, roomFor } from "../room";

const settings = read("lambda:GetAccountSettings", "lambda", "get-account-settings");
const settingsShape = z.object({
  AccountLimit: z.object({ ConcurrentExecutions: z.number(), UnreservedConcurrentExecutions: z.number() }),
});

/**
 * Number of concurrent executions that Lambda keeps for functions without reserved concurrency.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
const unreservable = 100;

const askForConcurrency = ({ needs: { environment } }: Looking): string =>
  increaseOf({ region: environment.region, service: "lambda", code: "L-B99A9384" }, 1000);

const concurrency: Check = {
  name: "Concurrency of functions",
  reason: "AWS refuses a reservation that leaves fewer than 100 unreserved, and new accounts start with 10.",
  reads: [settings],
  async look(looking) {
    const functions = looking.needs.of("aws_lambda_function");
    if (functions.length === 0) return [];
    const { AccountLimit } = await looking.aws.ask(settings, settingsShape);
    const { ConcurrentExecutions: all, UnreservedConcurrentExecutions: free } = AccountLimit;
    const reserved = functions.reduce(
      (sum, { values }) => sum + Number(values.reserved_concurrent_executions ?? 0),
      0,
    );
    const text = `${reserved} to reserve, ${free} of ${all} free, of which ${unreservable} must stay unreserved`;
    if (reserved > 0 && free - reserved < unreservable)
      return [lacking(text, `Set functions.reserveConcurrency to false, or: ${askForConcurrency(looking)}`)];
    if (all < unreservable)
      return [
        told(
          `${all} for all functions of the account together; AWS throttles them beyond that`,
          askForConcurrency(looking),
        ),
      ];
    return [enough(text)];
  },
};

const summary = read("iam:GetAccountSummary", "iam", "get-account-summary");
const summaryShape = z.object({ SummaryMap: z.object({ Roles: z.number(), RolesQuota: z.number() }) });

const roles: Check = {
  name: "IAM roles of the account",
  reason: "Each organization has a role; the default quota is 1000.",
  reads: [summary],
  async look({ aws, needs }) {
    const more = needs.of("aws_iam_role").length;
    if (more === 0) return [];
    const { Roles, RolesQuota } = (await aws.ask(summary, summaryShape)).SummaryMap;
    return [roomFor(more, Roles, RolesQuota, { region: "us-east-1", service: "iam", code: "L-FE177D64" })];
  },
};

const zoneLimit = read("route53:GetAccountLimit", "route53", "get-account-limit");
const zoneLimitShape = z.object({ Limit: z.object({ Value: z.number() }), Count: z.number() });

const hostedZones: Check = {
  name: "Hosted zones of the account",
  reason: "Behind PrivateLink each instance has one; the default quota is 500.",
  reads: [zoneLimit],
  async look({ aws, needs }) {
    const more = needs.of("aws_route53_zone").length;
    if (more === 0) return [];
    const { Limit, Count } = await aws.ask(zoneLimit, zoneLimitShape, "--type", "MAX_HOSTED_ZONES_BY_OWNER");
    return [
      roomFor(more, Count, Limit.Value, { region: "us-east-1", service: "route53", code: "L-4EA4796A" }),
    ];
  },
};

const detectors = read("guardduty:ListDetectors", "guardduty", "list-detectors");
const detector = read("guardduty:GetDetector", "guardduty", "get-detector");
const detectorsShape = z.object({ DetectorIds: z.array(z.string()) });
const detectorShape = z.object({
  Features: z
    .array(
      z.object({
        Name: z.string(),
        AdditionalConfiguration: z.array(z.object({ Name: z.string(), Status: z.string() })).default([]),
      }),
    )
    .default([]),
});

const guardDuty: Check = {
  name: "Endpoints of GuardDuty",
  reason:
    "Its agents add an endpoint and a security group to the VPC, which no plan contains, and which prevent the VPC's destruction.",
  reads: [detectors, detector],
  async look({ aws, needs }) {
    if (needs.of("aws_eks_cluster").length === 0) return [];
    const { DetectorIds } = await aws.ask(detectors, detectorsShape);
    const details = await Promise.all(
      DetectorIds.map((id) => aws.ask(detector, detectorShape, "--detector-id", id)),
    );
    const agents = details
      .flatMap(({ Features }) => Features)
      .flatMap(({ AdditionalConfiguration }) => AdditionalConfiguration)
      .filter(({ Name, Status }) => /^(EKS_ADDON|EC2_AGENT)_MANAGEMENT$/.test(Name) && Status === "ENABLED");
    return agents.length === 0 ? [enough("its agents are not managed here")] : [agentsCome];
  },
};

const agentsCome: Finding = told(
  "GuardDuty manages agents in this account: it will add an endpoint and a security group to the VPC, and a DaemonSet to the cluster",
  'Keep it out with tags: {GuardDutyManaged: "false"} in environment.yaml, or delete endpoint and group by hand before the network is destroyed.',
);

const setting = read("ssm:GetServiceSetting", "ssm", "get-service-setting");
const settingShape = z.object({ ServiceSetting: z.object({ SettingValue: z.string() }) });
/**
 * Source:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-default-host-management-configuration.html
 */
const managesHosts = "/ssm/managed-instance/default-ec2-instance-management-role";

const systemsManager: Check = {
  name: "Systems Manager on nodes",
  reason:
    "The role of nodes does not let it manage them, but an account may let it manage all of its EC2 instances.",
  reads: [setting],
  async look({ aws, needs }) {
    if (needs.of("aws_eks_node_group").length === 0) return [];
    const { ServiceSetting } = await aws.ask(setting, settingShape, "--setting-id", managesHosts);
    const { SettingValue: role } = ServiceSetting;
    if (role === "$None") return [enough("the account does not let it manage instances by default")];
    return [
      told(
        `it manages all instances of the region, by the role ${role}: a principal with ssm:StartSession becomes root on nodes`,
        "Deny ssm:StartSession and ssm:SendCommand on instances of the cluster, or: aws ssm reset-service-setting --setting-id " +
          managesHosts,
      ),
    ];
  },
};

export const accountChecks: readonly Check[] = [concurrency, roles, hostedZones, guardDuty, systemsManager];
