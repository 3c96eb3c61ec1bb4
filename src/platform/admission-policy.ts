import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { CustomResource } from "../foundation/custom-resource";
import { failSafe } from "./fail-safe";

/** One thing that has to hold of an object, and what is said to the one who sent it where it does not. */
export interface Validation {
  /** In the Common Expression Language, of `object`, `oldObject` and `request`. */
  readonly expression: string;
  readonly message: string;
}

export interface AdmissionPolicyProps {
  readonly name: string;
  /** Kinds of objects, by their names in the API. */
  readonly rules: readonly {
    readonly apiGroup: string;
    /** @default "v1" */
    readonly apiVersion?: string;
    readonly resources: readonly string[];
  }[];
  readonly operations: readonly ("CREATE" | "UPDATE" | "DELETE")[];
  /** Labels of the namespaces that it is about. @default - all */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  /** Service accounts that it is about, of the system's namespace. @default - all who send requests */
  readonly accounts?: readonly string[];
  readonly validations: readonly Validation[];
}

/**
 * What the API server refuses beyond RBAC, which cannot look into an object. It asks no webhook, so nothing has to be up for
 * it; where an expression cannot be evaluated, the request is refused.
 * https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export class AdmissionPolicy extends Construct {
  /** What puts it into force, for `dependsOn` of what it restrains. */
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
    // A binding is accepted before its policy is there, and refuses nothing until then.
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
