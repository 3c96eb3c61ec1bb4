import { Names } from "../identity/model/names";
import { tagsOf } from "../identity/model/tags";
import type { ClusterIntent, Intent, LoginLimits, NetworkIntent, OrganizationIntent } from "../intent";
import { booleanOf, certain, isAbsent, type Resource, textOf, type Value } from "../terraform";
import { field } from "../terraform/blocks";
import { type Finder, nameOf } from "./finder";
import type { FoundOrganization, Things } from "./things";

/** Compares values that config determines, and that no other comparison covers, with the declared ones. */
export function valueProblems(finder: Finder, intent: Intent, things: Things): void {
  const { network, cluster } = intent;
  if (network) networkValues(finder, network);
  if (cluster) clusterValues(finder, cluster);
  for (const { stack, restoredFrom } of intent.instances) snapshotOf(finder, stack, restoredFrom);
  const names = new Names(finder.configuration);
  for (const organization of things.organizations) {
    provisioning(finder, organization, things);
    credentialsTags(finder, organization, names, intent.deployment?.rotationDays);
  }
}

/** A snapshot of another instance would bring its data, readable for the principals of this environment. */
function snapshotOf(finder: Finder, stack: string, meant: string | undefined): void {
  for (const instance of finder.resources(stack, "aws_db_instance")) {
    const value = instance.get("snapshot_identifier");
    const found = isAbsent(value) ? undefined : textOf(value);
    if (found !== meant)
      finder.add(
        `${instance.address} is made from ${found === undefined ? "no snapshot" : `the snapshot ${nameOf(instance, "snapshot_identifier")}`}, and config says ${meant ?? "none"}`,
      );
  }
}

function networkValues(finder: Finder, { ranges, subnets, joints, loadBalancersStay }: NetworkIntent): void {
  const { configuration } = finder;
  missing(finder, "VPC", ranges, textsOf(configuration.resources("aws_vpc"), "cidr_block"));
  missing(finder, "subnet", subnets, textsOf(configuration.resources("aws_subnet"), "cidr_block"));
  for (const [type, isMeant] of joints) {
    const [first] = configuration.resources(type);
    if (isMeant && !first) finder.add(`there is no ${type}, and config's topology means one`);
    if (!isMeant && first)
      finder.add(`${first.address} leads to another VPC, and config's topology means none`);
  }
  for (const one of loadBalancersStay ? configuration.resources("aws_lb") : [])
    if (isToStay(one, loadBalancersStay) && booleanOf(one.get("enable_deletion_protection")) !== true)
      finder.add(`${one.address} can be deleted, and config protects it`);
}

function isToStay(lb: Resource, types: ReadonlySet<string> = new Set()): boolean {
  const type = String(textOf(lb.get("load_balancer_type")) ?? "application");
  return types.has(type) && (type !== "network" || booleanOf(lb.get("internal")) !== true);
}

function clusterValues(finder: Finder, { nodeGroups, deletionProtection }: ClusterIntent): void {
  const { configuration } = finder;
  const groups = configuration.resources("aws_eks_node_group");
  const names = groups.map((one) => nameOf(one, "node_group_name_prefix").replace(/-$/, ""));
  missing(finder, "node group", nodeGroups, names);
  for (const [index, name] of names.entries())
    if (!nodeGroups.includes(name) || names.indexOf(name) !== index)
      finder.add(`${groups[index]?.address} is a node group that config does not declare`);
  const [, ...more] = configuration.resources("aws_eks_cluster");
  for (const { address } of more) finder.add(`${address} is a second cluster, and config declares one`);
  for (const one of configuration.resources("aws_eks_cluster"))
    if (deletionProtection && booleanOf(one.get("deletion_protection")) !== true)
      finder.add(`${one.address} can be deleted, and config protects it`);
}

/** Input of the credentials function for an organization, and the function that receives it. */
function provisioning(finder: Finder, { intent, credentials }: FoundOrganization, things: Things): void {
  const calls = finder.resources(intent.stack, "aws_lambda_invocation");
  const makes = finder.one(
    intent.stack,
    "call that makes a database",
    calls.filter((call) => said(call, "organization") !== undefined),
  );
  if (makes) {
    saysAsMeant(finder, makes, intent);
    const secret = certain(
      finder.configuration.named("aws_secretsmanager_secret", field(contentOf(makes), "secretArn")),
    );
    if (credentials && secret?.resource.address !== credentials.address)
      finder.add(`${makes.address} is not about ${credentials.secret}, which is rotated`);
  }
  callsOwnFunction(finder, intent.stack, calls, things.instances.get(intent.instance)?.function);
}

