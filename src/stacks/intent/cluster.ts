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

/** Service account of the controller that registers pods with load balancers. */
export const controllerAccount = "aws-load-balancer-controller";

/** Service accounts of add-ons and charts. Reloader is installed if credentials are delivered as variables. */
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

/** Whether pods receive credentials as variables, from Kubernetes secrets. */
const deliversVariables = ({ credentials }: EnvironmentFile): boolean =>
  (credentials?.delivery ?? defaults.delivery) === "environment";
