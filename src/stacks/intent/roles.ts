import type { Intent, PartyId } from "../../assurance";
import type { Declared } from "../../config/model";
import { controllerAccount } from "./cluster";
import { hasOwnInstance } from "./instances";
import { organizationStack, sharedStack } from "./stack-names";

const service = (name: string): PartyId => ({ kind: "service", name });
const account = (namespace: string, name: string): PartyId => ({ kind: "service account", namespace, name });

/** Principals of roles in the shared stacks. */
const sharedHolders = {
  network: [service("vpc-flow-logs.amazonaws.com")],
  cluster: [service("eks.amazonaws.com"), service("ec2.amazonaws.com"), account("kube-system", "aws-node")],
  database: [
    service("lambda.amazonaws.com"),
    service("monitoring.rds.amazonaws.com"),
    service("rds.amazonaws.com"),
  ],
} as const;

/** Principals of roles, by stack. The role of a service is in the stack of the resources that the service manages. */
export function rolesOf(declared: Declared): Intent["roles"] {
  const shared = (["network", "cluster", "database"] as const).flatMap((part) =>
    sharedHolders[part].map((holder) => ({ stack: sharedStack(declared, part), holder })),
  );
  const controller = {
    stack: sharedStack(declared, "platform"),
    holder: account("kube-system", controllerAccount),
  };
  return [
    ...(declared.file.applicationAccess ? [controller] : []),
    ...shared,
    ...declared.organizations.flatMap((organization) =>
      holdersIn(organization).map((holder) => ({
        stack: organizationStack(declared, organization),
        holder,
      })),
    ),
  ];
}

const holdersIn = (organization: Declared["organizations"][number]): PartyId[] => [
  account(organization.name, organization.name),
  ...(hasOwnInstance(organization) ? [service("lambda.amazonaws.com"), service("rds.amazonaws.com")] : []),
];