function saysAsMeant(finder: Finder, call: Resource, intent: OrganizationIntent): void {
  const { name, isolation, authentication, logins } = intent;
  const meant: Readonly<Record<string, string | undefined>> = {
    organization: name,
    isolation,
    authentication,
    ...limitsOf("application", logins.application),
    ...limitsOf("readOnly", logins.readOnly),
  };
  for (const [key, value] of Object.entries(meant))
    if (said(call, key) !== value)
      finder.add(
        `${call.address} says ${key} is ${said(call, key) ?? "left out"}, and config says ${value ?? "none"}`,
      );
}

/** Limits of a login by their place in a request. Without the login each must be left out. */
const limitsOf = (login: string, limits: LoginLimits | undefined): Record<string, string | undefined> =>
  Object.fromEntries(
    (["connectionLimit", "statementTimeoutSeconds", "idleInTransactionTimeoutSeconds"] as const).map(
      (limit) => [`logins.${login}.${limit}`, limits?.[limit].toString()],
    ),
  );

/** Invocations and rotations for an organization must use the function of its instance. */
function callsOwnFunction(
  finder: Finder,
  stack: string,
  calls: readonly Resource[],
  lambda: Resource | undefined,
): void {
  if (!lambda) return;
  const rotations = finder.resources(stack, "aws_secretsmanager_secret_rotation");
  const callers: readonly (readonly [Resource, Value])[] = [
    ...calls.filter(isAboutOrganization).map((call) => [call, call.get("function_name")] as const),
    ...rotations.map((one) => [one, one.get("rotation_lambda_arn")] as const),
  ];
  for (const [{ address }, value] of callers)
    if (finder.configuration.resourceNamed("aws_lambda_function", value)?.address !== lambda.address)
      finder.add(
        `${address} is not certain to call ${lambda.address}, which is beside the organization's instance`,
      );
}

/**
 * Tags by which the credentials function decides whose secret it is, when it is too old, and whether data may be
 * dropped.
 */
function credentialsTags(
  finder: Finder,
  { intent, credentials }: FoundOrganization,
  names: Names,
  rotationDays: ReadonlyMap<string, number> | undefined,
): void {
  const { configuration } = finder;
  const secret = credentials && configuration.find(credentials.address);
  if (!secret) return;
  const days = rotationDays?.get(intent.stack);
  const meant: readonly (readonly [tag: string, value: string | undefined])[] = [
    ["Organization", intent.name],
    ["DropDataOnRemoval", intent.dropsData ? "true" : undefined],
    ...(days === undefined ? [] : ([["RotationDays", String(days)]] as const)),
  ];
  const tags = tagsOf(configuration, names, secret);
  const unclear = "not known";
  for (const [tag, value] of meant) {
    const text = tags?.get(tag);
    const found = tags ? text && (text.literal ?? unclear) : unclear;
    if (found !== value)
      finder.add(
        `${secret.address} has the tag ${tag} ${found ?? "left out"}, and config declares ${value ?? "none"}`,
      );
  }
}

const isAboutOrganization = (call: Resource): boolean =>
  said(call, "organization") !== undefined || said(call, "removal") !== undefined;

const contentOf = (call: Resource): Value | undefined => {
  const input = call.get("input");
  return input.kind === "encoded" ? input.content : undefined;
};

function said(call: Resource, key: string): string | undefined {
  const value = field(contentOf(call), ...key.split("."));
  if (value.kind === "dictionary") return key;
  const text = textOf(value);
  return typeof text === "string" ? text : undefined;
}

const textsOf = (resources: readonly Resource[], attribute: string): string[] =>
  resources.map((resource) => nameOf(resource, attribute));

function missing(finder: Finder, what: string, meant: readonly string[], found: readonly string[]): void {
  for (const one of meant)
    if (!found.includes(one)) finder.add(`there is no ${what} ${one}, and config declares one`);
}
