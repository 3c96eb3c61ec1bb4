import { type PartyId, partyText } from "../../party";
import { type Configuration, isAbsent, possible, type Resource, type Value, wordsOf } from "../../terraform";
import { field } from "../../terraform/blocks";
import type { Names } from "./names";
import { objectName, serviceAccountTypes } from "./service-accounts";

/** A resource that uses a role. */
export interface RoleUse {
  readonly address: string;
  /** The principal that assumes the role on its behalf: an AWS service, or a service account. */
  readonly holder: string;
  /** Name of the function. @default - not a function */
  readonly functionName?: string;
  /** Addresses of the roles that it may use. */
  readonly roles: readonly string[];
  /** Why its role is uncertain. @default - certain */
  readonly unclear?: string;
  /**
   * Whether several of its kind may share a role: node groups of a cluster, and resources that reveal the role to no
   * code.
   */
  readonly shares: boolean;
}

/** Types that use a role, with the argument and the service that assumes it. */
const services: readonly (readonly [type: string, argument: string, service: string])[] = [
  ["aws_db_instance", "monitoring_role_arn", "monitoring.rds.amazonaws.com"],
  ["aws_db_proxy", "role_arn", "rds.amazonaws.com"],
  ["aws_eks_cluster", "role_arn", "eks.amazonaws.com"],
  ["aws_eks_node_group", "node_role_arn", "ec2.amazonaws.com"],
  ["aws_flow_log", "iam_role_arn", "vpc-flow-logs.amazonaws.com"],
  ["aws_lambda_function", "role", "lambda.amazonaws.com"],
];

/**
 * Service accounts of add-ons, all in `kube-system`.
 * https://docs.aws.amazon.com/eks/latest/userguide/add-ons-iam.html
 */
const accountsOfAddOns: Readonly<Record<string, string>> = {
  "aws-ebs-csi-driver": "ebs-csi-controller-sa",
  "aws-efs-csi-driver": "efs-csi-controller-sa",
  "vpc-cni": "aws-node",
};

/** A resource, the value of its role argument, and the principal that assumes the role on its behalf. */
type Given = readonly [resource: Resource, role: Value, holder: PartyId];

/** Every use of a role, with the principal that must assume it. */
export const readRoleUses = (configuration: Configuration, names: Names): RoleUse[] =>
  [...toServices(configuration), ...toServiceAccounts(configuration, names)]
    .filter(([, role]) => !isAbsent(role))
    .map((given) => roleUse(configuration, names, given));

function roleUse(configuration: Configuration, names: Names, [resource, value, holder]: Given): RoleUse {
  const text = names.text(value);
  const named = configuration.named("aws_iam_role", value);
  const spelled = possible(named).find(
    ({ resource: role }) => names.text(role.symbol("arn")).key === text.key,
  );
  const isCertain = named.answer === "exactly" || spelled !== undefined;
  const isFunction = resource.type === "aws_lambda_function";
  return {
    address: resource.address,
    holder: partyText(holder),
    roles: (spelled ? [spelled] : possible(named)).map(({ resource: role }) => role.address),
    ...(!isCertain && { unclear: String(text) }),
    shares: holder.kind === "service" && !isFunction,
    ...(isFunction && { functionName: String(names.text(resource.attribute(["function_name"]))) }),
  };
}

const toServices = (configuration: Configuration): Given[] =>
  services.flatMap(([type, argument, name]) =>
    configuration
      .resources(type)
      .map((resource): Given => [resource, resource.get(argument), { kind: "service", name }]),
  );

const toServiceAccounts = (configuration: Configuration, names: Names): Given[] => [
  ...configuration.resources("aws_eks_addon").map((resource): Given => {
    const addOn = wordsOf(resource.get("addon_name"));
    const name = accountsOfAddOns[addOn] ?? `of the add-on ${addOn}`;
    return [resource, resource.get("service_account_role_arn"), account("kube-system", name)];
  }),
  ...serviceAccountTypes.flatMap((type) =>
    configuration.resources(type).map((resource): Given => {
      const { namespace, name } = objectName(names, resource);
      const role = field(resource.get("metadata"), "annotations", "eks.amazonaws.com/role-arn");
      return [resource, role, account(String(namespace), String(name))];
    }),
  ),
  ...configuration.resources("aws_eks_pod_identity_association").map((resource): Given => {
    const [namespace, name] = [resource.get("namespace"), resource.get("service_account")];
    return [
      resource,
      resource.get("role_arn"),
      account(String(names.text(namespace)), String(names.text(name))),
    ];
  }),
];

const account = (namespace: string, name: string): PartyId => ({ kind: "service account", namespace, name });
