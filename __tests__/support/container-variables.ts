import type { Synthesized } from "./synthesize";

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly value_from?: { readonly secret_key_ref: { readonly key: string } };
}

/**
 * Variables of a deployment's container as the kubelet makes them: keys of Kubernetes secrets filled in, `$(NAME)` replaced by
 * what comes before.
 *
 * @param secrets values by key, of all secrets that the container names
 * @param authorities file that stands for the one with Amazon's certificates
 */
export function containerVariables(
  stack: Synthesized,
  workload: string,
  secrets: Readonly<Record<string, string>>,
  authorities: string,
): Record<string, string> {
  const deployment = Object.values(stack.resources("kubernetes_deployment_v1")).find(
    ({ metadata }) => metadata.name === workload,
  );
  const variables: readonly Variable[] = deployment?.spec.template.spec.container[0].env;
  const found: Record<string, string> = {};
  for (const { name, value = "", value_from: from } of variables) {
    const text = from ? (secrets[from.secret_key_ref.key] ?? "") : value;
    found[name] = text
      .replace(/\$\((\w+)\)/g, (whole, other) => found[other] ?? whole)
      .replaceAll("/etc/rds-ca/ca.pem", authorities);
  }
  return found;
}
