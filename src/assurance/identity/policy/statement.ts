import type { Text } from "./text";

/** Patterns of actions or resources that a statement names, or all but these. */
export interface Selection {
  readonly except: boolean;
  readonly patterns: readonly Text[];
}

/** One entry of a statement's principals, such as `AWS` with an ARN. */
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
  /** Where it stands: the document's address, and the statement's sid or number. */
  readonly place: string;
  readonly effect: "Allow" | "Deny";
  readonly actions: Selection;
  /** @default - the policy of a resource or the trust of a role, which are about what they belong to */
  readonly resources?: Selection;
  /** @default - the policy of an identity, which is about that identity */
  readonly principals?: { readonly except: boolean; readonly patterns: readonly PrincipalPattern[] };
  readonly conditions: readonly Condition[];
}

/** A policy as far as it is understood. */
export interface Policy {
  /** Address of what holds it. */
  readonly place: string;
  readonly statements: readonly Statement[];
  /** What of it is not understood. It may allow or deny anything then. */
  readonly unclear: readonly string[];
}
