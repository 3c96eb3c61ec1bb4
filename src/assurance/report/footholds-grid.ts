import type { Proof } from "../gate";
import type { Foothold } from "../identity";
import { partyText } from "../party";
import type { Grid } from "./grid";

const mostRows = 20;

/** Places where an attacker may run code, the identities that each can assume, and the secrets that these read. */
export function footholdsGrid({ identity: { footholds } }: Proof): Grid {
  const shown = footholds.length > mostRows ? footholds.filter(isNode) : footholds;
  const others = footholds.length - shown.length;
  return [
    ["attacker inside", "can assume", "can read"],
    ...shown.map((one) => [one.name, becomingText(one), readingText(one)]),
    ...(others > 0 ? [[`${others} pods and functions`, "one role each", "the secrets of that role"]] : []),
  ];
}

export const isNode = ({ id }: Foothold): boolean => id.kind === "node root";

export const isMembers = ({ id }: Foothold): boolean => id.kind === "members";

/** Roles by name; service accounts, of which a node has many, by their number. */
function becomingText({ becomes, opensPorts, ...one }: Foothold): string {
  const roles = becomes.filter(({ kind }) => kind === "role").map(partyText);
  const accounts = becomes.filter(({ kind }) => kind === "service account");
  const ofNode = isNode({ becomes, ...one });
  return [
    ...roles,
    ...(ofNode && accounts.length > 0 ? [`${accounts.length} service accounts of the platform`] : []),
    ...(ofNode ? ["identities of pods on it"] : accounts.map(partyText)),
    ...(becomes.length === 0 ? [opensPorts ? "no role" : "-"] : []),
    ...(opensPorts ? ["port-forward to the organization's pods"] : []),
  ].join(", ");
}

/** Number of secrets, and the identities that read them unless it is the place's only role. */
function readingText({ reads, id }: Foothold): string {
  const ways = new Map<string, Set<string>>();
  for (const { secret, by, isCopy } of reads) {
    const way = isCopy ? `copied into Kubernetes, by ${partyText(by)}` : `as ${partyText(by)}`;
    ways.set(way, (ways.get(way) ?? new Set()).add(partyText(secret)));
  }
  const texts = [...ways].map(([way, { size }]) => {
    const count = `${size} ${size === 1 ? "secret" : "secrets"}`;
    return id.kind === "node root" ? `${count} ${way}` : count;
  });
  return texts.join(", ") || "-";
}
