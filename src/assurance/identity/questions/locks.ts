import type { PartyId } from "../../party";
import type { Secret } from "../model/secrets";
import { administrator, otherAccount, type Subject, servicesIn } from "../subjects";
import { isPossible, type Verdict, verdictOn } from "../verdict";
import { unlimited, type World } from "../witnesses";
import { askKey, askSecret, policiesOf } from "./secrets";

/** One of the two policies that guard a secret, with the principals that it does not keep out. */
export interface Lock {
  readonly name: "the policy of the secret" | "the policy of its key";
  readonly readers: readonly Passage[];
  readonly writers: readonly Passage[];
}

/** A principal that a lock lets pass. */
export interface Passage {
  readonly kind: Subject["kind"];
  readonly id: PartyId;
  /** What reports call it. */
  readonly name: string;
  readonly verdict: Verdict;
}

/**
 * Each lock alone: whom it would let pass if the other one were open and the caller's own policies allowed everything.
 * With two locks, a mistake in one of them must show while the other one still holds. Roles that a policy does not name are
 * kept out, or not, as administrators are.
 */
export function locksOf(secret: Secret, world: World): Lock[] {
  const subjects = subjectsOf(secret, world);
  const passing = (can: (subject: Subject) => Verdict): Passage[] =>
    subjects
      .map((subject) => {
        const { kind, id, name } = subject;
        return { kind, id, name, verdict: can(subject) };
      })
      .filter(({ verdict }) => isPossible(verdict));
  const ofSecret = (action: string) => passing((subject) => verdictOn([askSecret(subject, secret, action)]));
  const ofKey = (action: string) => passing((subject) => verdictOn([askKey(subject, secret, action)]));
  const key: Lock = {
    name: "the policy of its key",
    readers: ofKey("kms:Decrypt"),
    writers: ofKey("kms:GenerateDataKey"),
  };
  // RDS makes the secret of a master password, and accepts no policy for it.
  if (secret.masterOf !== undefined) return [key];
  return [
    {
      name: "the policy of the secret",
      readers: ofSecret("secretsmanager:GetSecretValue"),
      writers: ofSecret("secretsmanager:PutSecretValue"),
    },
    key,
  ];
}

function subjectsOf(secret: Secret, world: World): Subject[] {
  const policies = policiesOf(secret);
  return [
    ...world.rolesNamed(policies).map(unlimited),
    ...world.witnesses(policies),
    ...policies.flatMap(servicesIn),
    administrator(secret.place),
    otherAccount(secret.place),
  ];
}
