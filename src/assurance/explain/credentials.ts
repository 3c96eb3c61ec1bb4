import type { Proof } from "../gate";
import { type Role, roleSubject, type Secret } from "../identity";
import { indented } from "../indented";
import type { PartyId } from "../party";
import type { Actor } from "./actors";
import { mountFailures } from "./failures/mount";
import { type Explanation, type Hop, hopLines, upToFirstDenial, worst } from "./hop";
import { assumeHop, givenRole, readingHops, tokenHop } from "./identity-hops";
import { meaningOfReading, meaningText } from "./meaning";

/** A path to a secret, from the principal to its value. */
interface Path {
  readonly title: string;
  readonly hops: readonly Hop[];
}

/** Explains whether a principal can read a secret: statement by statement, for each role that it has or can assume. */
export function explainCredentials(proof: Proof, actor: Actor, secret: Secret): Explanation {
  const given = actor.accounts.map((account) => byAccount(proof, actor, account, secret));
  const roles = [...actor.roles, ...given.flatMap(({ role }) => role ?? [])];
  const paths = [...given, ...otherPaths(proof, actor, roles, secret)];
  const verdicts = paths.map(({ hops }) => worst(hops));
  const verdict = (["allowed", "unknown"] as const).find((one) => verdicts.includes(one)) ?? "denied";
  return {
    verdict,
    lines: [
      `${actor.name} > ${secret.name}  ${verdict.toUpperCase()}`,
      meaningText(proof, meaningOfReading(proof, readersFor(actor, roles), secret.id), verdict),
      // Beside an open path, closed ones are irrelevant.
      ...paths.filter(({ hops }) => verdict !== "allowed" || worst(hops) === "allowed").flatMap(pathLines),
      ...(paths.length === 0
        ? ["", "It has no identity in AWS and can assume none, so AWS answers none of its requests."]
        : []),
      ...mountFailures(proof, actor, secret, verdict),
    ],
  };
}

function pathLines({ title, hops }: Path): string[] {
  const verdict = worst(hops);
  const open = verdict === "allowed" ? "open" : verdict === "unknown" ? "perhaps open" : "closed";
  return ["", `${title}: ${open}`, ...indented(hopLines(upToFirstDenial(hops)))];
}

/** The principals that read on behalf of an actor. */
const readersFor = ({ subjects }: Actor, roles: readonly Role[]): PartyId[] =>
  [...subjects, ...roles.map(roleSubject)].map(({ id }) => id);

/**
 * Paths other than by its service accounts' roles: its own identities, roles that it could assume, and policies that it
 * could change.
 */
function otherPaths(proof: Proof, actor: Actor, roles: readonly Role[], secret: Secret): Path[] {
  const others = readersOf(proof, secret).filter((reader) => !roles.includes(reader));
  return [
    ...actor.subjects.map((subject) => ({ title: `As ${subject.name}`, hops: readingHops(subject, secret) })),
    ...others.flatMap((reader) => byTaking(proof, actor, roles, reader, secret)),
    ...roles.flatMap((role) => indirectly(proof, role, secret)),
  ];
}

/** The first step of pods: assume the role of their service account. */
function byAccount(
  { model }: Proof,
  { workload }: Actor,
  account: Actor["accounts"][number],
  secret: Secret,
): Path & { readonly role?: Role } {
  const { hop, role, needsToken } = givenRole(model, account);
  const as = `${account.namespace}/${account.name}`;
  const running: Hop[] = workload
    ? [{ verdict: "allowed", what: "pods", details: [`run as the service account ${as}`, `at ${workload}`] }]
    : [];
  if (!role) return { title: `With the role of the service account ${as}`, hops: [...running, hop] };
  return {
    title: `With the role ${role.name}, of the service account ${as}`,
    role,
    hops: [
      ...running,
      hop,
      ...(needsToken ? [tokenHop(model, account, role)] : []),
      ...readingHops(roleSubject(role), secret),
    ],
  };
}

const readersOf = ({ identity, model }: Proof, secret: Secret): Role[] => {
  const readers = identity.secrets.find(({ address }) => address === secret.address)?.readers ?? [];
  const names = new Set(readers.filter(({ kind }) => kind === "role").map(({ name }) => name));
  return model.roles.filter(({ name }) => names.has(name));
};

/** A principal without permission to read the secret may be able to assume a role with it. */
const byTaking = (
  { model }: Proof,
  actor: Actor,
  roles: readonly Role[],
  reader: Role,
  secret: Secret,
): Path[] =>
  [
    ...actor.accounts.map((account) => ({ by: "with its token", hop: tokenHop(model, account, reader) })),
    ...roles.map((role) => ({ by: `as ${role.name}`, hop: assumeHop(role, reader) })),
  ].map(({ by, hop }) => ({
    title: `By assuming the role ${reader.name}, which reads the secret, ${by}`,
    hops: [hop, ...readingHops(roleSubject(reader), secret)],
  }));

/** Indirect paths, by changing what denies the principal. */
function indirectly({ identity, model }: Proof, { name }: Role, secret: Secret): Path[] {
  const { encryption } = secret;
  const key = encryption.kind === "customer" ? encryption.key.address : undefined;
  const readers = identity.secrets.find(({ address }) => address === secret.address)?.readers ?? [];
  const database = model.databases.find(({ address }) => address === secret.masterOf)?.identifier;
  const ends = [secret.name, key, database, ...readers.map((reader) => reader.name)];
  return identity.takeovers
    .filter(({ by, gains }) => by === name && (ends.includes(gains) || gains.startsWith("everything")))
    .map(({ means, gains, verdict }) => ({
      title: `Indirectly: it ${means}`,
      hops: [
        {
          verdict: verdict.kind === "allowed" ? ("allowed" as const) : ("unknown" as const),
          what: gains,
          details:
            verdict.kind === "allowed" ? verdict.witness : verdict.kind === "unknown" ? verdict.because : [],
        },
      ],
    }));
}
