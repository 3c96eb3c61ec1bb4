import { remembered } from "../../remembered";
import type { Key } from "../model/keys";
import type { Identity } from "../model/roles";
import type { Secret } from "../model/secrets";
import { Context } from "../policy/context";
import { decide } from "../policy/decide";
import {
  type Access,
  accessOf,
  administrator,
  factsAbout,
  otherAccount,
  type Subject,
  servicesIn,
} from "../subjects";
import { isPossible, type Verdict, verdictOn } from "../verdict";
import { unlimited, type World } from "../witnesses";
import { askKey, askSecret, policiesOf } from "./secrets";

/** One of the two policies that lock a secret, with the principals that it does not deny. */
export interface Lock {
  readonly name: "the policy of the secret" | "the policy of its key";
  /** Address of the policy. */
  readonly place: string;
  readonly readers: readonly Access[];
  readonly writers: readonly Access[];
}

/**
 * Each lock on its own: the principals that it would admit if the other lock were open and their own policies allowed
 * everything. With two locks, a mistake in one must be detected while the other still denies. Roles that a policy does
 * not name are treated like administrators.
 *
 * @param subjects subjects that the policies of the secret distinguish: see `subjectsOf`
 */
export function locksOf(secret: Secret, subjects: readonly Subject[]): Lock[] {
  const passing = (lock: keyof Verdicts): Access[] =>
    subjects
      .map((subject) => accessOf(subject, verdictsOn(subject)(secret)[lock]))
      .filter(({ verdict }) => isPossible(verdict));
  const key: Lock = {
    name: "the policy of its key",
    place: secret.encryption.kind === "customer" ? secret.encryption.key.policy.place : secret.address,
    readers: passing("keyForReading"),
    writers: passing("keyForWriting"),
  };
  // RDS creates the secret of a master password, and accepts no policy for it.
  if (secret.masterOf !== undefined) return [key];
  return [
    {
      name: "the policy of the secret",
      place: secret.policy?.place ?? secret.address,
      readers: passing("reading"),
      writers: passing("writing"),
    },
    key,
  ];
}

/** Verdicts of each lock on a subject. */
interface Verdicts {
  readonly reading: Verdict;
  readonly writing: Verdict;
  readonly keyForReading: Verdict;
  readonly keyForWriting: Verdict;
}

const verdictsOn = remembered((subject: Subject) =>
  remembered(
    (secret: Secret): Verdicts => ({
      reading: verdictOn([askSecret(subject, secret, "secretsmanager:GetSecretValue")]),
      writing: verdictOn([askSecret(subject, secret, "secretsmanager:PutSecretValue")]),
      keyForReading: verdictOn([askKey(subject, secret, "kms:Decrypt")]),
      keyForWriting: verdictOn([askKey(subject, secret, "kms:GenerateDataKey")]),
    }),
  ),
);

/** A key that a principal may use regardless of other conditions in its policy. */
export interface OpenKey {
  readonly key: string;
  /** What the principal may do with the key. */
  readonly does: string;
  readonly place: string;
  readonly by: string;
  readonly verdict: Verdict;
}

/** Permissions on a key that bypass the conditions on decryption. */
const bypassingActions: Readonly<Record<string, string>> = {
  "grant the use of": "kms:CreateGrant",
  "bring what is encrypted under another key than": "kms:ReEncryptFrom",
  "copy to another region": "kms:ReplicateKey",
};

/**
 * Keys that administrators, or roles named in their policies, may use by other means than these policies. Grants that a
 * service creates for its own resources are recognized by a condition.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-grant-is-for-aws-resource
 */
export const openKeys = ({ keys, secrets, roles, world }: KeyModel): OpenKey[] => {
  const [home] = [...roles, ...secrets];
  if (!home) return [];
  const caller = administrator(home.place);
  return keys.flatMap((key) =>
    [caller, ...world.rolesNamed([key.policy]).map(unlimited)].flatMap((subject) =>
      passing(subject)(key)
        .map(({ does, verdict }) => ({
          key: key.address,
          does,
          place: key.policy.place,
          by: subject.name,
          verdict,
        }))
        .filter(({ verdict }) => isPossible(verdict)),
    ),
  );
};

const passing = remembered((subject: Subject) =>
  remembered(({ arn, account, policy }: Key) => {
    const context = factsAbout(subject).and(
      Context.of({ "kms:GrantIsForAWSResource": "false", "kms:ViaService": "absent" }),
    );
    return Object.entries(bypassingActions).map(([does, action]): { does: string; verdict: Verdict } => ({
      does,
      verdict: verdictOn([
        decide({
          request: { principal: subject.principal, action, resource: arn, context },
          agreement: "resource",
          account,
          identityPolicies: subject.policies,
          resourcePolicy: policy,
        }),
      ]),
    }));
  }),
);

interface KeyModel {
  readonly keys: readonly Key[];
  readonly secrets: readonly Secret[];
  readonly roles: readonly Identity[];
  readonly world: World;
}

/** Subjects that the locks of a secret distinguish. */
export function subjectsOf(secret: Secret, world: World): Subject[] {
  const policies = policiesOf(secret);
  return [
    ...world.rolesNamed(policies).map(unlimited),
    ...world.witnesses(policies),
    ...policies.flatMap(servicesIn),
    administrator(secret.place),
    otherAccount(secret.place),
  ];
}
