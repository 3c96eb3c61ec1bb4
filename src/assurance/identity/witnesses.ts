import { concatenated } from "../grouping";
import { called, type PartyId } from "../party";
import { remembered } from "../remembered";
import type { Place } from "./model/place";
import { everythingAllowed } from "./model/policies";
import type { Role } from "./model/roles";
import { type Naming, namingsIn } from "./namings";
import { Context } from "./policy/context";
import { intersects } from "./policy/glob";
import type { Policy } from "./policy/statement";
import { Text, witnessOf } from "./policy/text";
import { roleSubject, type Subject } from "./subjects";

/**
 * The closed world of principals. Roles of the configuration and its account are known. Every other principal in a
 * policy becomes a witness: a subject that matches the name or pattern and has every permission in its own account. All
 * questions are asked for witnesses as for roles.
 */
export class World {
  private readonly roles: ReadonlyMap<string, Role>;
  private readonly accounts: ReadonlyMap<string, Text>;

  private readonly providers: ReadonlySet<string>;

  constructor(
    roles: readonly Role[],
    places: readonly Place[],
    providers: readonly { readonly arn: Text }[] = [],
  ) {
    this.providers = new Set(providers.map(({ arn }) => arn.key));
    this.roles = new Map(roles.map((role) => [role.arn.key, role]));
    this.accounts = new Map(places.map(({ account }) => [account.key, account]));
  }

  /** Principals that the policies name and that the configuration does not declare. */
  unknownPrincipalsIn(policies: readonly Policy[]): UnknownPrincipal[] {
    return concatenated(policies.map(namingsIn)).flatMap((naming) => {
      const subject = this.unknownPrincipalNamed(naming);
      return subject ? [{ subject, place: naming.place }] : [];
    });
  }

  /** Witnesses of all undeclared principals that the policies name, without duplicates. */
  witnesses(policies: readonly Policy[]): Subject[] {
    return [
      ...new Map(
        this.unknownPrincipalsIn(policies).map(({ subject }) => [subject.name, subject] as const),
      ).values(),
    ];
  }

  /** The witness of a principal, by its ARN or account; undefined if the configuration declares it. */
  unknownPrincipal(arn: Text): Subject | undefined {
    return this.unknownPrincipalNamed({ place: "", by: "AWS", value: arn });
  }

  /** Roles of the configuration that the policies name, or may name by a pattern. */
  rolesNamed(policies: readonly Policy[]): Role[] {
    const found = concatenated(policies.map(namingsIn)).flatMap(({ value }): readonly Role[] => {
      const role = this.roles.get(value.key);
      if (role) return [role];
      if (value.literal !== undefined && !/[*?]/.test(value.literal)) return [];
      return [...this.roles.values()].filter(({ arn }) => intersects(value.pattern, arn));
    });
    return [...new Set(found)];
  }

  private unknownPrincipalNamed({ by, value }: Naming): Subject | undefined {
    // Which principals a service acts for, and whose tokens a role accepts, is judged with roles and functions.
    if (by === "Service") return isService(value) ? undefined : identity(value);
    if (by === "Federated") return this.providers.has(value.key) ? undefined : identity(value);
    if (this.roles.has(value.key) || this.isOwnAccount(value, by)) return undefined;
    if (by === "AWS") return accountIdentity(value) ?? identity(value);
    if (by === "aws:principalarn" || by === "CanonicalUser") return identity(value);
    if (by === "aws:sourcearn") return this.isOwn(accountIn(value)) ? undefined : identity(value);
    if (isAccountKey(by)) return identityOf(value);
    const id: PartyId = { kind: "principals", name: `${by} ${value}` };
    const account = /org/.test(by) ? Text.other("another account") : this.ownAccount;
    return { ...outsider(anyIdentityOf(account, called(id).name), id), facts: Context.of({ [by]: value }) };
  }

  /** An account's root as a principal means the account; as `aws:PrincipalArn` it means the root user. */
  private isOwnAccount(value: Text, by: string): boolean {
    if (isAccountKey(by)) return this.isOwn(value);
    const account = by === "AWS" ? accountNamed(value) : undefined;
    return account !== undefined && this.isOwn(account);
  }

  /** If the own account is not known, every verdict is unknown already. */
  private isOwn(account: Text): boolean {
    return this.accounts.has(account.key) || this.ownAccount.unclear.length > 0;
  }

  private get ownAccount(): Text {
    return [...this.accounts.values()][0] ?? Text.other("another account");
  }
}

export interface UnknownPrincipal {
  readonly subject: Subject;
  /** The statement that names it. */
  readonly place: string;
}

const isService = ({ literal }: Text): boolean =>
  /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(literal ?? "");

const isAccountKey = (by: string): boolean => /^(aws:(principal|source)|kms:caller)account$/.test(by);

/** A role of the configuration with every permission, which a lock must deny on its own. */
export const unlimited = remembered(
  (role: Role): Subject => ({
    ...roleSubject(role),
    policies: [everythingAllowed("an administrator's policy")],
  }),
);

/** An identity that matches a pattern and has every permission in its account. */
const identity = remembered(
  (pattern: Text): Subject => outsider(pattern, { kind: "identity", name: String(pattern) }),
);

/** An arbitrary identity of an account. */
const identityOf = remembered(
  (account: Text): Subject =>
    outsider(anyIdentityOf(account, `another identity of ${account}`), {
      kind: "account",
      name: String(account),
    }),
);

function outsider(pattern: Text, id: PartyId): Subject {
  const arn = witnessOf(pattern);
  return {
    ...called(id),
    kind: "outsider",
    principal: { type: "AWS", arn, account: accountIn(arn) },
    policies: [everythingAllowed("an administrator's policy")],
  };
}

const anyIdentityOf = (account: Text, id: string): Text =>
  Text.join("arn:aws:iam::", account, ":role/", Text.other(id));

/** The account of a principal's identifier: an account number, or its root. */
const accountNamed = ({ literal = "" }: Text): Text | undefined => {
  const number = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(literal)?.[1];
  return number === undefined ? undefined : Text.of(number);
};

/** An arbitrary identity of the account of an identifier. */
const accountIdentity = remembered((identifier: Text): Subject | undefined => {
  const account = accountNamed(identifier);
  return account && identityOf(account);
});

const accountIn = (arn: Text): Text => arn.arnParts?.[4] ?? Text.other("another account");

/** Parts of a model that name undeclared principals. */
interface NamingModel {
  readonly world: World;
  readonly resourcePolicies: readonly { readonly policy: Policy }[];
  readonly clusterAccess: readonly { readonly principalArn: Text }[];
}

/** All undeclared principals of a model: those that policies name, and those that EKS admits to the cluster. */
export function outsidersOf({ world, resourcePolicies, clusterAccess }: NamingModel): Subject[] {
  const found = [
    ...world.witnesses(resourcePolicies.map(({ policy }) => policy)),
    ...clusterAccess.flatMap(({ principalArn }) => world.unknownPrincipal(principalArn) ?? []),
  ];
  return [...new Map(found.map((subject) => [subject.name, subject])).values()];
}
