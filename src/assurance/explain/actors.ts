import type { Proof } from "../gate";
import {
  administrator,
  otherAccount,
  outsidersOf,
  type Role,
  roleSubject,
  type ServiceAccount,
  type Subject,
} from "../identity";
import type { Party } from "../network";

/** Somebody who may want a secret, with every identity that is theirs to begin with. */
export interface Actor {
  readonly name: string;
  /** Whom AWS sees without anything in between. */
  readonly subjects: readonly Subject[];
  /** Those of the subjects that are roles of this configuration. */
  readonly roles: readonly Role[];
  /** Service accounts whose tokens it is given. */
  readonly accounts: readonly ServiceAccount[];
  /** Address of what makes its pods. @default - it is no single workload */
  readonly workload?: string;
}

/** Who may be asked about beside sources of connections, by name. */
export function principals({ model }: Proof): ReadonlyMap<string, () => Actor> {
  const places = new Map(model.secrets.map(({ place }) => [String(place.account), place]));
  const strangers = [...places.values()].flatMap((place) => [administrator(place), otherAccount(place)]);
  return new Map<string, () => Actor>([
    ...model.serviceAccounts.map((account) => {
      const name = `service account ${account.namespace}/${account.name}`;
      return [name, () => ({ ...nobody, name, accounts: [account] })] as const;
    }),
    ...model.roles.map((role) => [role.name, () => asRole(role.name, role)] as const),
    ...[...strangers, ...outsidersOf(model)].map(
      (subject) => [subject.name, () => ({ ...nobody, name: subject.name, subjects: [subject] })] as const,
    ),
  ]);
}

/** A source of connections as AWS sees it: by its role, or by the service account of its pods. */
export function actorOf({ model }: Proof, { name, kind, address }: Party): Actor {
  if (kind !== "pods") {
    const arn = model.compute.find((one) => one.address === address)?.roleArn;
    const role = arn && model.roles.find((one) => one.arn.key === arn.key);
    return role ? asRole(name, role) : { ...nobody, name };
  }
  const pod = model.pods.find((one) => one.address === address);
  const namespace = /^any pod of (.+)$/.exec(name)?.[1];
  const accounts = model.serviceAccounts.filter((account) =>
    pod
      ? account.namespace.key === pod.namespace.key && account.name.key === pod.serviceAccount.key
      : String(account.namespace) === namespace,
  );
  return { ...nobody, name, accounts, ...(pod && { workload: pod.address }) };
}

const nobody = { subjects: [], roles: [], accounts: [] };

const asRole = (name: string, role: Role): Actor => ({
  ...nobody,
  name,
  subjects: [roleSubject(role)],
  roles: [role],
});
