import { connecting, reading, reasonFor } from "../exceptions";
import type { Proof } from "../gate";
import type { Permission } from "../intent";
import { addressesIn } from "../network";
import { type PartyId, partySpelling } from "../party";
import { isAboutRest } from "../reach-intent";
import type { HopVerdict } from "./hop";
import type { ConnectionQuestion } from "./words";

/** Whether an access is intended and, if not, the permissions that an exception would need. */
export interface Meaning {
  readonly isMeant: boolean;
  readonly permissions: readonly Permission[];
}

export function meaningOf({ intent, pairs }: Proof, { source, database, from }: ConnectionQuestion): Meaning {
  const { clients = [], ranges = [] } = intent.databases.find((one) => one.database === database.name) ?? {};
  // Access from the internet as a whole is as intended if no address outside of the listed ranges can connect.
  const rest = pairs.find((pair) => isAboutRest(pair) && pair.reach.database === database);
  return {
    isMeant:
      clients.some((client) => partySpelling(client) === partySpelling(source.id)) ||
      (from
        ? from.isSubsetOf(addressesIn(ranges))
        : source.kind === "internet" && rest?.reach.verdict === "DENIED"),
    permissions: [connecting(source.id, database.name)],
  };
}

/** For an answer about a secret: decided by the principals that may read it on behalf of the actor. */
export function meaningOfReading(
  { intent }: Proof,
  principals: readonly PartyId[],
  secret: PartyId,
): Meaning {
  const own = intent.identity.secrets.filter(
    (entry) => partySpelling(entry.secret) === partySpelling(secret),
  );
  return {
    isMeant: principals.some(
      (principal) => principal.kind === "role" && own.some(({ readers }) => readers.includes(principal.name)),
    ),
    permissions: principals.map((principal) => reading(principal, secret)),
  };
}

/** What config says about an access. */
export function meaningText(
  { exceptions }: Proof,
  { isMeant, permissions }: Meaning,
  verdict: HopVerdict,
): string {
  const [reason] = permissions.flatMap((permission) => reasonFor(exceptions, permission) ?? []);
  if (isMeant) return verdict === "allowed" ? "Config allows it." : "Config allows it, so the proof fails.";
  if (verdict === "denied") return "Config does not allow it, either.";
  return reason === undefined
    ? "Config does not allow it, so the proof fails."
    : `Config excepts it: ${reason}`;
}
