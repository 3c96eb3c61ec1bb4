import { blocksOf, type Configuration, isAbsent, isUnknown, textOf, wordsOf } from "../../terraform";
import { field } from "../../terraform/blocks";
import type { Text } from "../policy/text";
import type { Names } from "./names";

/** A resource that runs code with the credentials of a role. */
export interface Compute {
  readonly address: string;
  readonly kind: "function" | "nodes";
  /** Its name in reports. @default - not known */
  readonly name?: string;
  /** ARN of the function in policies. Nodes are instances with unknown ARNs. */
  readonly arn?: Text;
  readonly roleArn: Text;
}

export function readCompute(configuration: Configuration, names: Names): Compute[] {
  const functions = configuration.resources("aws_lambda_function").map(
    (resource): Compute => ({
      address: resource.address,
      kind: "function",
      ...nameIn(names.text(resource.get("function_name"))),
      arn: names.text(resource.symbol("arn")),
      roleArn: names.text(resource.get("role")),
    }),
  );
  const nodes = configuration.resources("aws_eks_node_group").map(
    (resource): Compute => ({
      address: resource.address,
      kind: "nodes",
      ...nameIn(
        names.text(resource.get("node_group_name")),
        names.text(resource.get("node_group_name_prefix")),
      ),
      roleArn: names.text(resource.get("node_role_arn")),
    }),
  );
  return [...functions, ...nodes];
}

/** The first exact name; a prefix without the hyphen before AWS's suffix. */
function nameIn(...texts: readonly Text[]): { name?: string } {
  const found = texts.find(({ literal }) => literal !== undefined && literal !== "")?.literal;
  return found === undefined ? {} : { name: found.replace(/-$/, "") };
}

/** A service account to which EKS Pod Identity assigns a role. */
export interface PodIdentity {
  readonly address: string;
  readonly namespace: Text;
  readonly serviceAccount: Text;
  readonly roleArn: Text;
}

export function readPodIdentities(configuration: Configuration, names: Names): PodIdentity[] {
  return configuration.resources("aws_eks_pod_identity_association").map((resource) => ({
    address: resource.address,
    namespace: names.text(resource.get("namespace")),
    serviceAccount: names.text(resource.get("service_account")),
    roleArn: names.text(resource.get("role_arn")),
  }));
}

/** Node groups whose pods can request the node's credentials from instance metadata, and why. */
export function openMetadata(
  configuration: Configuration,
  names: Names,
): { compute: Compute; because: string }[] {
  return readCompute(configuration, names)
    .filter(({ kind }) => kind === "nodes")
    .flatMap((compute) => {
      const because = whyOpen(configuration, compute.address);
      return because === undefined ? [] : [{ compute, because }];
    });
}

function whyOpen(configuration: Configuration, nodeGroup: string): string | undefined {
  const id = field(configuration.find(nodeGroup)?.get("launch_template"), "id");
  const template = id.kind === "reference" ? configuration.find(id.address) : undefined;
  if (!template) return "its launch template is not known, and the default lets pods in";
  const [options] = blocksOf(template.get("metadata_options"));
  if (!options || isUnknown(options))
    return `${template.address} leaves the metadata options to their defaults`;
  const endpoint = textOf(field(options, "http_endpoint"));
  const hops = field(options, "http_put_response_hop_limit");
  const tokens = textOf(field(options, "http_tokens"));
  if (endpoint === "disabled") return undefined;
  if (tokens !== "required") return `${template.address} answers without a session token`;
  if (isAbsent(hops)) return `${template.address} leaves to AWS how many hops answers travel`;
  return textOf(hops) === "1"
    ? undefined
    : `${template.address} lets answers travel ${wordsOf(hops)} hops, one more than a node`;
}
