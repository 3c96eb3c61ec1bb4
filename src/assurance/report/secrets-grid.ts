import { reading, reasonFor } from "../exceptions";
import type { Proof } from "../gate";
import type { Access, Foothold, SecretReport } from "../identity";
import { partyText } from "../party";
import { isMembers, isNode } from "./footholds-grid";
import type { Grid } from "./grid";

const mostRows = 20;
const mostColumns = 6;

/** Who can read and write which secret, without administrators that the intent allows to write. */
export function secretsGrid({ identity, intent, exceptions }: Proof): Grid {
  const trusted = new Set(
    intent.identity.secrets
      .filter(({ administrators }) => administrators)
      .map(({ secret }) => partyText(secret)),
  );
  const secrets = identity.secrets.map((secret) => {
    const isShown = ({ kind }: Access) =>
      !trusted.has(secret.secret) || (kind !== "administrator" && kind !== "outsider");
    const isExcepted = ({ id }: Access) => reasonFor(exceptions, reading(id, secret.id)) !== undefined;
    return {
      ...secret,
      writers: secret.writers.filter(isShown),
      excepted: secret.readers.filter(isExcepted),
    };
  });
  const places = identity.footholds.filter((one) => isNode(one) || isMembers(one));
  if (secrets.length > mostRows) return counted(secrets);
  const all = secrets.flatMap(({ readers, writers }) => [...readers, ...writers]);
  const principals = [...new Set(all.map(({ name }) => name))];
  return principals.length + places.length > mostColumns
    ? listed(secrets, places)
    : crossed(secrets, principals, places);
}

interface Row extends SecretReport {
  /** Unintended readers with an exception. */
  readonly excepted: readonly Access[];
}

const crossed = (
  secrets: readonly Row[],
  principals: readonly string[],
  places: readonly Foothold[],
): string[][] => [
  ["who reads and writes", ...principals, ...places.map(({ name }) => name)],
  ...secrets.map((secret) => [
    secret.secret,
    ...principals.map((principal) => cell(principal, secret)),
    ...places.map((place) => (comesBy(place, secret) ? "reads" : "-")),
  ]),
];

const listed = (secrets: readonly Row[], places: readonly Foothold[]): string[][] => [
  ["secret", "read by", "written by"],
  ...secrets.map((secret) => [
    secret.secret,
    [
      names(secret.readers, secret.excepted),
      ...places.filter((place) => comesBy(place, secret)).map(({ name }) => name),
    ]
      .filter((text) => text !== "-")
      .join(", ") || "-",
    names(secret.writers),
  ]),
];

const comesBy = ({ reads }: Foothold, { id }: SecretReport): boolean =>
  reads.some(({ secret }) => partyText(secret) === partyText(id));

const names = (all: readonly Access[], excepted: readonly Access[] = []): string =>
  all
    .map((access) => `${perhaps(access)}${access.name}${excepted.includes(access) ? " (excepted)" : ""}`)
    .join(", ") || "-";

const perhaps = ({ verdict }: Access): string => (verdict.kind === "allowed" ? "" : "perhaps ");

function cell(principal: string, { readers, writers, excepted }: Row): string {
  const reader = readers.find(({ name }) => name === principal);
  const rights = [
    right(reader && excepted.includes(reader) ? "reads (excepted)" : "reads", reader),
    right(
      "writes",
      writers.find(({ name }) => name === principal),
    ),
  ];
  return rights.filter((one) => one !== "").join(", ") || "-";
}

const right = (what: string, access: Access | undefined): string => (access ? perhaps(access) + what : "");

function counted(secrets: readonly SecretReport[]): string[][] {
  const row = (name: string, own: readonly SecretReport[]) => [
    name,
    String(own.length),
    range(own.map(({ readers }) => readers.length)),
    range(own.map(({ writers }) => writers.length)),
  ];
  return [
    ["secrets", "how many", "readers of each", "writers of each"],
    row(
      "of organizations",
      secrets.filter(({ masterOf }) => masterOf === undefined),
    ),
    row(
      "master passwords",
      secrets.filter(({ masterOf }) => masterOf !== undefined),
    ),
  ];
}

function range(counts: readonly number[]): string {
  const sorted = [...new Set(counts)].sort((a, b) => a - b);
  const [least = 0, most = least] = [sorted[0], sorted.at(-1)];
  return least === most ? String(least) : `${least} to ${most}`;
}

/** Which roles come by a credential indirectly. */
export const takeoversText = ({ takeovers }: Proof["identity"]): string =>
  takeovers.length === 0
    ? "No role has an indirect way to a credential: none can replace the code, policies or trust of a principal that may read one."
    : `Indirect ways: ${takeovers.map(({ by, means }) => `${by} ${means}`).join("; ")}.`;
