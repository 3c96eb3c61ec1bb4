import type { PartyId } from "../party";

/** Who is meant to come by credentials. Declared apart from what is built, so that a mistake in one shows in the other. */
export interface IdentityIntent {
  /** ARNs of identities outside of the configuration that it is meant to name: administrators, who may plan. */
  readonly outsiders: readonly string[];
  /** ARNs of the identities that administer Kubernetes: each must be able to, and no other may. */
  readonly administrators: readonly string[];
  /** Names of roles that may look at objects of Kubernetes that hold no credentials. */
  readonly lookers: readonly string[];
  /** ARNs of the identities that look at one namespace and open ports of its pods: each must be able to. */
  readonly members: readonly MemberIntent[];
  readonly secrets: readonly SecretIntent[];
  readonly roles: readonly RoleIntent[];
  readonly databaseLogins: readonly LoginIntent[];
  /** What root on a node is known to have. @default - not judged */
  readonly nodes?: NodeIntent;
}

export interface MemberIntent {
  readonly principal: string;
  readonly namespace: string;
}

export interface NodeIntent {
  /** Service accounts of the platform that may run there, as `namespace/name`. */
  readonly accounts: readonly string[];
  /** Whether organizations' secrets come to it as Kubernetes secrets. */
  readonly readsCopies: boolean;
}

export interface SecretIntent {
  readonly secret: PartyId;
  /** Names of the roles that must be able to read it; no other principal may. */
  readonly readers: readonly string[];
  readonly writers: readonly string[];
  /** What administrators of the account, and others outside of the configuration, are trusted with. @default - nothing */
  readonly administrators?: "write";
}

export interface RoleIntent {
  readonly role: string;
  /** Who must be able to take it; no other may. */
  readonly holders: readonly PartyId[];
  /** ARNs outside of the configuration that may, too: whether they can, their own policies say. @default - none */
  readonly outsiders?: readonly string[];
  /** Name of the function that alone runs with it. @default - it is for something else than a function */
  readonly runs?: string;
}

export interface LoginIntent {
  readonly role: string;
  /** An instance, or the proxy before it. */
  readonly database: PartyId;
  readonly user: string;
}

/** Something that is possible and not meant, or the other way round. */
export interface Difference {
  /** A sentence. */
  readonly text: string;
  /** What is not known, line by line. @default - all is known */
  readonly details?: readonly string[];
  /** Address of the policy or resource that makes it so. @default - the first that the text names */
  readonly at?: string | undefined;
  /** Addresses of what it may follow from, the likeliest first. @default - it follows from nothing else */
  readonly follows?: readonly string[];
  /** Address of the chart or the add-on of which nothing is known. @default - it is about something else */
  readonly installedBy?: string;
  /** Who reads which secret without being meant to. @default - it is about something else, or not about one identity */
  readonly reading?: { readonly principal: PartyId; readonly secret: PartyId };
  /** An indirect way, by whom and to what. @default - it is about something else, or not certain */
  readonly takeover?: string;
}
