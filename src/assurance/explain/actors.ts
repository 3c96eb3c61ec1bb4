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
import { type PartyId, partyText } from "../party";

/** A principal in a question about a secret, with all identities that it starts with. */
export interface Actor {
  readonly id: PartyId;
  /** Its name in reports. */
  readonly name: string;
  /** Its identities in AWS, without any assumed role. */
  readonly subjects: readonly Subject[];
  /** Those identities that are roles of this configuration. */
  readonly roles: readonly Role[];
  /** Service accounts whose tokens it receives. */
  readonly accounts: readonly ServiceAccount[];
  /** Address of the workload. @default - none, if it is no single workload */
  readonly workload?: string;
}

/** Principals that questions may name, in addition to sources of connections. */
export function principals({ model }: Proof): Actor[] {
  const places = new Map(model.secrets.map(({ place }) => [String(place.account), place]));
  const strangers = [...places.values()].flatMap((place) => [administrator(place), otherAccount(place)]);
  return [
    ...model.serviceAccounts.map((account) => {
      const [namespace, name] = [String(account.namespace), String(account.name)];
      return { ...actor({ kind: "service account", namespace, name }), accounts: [account] };
    }),
    ...model.roles.map((role) => asRole({ kind: "role", name: role.name }, role)),
    ...[...strangers, ...outsidersOf(model)].map((subject) => ({
      ...actor(subject.id),
      subjects: [subject],
    })),
  ];
}

/** The identities of a source of connections: its role, or the service account of its pods. */
export function actorOf({ model }: Proof, { id, address }: Party): Actor {
  if (id.kind !== "pods") {
    const arn = model.compute.find((one) => one.address === address)?.roleArn;
    const role = arn && model.roles.find((one) => one.arn.key === arn.key);
    return role ? asRole(id, role) : actor(id);
  }
  const pod = model.pods.find((one) => one.address === address);
  const accounts = model.serviceAccounts.filter((account) =>
    pod
      ? account.namespace.key === pod.namespace.key && account.name.key === pod.serviceAccount.key
      : String(account.namespace) === id.namespace,
  );
  return { ...actor(id), accounts, ...(pod && { workload: pod.address }) };
}

/** An actor without any identity. */
const actor = (id: PartyId): Actor => ({ id, name: partyText(id), subjects: [], roles: [], accounts: [] });

const asRole = (id: PartyId, role: Role): Actor => ({
  ...actor(id),
  subjects: [roleSubject(role)],
  roles: [role],
});
