import { type PartyId, partyText } from "../../party";
import { type Configuration, isAbsent, possible, type Resource, textOf, type Value } from "../../terraform";
import { field } from "../../terraform/blocks";

import type { Names } from "./names";
import { objectName, serviceAccountTypes } from "./service-accounts";

/** Something of the configuration that is given a role. */
export interface RoleUse {
  readonly address: string;
  /** What takes the role for it: an AWS service, or a service account. */
  readonly holder: string;
  /** Name of the function that it is. @default - it is none */
  readonly functionName?: string;
  /** Addresses of the roles that it may be given. */
  readonly roles: readonly string[];
  /** Why it is not certain which role it is given. @default - it is certain */
  readonly unclear?: string;
  /** Whether any number of its kind may share a role: node groups of a cluster, and what shows it to no code. */
  readonly shares: boolean;
}

/** Types that are given a role, in which argument, and the service that takes it. */
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

/** Everything that is given a role, and by what the role is to be taken for it. */
export function readRoleUses(configuration: Configuration, names: Names): RoleUse[] {
  const use = (resource: Resource, value: Value, holder: PartyId): RoleUse[] => {
    if (isAbsent(value)) return [];
    const text = names.text(value);
    const named = configuration.named("aws_iam_role", value);
    const spelled = possible(named).find(
      ({ resource: role }) => names.text(role.symbol("arn")).key === text.key,
    );
    const isCertain = named.answer === "exactly" || spelled !== undefined;
    return [
      {
        address: resource.address,
        holder: partyText(holder),
        roles: (spelled ? [spelled] : possible(named)).map(({ resource: role }) => role.address),
        ...(!isCertain && { unclear: String(text) }),
        shares: holder.kind === "service" && resource.type !== "aws_lambda_function",
        ...(resource.type === "aws_lambda_function" && {
          functionName: String(names.text(resource.attribute(["function_name"]))),
        }),
      },
    ];
  };
  return [
    ...services.flatMap(([type, argument, name]) =>
      configuration
        .resources(type)
        .flatMap((resource) => use(resource, resource.get(argument), { kind: "service", name })),
    ),
    ...configuration.resources("aws_eks_addon").flatMap((resource) => {
      const addOn = String(textOf(resource.get("addon_name")));
      const name = accountsOfAddOns[addOn] ?? `of the add-on ${addOn}`;
      const holder: PartyId = { kind: "service account", namespace: "kube-system", name };
      return use(resource, resource.get("service_account_role_arn"), holder);
    }),
    ...serviceAccountTypes.flatMap((type) =>
      configuration.resources(type).flatMap((resource) => {
        const account = objectName(names, resource);
        const role = field(resource.get("metadata"), "annotations", "eks.amazonaws.com/role-arn");
        return use(resource, role, {
          kind: "service account",
          namespace: String(account.namespace),
          name: String(account.name),
        });
      }),
    ),
    ...configuration.resources("aws_eks_pod_identity_association").flatMap((resource) =>
      use(resource, resource.get("role_arn"), {
        kind: "service account",
        namespace: String(names.text(resource.get("namespace"))),
        name: String(names.text(resource.get("service_account"))),
      }),
    ),
  ];
}
