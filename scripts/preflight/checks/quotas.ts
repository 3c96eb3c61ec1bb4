import type { Resource } from "../../output-folder";
import { type Check, type Looking, read } from "../check";
import { listed, type Quota, quotaCheck } from "./quota";

type Values = Resource["values"];

const ofType =
  (type: string, counts: (values: Values) => boolean = () => true) =>
  ({ needs }: Looking): number =>
    needs.of(type).filter(({ values }) => counts(values)).length;

/** Maximum number of resources of a kind in any one VPC, including existing ones. */
const mostInOneVpc =
  (type: string, isCounted: (values: Values) => boolean = () => true) =>
  ({ needs }: Looking): number => {
    const isOne = (one: Resource) => one.type === type && isCounted(one.values);
    if (!needs.toMake.some(isOne)) return 0;
    const counts = new Map<string, number>();
    for (const { values } of needs.all.filter(isOne)) {
      const vpc = needs.resolved(values.vpc_id);
      counts.set(vpc, (counts.get(vpc) ?? 0) + 1);
    }
    return Math.max(...counts.values());
  };

const endpointsInOneVpc = (type: string) =>
  mostInOneVpc("aws_vpc_endpoint", ({ vpc_endpoint_type }) => vpc_endpoint_type === type);

const secrets = ofType("aws_secretsmanager_secret");
/** RDS creates a secret for each. */
const managedMasters = ofType("aws_db_instance", (values) => values.manage_master_user_password === true);

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
    name: "Interface endpoints per VPC",
    service: "vpc",
    code: "L-29B6F2EB",
    refusal: "VpcEndpointLimitExceeded",
    needed: endpointsInOneVpc("Interface"),
  },
  {
    name: "Resource endpoints per VPC",
    service: "vpc",
    code: "L-CA6CC422",
    refusal: "VpcEndpointLimitExceeded",
    needed: endpointsInOneVpc("Resource"),
  },
  {
    name: "Resource gateways per VPC",
    service: "vpc-lattice",
    code: "L-0DCA4434",
    refusal: "ServiceQuotaExceededException",
    needed: mostInOneVpc("aws_vpclattice_resource_gateway"),
  },
  {
    name: "Resource configurations of the region",
    service: "vpc-lattice",
    code: "L-5FF8F9B9",
    refusal: "ServiceQuotaExceededException",
    needed: ofType("aws_vpclattice_resource_configuration"),
    ...listed(
      read("vpc-lattice:ListResourceConfigurations", "vpc-lattice", "list-resource-configurations"),
      "items",
    ),
  },
  {
    name: "Security groups of the region",
    service: "vpc",
    code: "L-E79EC296",
    refusal: "SecurityGroupLimitExceeded",
    needed: ofType("aws_security_group"),
    ...listed(read("ec2:DescribeSecurityGroups", "ec2", "describe-security-groups"), "SecurityGroups"),
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
  {
    name: "Secrets of the region",
    service: "secretsmanager",
    code: "L-2F66C23C",
    refusal: "LimitExceededException",
    needed: (looking) => secrets(looking) + managedMasters(looking),
    ...listed(read("secretsmanager:ListSecrets", "secretsmanager", "list-secrets"), "SecretList"),
  },
];

export const quotaChecks: readonly Check[] = quotas.map(quotaCheck);
