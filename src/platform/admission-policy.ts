import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { CustomResource } from "../foundation/custom-resource";
import { organizationNamespaceLabels } from "../foundation/namespace-labels";
import { failSafe } from "./fail-safe";

/** A condition on an object, and the message for a refused request. */
export interface Validation {
  /** An expression in the Common Expression Language about `object`, `oldObject` and `request`. */
  readonly expression: string;
  readonly message: string;
}

/** Holds of an object in the namespace of an organization. */
export const inNamespaceOfOrganization = [
  "has(namespaceObject.metadata.labels)",
  ...Object.entries(organizationNamespaceLabels).map(
    ([label, value]) =>
      `'${label}' in namespaceObject.metadata.labels && namespaceObject.metadata.labels['${label}'] == '${value}'`,
  ),
].join(" && ");

export interface AdmissionPolicyProps {
  readonly name: string;
  /** Resources of the API that the policy applies to. */
  readonly rules: readonly {
    readonly apiGroup: string;
    /** @default "v1" */
    readonly apiVersion?: string;
    readonly resources: readonly string[];
  }[];
  readonly operations: readonly ("CREATE" | "UPDATE" | "DELETE")[];
  /** Labels of the namespaces that the policy applies to. @default - all */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  /** Service accounts in kube-system that the policy applies to. @default - all callers */
  readonly accounts?: readonly string[];
  readonly validations: readonly Validation[];
}

/**
 * Requests that the API server refuses in addition to RBAC, which does not consider the content of objects. It calls no
 * webhook, so it is always available; if an expression cannot be evaluated, the request is refused.
 * https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export class AdmissionPolicy extends Construct {
  /** Resource that puts the policy into force, for `dependsOn` of what it restricts. */
  readonly binding: ITerraformDependable;

  constructor(scope: Construct, id: string, props: AdmissionPolicyProps) {
    super(scope, id);
    const { name, rules, operations, namespaceLabels, accounts, validations } = props;
    const apiVersion = "admissionregistration.k8s.io/v1";
    const policy = new CustomResource(this, "Resource", {
      apiVersion,
      kind: "ValidatingAdmissionPolicy",
      metadata: { name },
      spec: {
        failurePolicy: "Fail",
        matchConstraints: {
          ...(namespaceLabels && { namespaceSelector: { matchLabels: namespaceLabels } }),
          resourceRules: rules.map(({ apiGroup, apiVersion = "v1", resources }) => ({
            apiGroups: [apiGroup],
            apiVersions: [apiVersion],
            operations,
            resources,
          })),
        },
        ...(accounts && { matchConditions: [{ name: "account", expression: isOneOf(accounts) }] }),
        validations,
      },
    });
    // A binding is accepted before its policy exists, and has no effect until then.
    this.binding = new CustomResource(
      this,
      "binding",
      {
        apiVersion,
        kind: "ValidatingAdmissionPolicyBinding",
        metadata: { name },
        spec: { policyName: name, validationActions: ["Deny"] },
      },
      { dependsOn: [policy] },
    );
  }
}

const isOneOf = (accounts: readonly string[]): string =>
  `request.userInfo.username in [${accounts.map((name) => `'system:serviceaccount:${failSafe.namespace}:${name}'`).join(", ")}]`;
