import { z } from "zod";
import type { Environment } from "../../../src/config/model";
import type { AwsCall } from "../../aws/cli";
import { describeSnapshots, freeingCommands, manualSnapshots, snapshotShape } from "../../aws/snapshots";
import { bringBackCall } from "../../repair/calls";
import { type Check, enough, type Finding, lacking, read, told } from "../check";

/** Further content of an answer. */
interface Others {
  readonly environment: Environment;
  /** Whether a resource with a name exists. */
  readonly isTaken: (name: string) => boolean;
}

/** Names that are unique in an account, or in a region of it. */
interface Names {
  readonly what: string;
  readonly type: string;
  /** The argument with the name. */
  readonly argument: string;
  readonly call: AwsCall;
  readonly words?: readonly string[];
  /** Path of the list in an answer, and of the name in an item. */
  readonly list: string;
  readonly name?: string;
  /** Finding for an existing name. */
  readonly finding: (name: string, item: Readonly<Record<string, unknown>>, others: Others) => Finding;
}

const importOr =
  (otherwise: string) =>
  (name: string): Finding =>
    lacking(
      `${name} exists already`,
      `Import it if an earlier deployment left it (terraform import), or ${otherwise}.`,
    );

function secretTaken(
  name: string,
  { DeletedDate }: Readonly<Record<string, unknown>>,
  { environment }: Others,
): Finding {
  if (DeletedDate === undefined) return importOr("delete it: nothing reads it yet")(name);
  return lacking(
    `${name} is pending deletion, and its name stays taken until then`,
    `The commands that restore it: ${bringBackCall(environment.name)}; if its value is not needed: aws secretsmanager delete-secret --region ${environment.region} --secret-id ${name} --force-delete-without-recovery`,
  );
}

const names: readonly Names[] = [
  {
    what: "Names of secrets",
    type: "aws_secretsmanager_secret",
    argument: "name",
    call: read("secretsmanager:ListSecrets", "secretsmanager", "list-secrets"),
    words: ["--include-planned-deletion"],
    list: "SecretList",
    name: "Name",
    finding: secretTaken,
  },
  {
    what: "Names of log groups",
    type: "aws_cloudwatch_log_group",
    argument: "name",
    call: read("logs:DescribeLogGroups", "logs", "describe-log-groups"),
    list: "logGroups",
    name: "logGroupName",
    finding: importOr("delete it, with the logs in it"),
  },
  {
    what: "Names of keys",
    type: "aws_kms_alias",
    argument: "name",
    call: read("kms:ListAliases", "kms", "list-aliases"),
    list: "Aliases",
    name: "AliasName",
    finding: importOr("delete the alias: the key behind it stays"),
  },
  {
    what: "Names of roles",
    type: "aws_iam_role",
    argument: "name",
    call: read("iam:ListRoles", "iam", "list-roles"),
    list: "Roles",
    name: "RoleName",
    finding: importOr("rename the environment: another owner may use it"),
  },
  {
    what: "Names of functions",
    type: "aws_lambda_function",
    argument: "function_name",
    call: read("lambda:ListFunctions", "lambda", "list-functions"),
    list: "Functions",
    name: "FunctionName",
    finding: importOr("delete it"),
  },
  {
    what: "Names of clusters",
    type: "aws_eks_cluster",
    argument: "name",
    call: read("eks:ListClusters", "eks", "list-clusters"),
    list: "clusters",
    finding: importOr("rename the environment"),
  },
  {
    what: "Names of load balancers",
    type: "aws_lb",
    argument: "name",
    call: read("elasticloadbalancing:DescribeLoadBalancers", "elbv2", "describe-load-balancers"),
    list: "LoadBalancers",
    name: "LoadBalancerName",
    finding: importOr("rename the environment"),
  },
  {
    what: "Names of instances",
    type: "aws_db_instance",
    argument: "identifier",
    call: read("rds:DescribeDBInstances", "rds", "describe-db-instances"),
    list: "DBInstances",
    name: "DBInstanceIdentifier",
    finding: importOr("rename the environment: its data is not this environment's"),
  },
  {
    what: "Names of final snapshots",
    type: "aws_db_instance",
    argument: "final_snapshot_identifier",
    call: describeSnapshots,
    words: manualSnapshots,
    list: "DBSnapshots",
    name: "DBSnapshotIdentifier",
    finding: (name, item, { environment: { region }, isTaken }) =>
      told(
        `${name} exists from an earlier instance: the next instance cannot be destroyed while this snapshot has that name`,
        freeingCommands(snapshotShape.parse(item), region, isTaken).join(" && "),
      ),
  },
  {
    what: "Names of subnet groups",
    type: "aws_db_subnet_group",
    argument: "name",
    call: read("rds:DescribeDBSubnetGroups", "rds", "describe-db-subnet-groups"),
    list: "DBSubnetGroups",
    name: "DBSubnetGroupName",
    finding: importOr("delete it"),
  },
  {
    what: "Names of parameter groups",
    type: "aws_db_parameter_group",
    argument: "name",
    call: read("rds:DescribeDBParameterGroups", "rds", "describe-db-parameter-groups"),
    list: "DBParameterGroups",
    name: "DBParameterGroupName",
    finding: importOr("delete it"),
  },
];

const item = z.union([z.string(), z.record(z.string(), z.unknown())]);

const nameCheck = ({ what, type, argument, call, words = [], list, name, finding }: Names): Check => ({
  name: what,
  reason: "AWS creates no second resource with the same name, and Terraform does not adopt an existing one.",
  reads: [call],
  async look({ aws, needs }) {
    const wanted = needs.texts(type, argument);
    if (wanted.length === 0) return [];
    const answer = await aws.ask(call, z.object({ [list]: z.array(item).default([]) }), ...words);
    const there = new Map(
      (answer[list] ?? []).map((one) =>
        typeof one === "string" ? [one, {}] : [String(one[name ?? ""]), one],
      ),
    );
    const others = { environment: needs.environment, isTaken: (one: string) => there.has(one) };
    const taken = wanted.flatMap((text) => {
      const found = there.get(text);
      return found ? [finding(text, found, others)] : [];
    });
    return taken.length > 0
      ? taken
      : [enough(wanted.length === 1 ? `${wanted[0]} is free` : `${wanted.length} are free`)];
  },
});

export const nameChecks: readonly Check[] = names.map(nameCheck);
