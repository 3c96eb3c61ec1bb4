import { reasonFor } from "../exceptions";
import type { Proof } from "../gate";
import type { Permission } from "../intent";
import { addressesIn } from "../network";
import { restOfInternet } from "../reach-intent";
import type { HopVerdict } from "./hop";
import type { ConnectionQuestion } from "./words";

/** Whether something is meant, and if not, whether somebody wrote down why it is there nevertheless. */
export interface Meaning {
  readonly isMeant: boolean;
  readonly permissions: readonly Permission[];
}

export function meaningOf({ intent, pairs }: Proof, { source, database, from }: ConnectionQuestion): Meaning {
  const { clients = [], ranges = [] } = intent.databases.find((one) => one.database === database.name) ?? {};
  // The internet as a whole is open as it is meant to be where nobody beside the listed ranges gets in.
  const rest = pairs.find(({ name, reach }) => name === restOfInternet && reach.database === database);
  return {
    isMeant:
      clients.includes(source.name) ||
      (from
        ? from.isSubsetOf(addressesIn(ranges))
        : source.kind === "internet" && rest?.reach.verdict === "DENIED"),
    permissions: [{ allow: "connect", source: source.name, database: database.name }],
  };
}

/** By the names of those who may read it on somebody's behalf. */
export const meaningOfReading = (
  { intent }: Proof,
  principals: readonly string[],
  secret: string,
): Meaning => ({
  isMeant: principals.some((one) =>
    intent.identity.secrets.some((entry) => entry.secret === secret && entry.readers.includes(one)),
  ),
  permissions: principals.map((principal) => ({ allow: "read", principal, secret })),
});

/** What config says to an answer. */
export function meaningText(
  { exceptions }: Proof,
  { isMeant, permissions }: Meaning,
  verdict: HopVerdict,
): string {
  const [reason] = permissions.flatMap((permission) => reasonFor(exceptions, permission) ?? []);
  if (isMeant)
    return verdict === "allowed"
      ? "Config means it."
      : "Config means it to be open: npm start says so, and fails.";
  if (verdict === "denied") return "Config does not mean it either.";
  return reason === undefined
    ? "Config does not mean it: npm start says so, and fails."
    : `Config excepts it: ${reason}`;
}
