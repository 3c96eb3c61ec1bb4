import type { PartyId } from "../party";

/**
 * Intended access to credentials. Declared independently of the constructs, so that a mistake in one shows in the
 * other.
 */
export interface IdentityIntent {
  /** ARNs of identities outside of the configuration that it may name: administrators, and principals that may plan. */
  readonly outsiders: readonly string[];
  /** ARNs of the identities that administer Kubernetes: each must be able to, and no other may. */
  readonly administrators: readonly string[];
  /** Names of roles that may read Kubernetes objects without credentials. */
  readonly lookers: readonly string[];
  /** ARNs of the identities that may read one namespace and forward ports of its pods: each must be able to. */
  readonly members: readonly MemberIntent[];
  readonly secrets: readonly SecretIntent[];
  readonly roles: readonly RoleIntent[];
  readonly databaseLogins: readonly LoginIntent[];
  /** Intended access of root on a node. @default - not judged */
  readonly nodes?: NodeIntent;
}

export interface MemberIntent {
  readonly principal: string;
  readonly namespace: string;
}

export interface NodeIntent {
  /** Service accounts of the platform that may run on nodes, as `namespace/name`. */
  readonly accounts: readonly string[];
  /** Whether root on a node can read organizations' secrets as Kubernetes secrets. */
  readonly readsCopies: boolean;
}

export interface SecretIntent {
  readonly secret: PartyId;
  /** Names of the roles that must be able to read it; no other principal may. */
  readonly readers: readonly string[];
  readonly writers: readonly string[];
  /** Access of the account's administrators, and of others outside of the configuration. @default - none */
  readonly administrators?: "write";
}

export interface RoleIntent {
  readonly role: string;
  /** Principals that must be able to assume it; no other may. */
  readonly holders: readonly PartyId[];
  /**
   * ARNs outside of the configuration that may assume it as well; their own policies decide whether they can.
   * @default - none
   */
  readonly outsiders?: readonly string[];
  /** Name of the only function that runs with the role. @default - none, if the role is not for a function */
  readonly runs?: string;
}

export interface LoginIntent {
  readonly role: string;
  /** An instance, or the proxy in front of it. */
  readonly database: PartyId;
  readonly user: string;
}

/** Access that is possible and not intended, or intended and not possible. */
export interface Difference {
  /** A sentence. */
  readonly text: string;
  /** What is not known, line by line. @default - everything is known */
  readonly details?: readonly string[];
  /** Address of the policy or resource that causes it. @default - the first address in the text */
  readonly at?: string | undefined;
  /** Addresses of what it may follow from, the likeliest first. @default - none */
  readonly follows?: readonly string[];
  /** Address of the unknown chart or add-on. @default - none */
  readonly installedBy?: string;
  /** Principal and secret of an unintended read. @default - none, or not by one identity */
  readonly reading?: { readonly principal: PartyId; readonly secret: PartyId };
  /** Principal and target of a certain indirect access. @default - none */
  readonly takeover?: string;
}
