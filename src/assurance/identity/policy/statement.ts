import type { Text } from "./text";

/** Patterns of actions or resources of a statement, or their exceptions. */
export interface Selection {
  readonly except: boolean;
  readonly patterns: readonly Text[];
}

/** One principal of a statement, such as `AWS` with an ARN. */
export interface PrincipalPattern {
  /** `AWS`, `Service`, `Federated`, or `*` for every principal. */
  readonly type: string;
  readonly identifier: Text;
}

export interface Condition {
  /** Operator with its prefix and suffix, such as `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  readonly key: Text;
  readonly values: readonly Text[];
}

/** One statement of an IAM policy. */
export interface Statement {
  /** The policy's address, and the statement's Sid or index. */
  readonly place: string;
  readonly effect: "Allow" | "Deny";
  readonly actions: Selection;
  /** @default - none, in a resource policy or trust policy, which applies to its own resource */
  readonly resources?: Selection;
  /** @default - none, in an identity policy, which applies to its own identity */
  readonly principals?: { readonly except: boolean; readonly patterns: readonly PrincipalPattern[] };
  readonly conditions: readonly Condition[];
}

/** A parsed policy. */
export interface Policy {
  /** Address of the resource with the policy. */
  readonly place: string;
  readonly statements: readonly Statement[];
  /** Parts that are not understood, and may allow or deny anything. */
  readonly unclear: readonly string[];
}
