import { z } from "zod";
import type { Aws, AwsCall } from "../../aws/cli";
import { AwsError } from "../../aws/errors";
import { type Check, type Looking, read } from "../check";
import type { Resource } from "../needs";
import { roomFor } from "../room";

/** A quota that Service Quotas knows. https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html */
export interface Quota {
  readonly name: string;
  readonly service: string;
  readonly code: string;
  /** AWS's word for its refusal, half-way through an apply. */
  readonly refusal: string;
  /** Calls that `needed` and `used` make. @default - none */
  readonly reads?: readonly AwsCall[];
  /** How many the environment still needs. */
  readonly needed: (looking: Looking) => number | Promise<number>;
  /** How many the account has already. @default - the quota counts this environment alone */
  readonly used?: (looking: Looking) => Promise<number>;
}

const applied = read("servicequotas:GetServiceQuota", "service-quotas", "get-service-quota");
const first = read(
  "servicequotas:GetAWSDefaultServiceQuota",
  "service-quotas",
  "get-aws-default-service-quota",
);
const quotaShape = z.object({ Quota: z.object({ Value: z.number() }) });

export const quotaCheck = ({ name, service, code, refusal, reads = [], needed, used }: Quota): Check => ({
  name,
  reason: `Beyond it AWS refuses, half-way through an apply: \`${refusal}\`.`,
  reads: [...reads, applied, first],
  async look(looking) {
    const more = await needed(looking);
    if (more === 0) return [];
    const [quota, there] = await Promise.all([
      quotaOf(looking.aws, service, code),
      used ? used(looking) : undefined,
    ]);
    const { region } = looking.needs.environment;
    return [roomFor(more, there, quota, { region, service, code })];
  },
});

/** What was granted to the account; where it never asked, what every account has. */
async function quotaOf(aws: Aws, service: string, code: string): Promise<number> {
  const words = ["--service-code", service, "--quota-code", code];
  try {
    return (await aws.ask(applied, quotaShape, ...words)).Quota.Value;
  } catch (error) {
    if (!(error instanceof AwsError && error.code === "NoSuchResourceException")) throw error;
    return (await aws.ask(first, quotaShape, ...words)).Quota.Value;
  }
}

/** Counts what a call lists. */
const listed = (
  call: AwsCall,
  key: string,
  counts: (item: unknown) => boolean = () => true,
): Pick<Quota, "reads" | "used"> => ({
  reads: [call],
  async used({ aws }) {
    const answer = await aws.ask(call, z.object({ [key]: z.array(z.unknown()).default([]) }));
    return (answer[key] ?? []).filter(counts).length;
  },
});

type Values = Resource["values"];

const ofType =
  (type: string, counts: (values: Values) => boolean = () => true) =>
  ({ needs }: Looking): number =>
    needs.of(type).filter(({ values }) => counts(values)).length;

/** The most endpoints of a type that one VPC gets, those that are there included. */
const endpointsInOneVpc =
  (type: string) =>
  ({ needs }: Looking): number => {
    const isOne = (one: Resource) => one.type === "aws_vpc_endpoint" && one.values.vpc_endpoint_type === type;
    if (!needs.toMake.some(isOne)) return 0;
    const counts = new Map<string, number>();
    for (const { values } of needs.all.filter(isOne)) {
      const vpc = needs.resolved(values.vpc_id);
      counts.set(vpc, (counts.get(vpc) ?? 0) + 1);
    }
    return Math.max(...counts.values());
  };

const quotas: readonly Quota[] = [
  {
    name: "VPCs of the region",
    service: "vpc",
    code: "L-F678F1CE",
    refusal: "VpcLimitExceeded",
    needed: ofType("aws_vpc"),
    ...listed(read("ec2:DescribeVpcs", "ec2", "describe-vpcs"), "Vpcs"),
  },
  {
    name: "Internet gateways of the region",
    service: "vpc",
    code: "L-A4707A72",
    refusal: "InternetGatewayLimitExceeded",
    needed: ofType("aws_internet_gateway"),
    ...listed(read("ec2:DescribeInternetGateways", "ec2", "describe-internet-gateways"), "InternetGateways"),
  },
  {
    name: "Elastic IP addresses of the region",
    service: "ec2",
    code: "L-0263D0A3",
    refusal: "AddressLimitExceeded",
    needed: ofType("aws_eip"),
    ...listed(read("ec2:DescribeAddresses", "ec2", "describe-addresses"), "Addresses"),
  },
  {
    name: "Interface endpoints of a VPC",
    service: "vpc",
    code: "L-29B6F2EB",
    refusal: "VpcEndpointLimitExceeded",
    needed: endpointsInOneVpc("Interface"),
  },
  {
    name: "Resource endpoints of a VPC",
    service: "vpc",
    code: "L-CA6CC422",
    refusal: "VpcEndpointLimitExceeded",
    needed: endpointsInOneVpc("Resource"),
  },
  {
    name: "Network load balancers of the region",
    service: "elasticloadbalancing",
    code: "L-69A177A2",
    refusal: "TooManyLoadBalancers",
    needed: ofType("aws_lb", ({ load_balancer_type }) => load_balancer_type === "network"),
    ...listed(
      read("elasticloadbalancing:DescribeLoadBalancers", "elbv2", "describe-load-balancers"),
      "LoadBalancers",
      (item) => Object(item).Type === "network",
    ),
  },
  {
    name: "RDS instances of the region",
    service: "rds",
    code: "L-7B6409FD",
    refusal: "InstanceQuotaExceeded",
    needed: ofType("aws_db_instance"),
    ...listed(read("rds:DescribeDBInstances", "rds", "describe-db-instances"), "DBInstances"),
  },
  {
    name: "Event subscriptions of RDS",
    service: "rds",
    code: "L-A59F4C87",
    refusal: "EventSubscriptionQuotaExceeded",
    needed: ofType("aws_db_event_subscription"),
    ...listed(
      read("rds:DescribeEventSubscriptions", "rds", "describe-event-subscriptions"),
      "EventSubscriptionsList",
    ),
  },
  {
    name: "Parameter groups of RDS",
    service: "rds",
    code: "L-DE55804A",
    refusal: "DBParameterGroupQuotaExceeded",
    needed: ofType("aws_db_parameter_group"),
    ...listed(
      read("rds:DescribeDBParameterGroups", "rds", "describe-db-parameter-groups"),
      "DBParameterGroups",
    ),
  },
  {
    name: "RDS proxies",
    service: "rds",
    code: "L-D94C7EA3",
    refusal: "DBProxyQuotaExceededFault",
    needed: ofType("aws_db_proxy"),
    ...listed(read("rds:DescribeDBProxies", "rds", "describe-db-proxies"), "DBProxies"),
  },
  {
    name: "EKS clusters of the region",
    service: "eks",
    code: "L-1194D53C",
    refusal: "ResourceLimitExceededException",
    needed: ofType("aws_eks_cluster"),
    ...listed(read("eks:ListClusters", "eks", "list-clusters"), "clusters"),
  },
];

export const quotaChecks: readonly Check[] = quotas.map(quotaCheck);
