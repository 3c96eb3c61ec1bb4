import type { Intent } from "../../assurance";
import type { Declared } from "../../config/model";
import { defaults } from "./defaults";

type EnvironmentFile = Declared["file"];

export const clusterOf = (file: EnvironmentFile): NonNullable<Intent["cluster"]> => ({
  nodeGroups: (file.cluster.nodeGroups ?? defaults.nodeGroups).map(({ name }) => name),
  apiRanges: file.cluster.publicAccessCidrs ?? defaults.publicAccessCidrs,
  deletionProtection: file.cluster.deletionProtection ?? defaults.deletionProtection,
  accounts: platformAccounts(file),
  copiesSecrets: deliversVariables(file),
});

/** Account of what registers pods with load balancers of applications. */
export const controllerAccount = "aws-load-balancer-controller";

/** Accounts of add-ons and charts. Reloader is there where credentials are variables. */
const platformAccounts = (file: EnvironmentFile): string[] =>
  [
    "aws-node",
    "coredns",
    "kube-proxy",
    "secrets-store-csi-driver",
    "secrets-store-csi-driver-keep-crds",
    "secrets-store-csi-driver-provider-aws",
    "secrets-store-csi-driver-upgrade-crds",
    ...(deliversVariables(file) ? ["reloader-reloader"] : []),
    ...(file.applicationAccess ? [controllerAccount] : []),
  ].map((name) => `kube-system/${name}`);

/** Whether pods get credentials as variables, from copies in Kubernetes. */
const deliversVariables = ({ credentials }: EnvironmentFile): boolean =>
  (credentials?.delivery ?? defaults.delivery) === "environment";
