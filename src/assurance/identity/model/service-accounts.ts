import { type Configuration, isAbsent, type Resource } from "../../terraform";
import { field } from "../../terraform/blocks";
import { Text } from "../policy/text";
import { clusterOfStack } from "./clusters";
import type { Names } from "./names";

/** A Kubernetes service account, the identity of pods. */
export interface ServiceAccount {
  readonly address: string;
  readonly namespace: Text;
  readonly name: Text;
  /** Address of its cluster. @default - not known */
  readonly cluster?: string;
  /** The role of its pods. @default - none */
  readonly roleArn?: Text;
}

export const serviceAccountTypes = [
  "kubernetes_service_account_v1",
  "kubernetes_service_account",
  "kubernetes_default_service_account_v1",
  "kubernetes_default_service_account",
];

export function readServiceAccounts(configuration: Configuration, names: Names): ServiceAccount[] {
  return serviceAccountTypes
    .flatMap((type) => configuration.resources(type))
    .map((resource) => {
      const { namespace, name } = objectName(names, resource);
      const cluster = clusterOfStack(configuration, resource.stack);
      const roleArn = field(resource.get("metadata"), "annotations", "eks.amazonaws.com/role-arn");
      return {
        address: resource.address,
        namespace,
        name,
        ...(cluster !== undefined && { cluster }),
        ...(!isAbsent(roleArn) && { roleArn: names.text(roleArn) }),
      };
    });
}

/** An object without a namespace is in `default`, and each namespace's own account is named `default`. */
export function objectName(names: Names, resource: Resource): { namespace: Text; name: Text } {
  const metadata = resource.get("metadata");
  const orDefault = (key: string) => {
    const value = field(metadata, key);
    return names.text(isAbsent(value) ? { kind: "constant", value: "default" } : value);
  };
  return { namespace: orDefault("namespace"), name: orDefault("name") };
}

/** A service account in the subject of a token. */
export const subjectOf = (namespace: Text | string, name: Text | string): Text =>
  Text.join("system:serviceaccount:", namespace, ":", name);
