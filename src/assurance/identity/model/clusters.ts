import { type Configuration, keyOf, type Value } from "../../terraform";
import { field } from "../../terraform/blocks";

/**
 * Address of the cluster of an endpoint or an issuer. Service accounts of the same name in two clusters are different
 * identities, distinguished by their issuer.
 */
function clusterOf(value: Value): string | undefined {
  if (value.kind === "call") return value.args.map(clusterOf).find((found) => found !== undefined);
  return value.kind === "reference" ? value.address : undefined;
}

/** The cluster that issues tokens with a URL, which must be exactly the issuer of EKS. */
export function issuingCluster(configuration: Configuration, url: Value): string | undefined {
  const isIssuer = url.kind === "reference" && url.path.join(".") === "identity.0.oidc.0.issuer";
  return isIssuer && configuration.find(url.address)?.type === "aws_eks_cluster" ? url.address : undefined;
}

/** The cluster in which a stack creates Kubernetes objects. */
export function clusterOfStack(configuration: Configuration, name: string): string | undefined {
  const hosts = configuration.providers("kubernetes", name).map((provider) => field(provider, "host"));
  const [host] = hosts;
  return host && new Set(hosts.map(keyOf)).size === 1 ? clusterOf(host) : undefined;
}
