import { type ClusterAccess, noRights } from "./model/cluster-access";
import type { IdentityModel } from "./model/model";

/** A limit of the verdicts, with its reason. */
export interface Boundary {
  readonly name: string;
  readonly meaning: string;
}

/** Everything outside of all verdicts, and identities that this configuration trusts without conditions. */
export function boundariesOf(model: IdentityModel): Boundary[] {
  return [...always, ...existingSecrets(model), ...administratorsOfKubernetes(model)];
}

const always: readonly Boundary[] = [
  {
    name: "administrators of the account",
    meaning:
      "An identity that may replace policies of secrets, keys or roles can give itself access. CloudTrail records that " +
      "change, and the next plan shows it.",
  },
  {
    name: "the rest of the account",
    meaning:
      "Of identities that this configuration does not declare, only the account is known. Policies of secrets and of keys " +
      "must deny them by themselves.",
  },
  {
    name: "root on a node",
    meaning:
      "It can use what each pod on that node can use: connections, role, mounted files. Organizations are not bound to nodes, " +
      "and a node that reports free capacity is assigned pods, so in time these may be pods of any organization. The tables " +
      "list the rest of its access. The kubelet's own identity reads Kubernetes secrets and creates tokens for pods on its node " +
      "only: the node authorizer of the API server enforces that. Where credentials are copied into Kubernetes, root can also " +
      "replace the copies.",
  },
  {
    name: "what root on a node can disturb",
    meaning:
      "It can read the specifications of all pods (they contain no secrets), pull every image of the account's registries, answer " +
      "requests to Services whose pods run on the node, and DNS queries while CoreDNS runs there, and remove addresses from " +
      "nodes and from pods without their own security groups, and interfaces from nodes. Services can fail, but no database " +
      "becomes reachable.",
  },
  {
    name: "access of the account's identities to nodes, functions and the cluster",
    meaning:
      "An identity of the account that may open a session by Systems Manager, where the account lets it manage instances, " +
      "push a key by EC2 Instance Connect, change the user data of a node, replace the code of a function, or give itself " +
      "access to the cluster, can use what the tables list for an attacker in that place.",
  },
  {
    name: "accounts of charts and add-ons",
    meaning:
      "Their rights in Kubernetes are known from renderings of each chart with these values, and from the published " +
      "manifests of EKS' add-ons; what an image does with its rights is not judged.",
  },
  {
    name: "Kubernetes RBAC",
    meaning:
      "A principal that may run pods, open a shell in one, or read Kubernetes secrets in a namespace can use what the " +
      "namespace's service accounts can use.",
  },
  {
    name: "service control policies, permission boundaries, session policies",
    meaning: "They can only restrict what is allowed here.",
  },
  {
    name: "AWS services",
    meaning: "A service that assumes a role is trusted to use it for its own work only.",
  },
  {
    name: "values of secrets",
    meaning:
      "The value of a secret is not read. A connection string in one may point a program to any address that the network allows, " +
      "and tell its client not to verify the server.",
  },
  {
    name: "AWS managed policies",
    meaning: "They are judged by dated copies of what AWS published; AWS may change them at any time.",
  },
  {
    name: "Terraform",
    meaning:
      "An identity that applies a stack has the rights to create all of it, and one that writes its state decides what the next " +
      "plan compares with.",
  },
];

const administratorsOfKubernetes = ({ clusterAccess }: IdentityModel): Boundary[] => {
  const principals = [...new Set(clusterAccess.map(({ principalArn }) => String(principalArn)))];
  return principals.map((principal) => {
    const all = clusterAccess.filter(({ principalArn }) => String(principalArn) === principal);
    const powers = all.filter(({ policy }) => policy !== noRights);
    return {
      name: `${principal} in Kubernetes`,
      meaning: (powers.length > 0 ? powers : all).map(accessText).join(" "),
    };
  });
};

const accessText = ({ policy, namespaces, opensPorts }: ClusterAccess): string =>
  `${policy} on ${namespaces ? namespaces.join(", ") : "the whole cluster"}.` +
  (opensPorts
    ? " A connection by port-forward ends inside the pod, at any of its ports, including those on the loopback address: the " +
      "program that listens there decides whether it answers."
    : "");

/** Secrets that pods read and that no stack declares. */
function existingSecrets({ mounts, copied }: IdentityModel): Boundary[] {
  const existing = mounts.filter(({ secret }) => secret.literal?.startsWith("arn:"));
  return [...new Set(existing.map(({ secret }) => secret.literal as string))].sort().map((arn) => {
    const by = new Set(
      existing.filter(({ secret }) => secret.literal === arn).map((mount) => String(mount.namespace)),
    );
    const isCopied = copied.some(({ literal }) => literal === arn);
    return {
      name: arn,
      meaning:
        `Pods of ${[...by].join(", ")} read this secret, which these stacks do not create. Its own policy and that of its key, which ` +
        `are not judged, decide who else reads or writes it${isCopied ? "; Kubernetes stores a copy, which root on nodes can read" : ""}.`,
    };
  });
}
