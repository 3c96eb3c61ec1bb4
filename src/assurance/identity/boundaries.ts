import { type ClusterAccess, noRights } from "./model/cluster-access";
import type { IdentityModel } from "./model/model";

/** Something that the verdicts do not decide, with the reason: the edge of the world that they are about. */
export interface Boundary {
  readonly name: string;
  readonly meaning: string;
}

/** What is outside of every verdict, and whom this configuration trusts without asking. */
export function boundariesOf(model: IdentityModel): Boundary[] {
  return [...always, ...existingSecrets(model), ...administratorsOfKubernetes(model)];
}

const always: readonly Boundary[] = [
  {
    name: "administrators of the account",
    meaning:
      "An identity that may replace policies of secrets, keys or roles can let itself in. It takes a change that " +
      "CloudTrail records and the next plan shows.",
  },
  {
    name: "the rest of the account",
    meaning:
      "Identities that this configuration does not make are known by their account alone. Policies of secrets and keys " +
      "must keep them out by themselves.",
  },
  {
    name: "root on a node",
    meaning:
      "It has what each pod on that node has: connections, role, mounted files. Organizations are bound to no node, and a node " +
      "that says it has room is given pods, so in time that may be any of them. What else it has is in the tables. The " +
      "kubelet's own identity reads Kubernetes secrets and makes tokens for pods on its node only: the node authorizer of " +
      "the API server sees to that. Where credentials are copied into Kubernetes, it can also replace the copies.",
  },
  {
    name: "what root on a node can disturb",
    meaning:
      "It sees the specifications of all pods, without secrets, pulls every image of the account's registries, answers what is " +
      "sent to Services of pods that run there, names of the cluster while CoreDNS does, and can take addresses from nodes " +
      "and pods without groups of their own, and interfaces from nodes: services fail by that, and no database opens.",
  },
  {
    name: "ways of the account onto nodes, into functions and into the cluster",
    meaning:
      "An identity of the account that may open a session by Systems Manager, where the account lets it manage instances, " +
      "push a key by EC2 Instance Connect, change the user data of a node, replace the code of a function, or give itself " +
      "access to the cluster, has what the tables say of that place.",
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
      "A principal that may run pods, open a shell in one, or read Kubernetes secrets in a namespace has what its " +
      "service account has.",
  },
  {
    name: "service control policies, permission boundaries, session policies",
    meaning: "They can only take away from what is allowed here.",
  },
  {
    name: "AWS services",
    meaning: "A service that takes a role is trusted to use it for its own work only.",
  },
  {
    name: "values of secrets",
    meaning:
      "What is in a secret is not read. An address in one may lead a program anywhere that the network lets it, and tell its " +
      "client not to verify the server.",
  },
  {
    name: "AWS managed policies",
    meaning: "They are judged by dated copies of what AWS has published; AWS may change them at any time.",
  },
  {
    name: "Terraform",
    meaning:
      "An identity that applies a stack has the rights to make all of it, and one that writes its state decides what the next " +
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
    ? " A connection by port-forward ends in the pod, at any port there, those of its loopback address included: what " +
      "listens decides what it answers."
    : "");

/** Secrets that pods read and that these stacks do not make. */
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
        `Pods of ${[...by].join(", ")} read this secret, which these stacks do not make. Who else reads or writes it, its own ` +
        `policy and that of its key say, which are not judged${isCopied ? "; a copy of it comes to Kubernetes, and so to root on nodes" : ""}.`,
    };
  });
}
