import { partyText } from "../../party";
import type { IdentityReport } from "../analyze";
import type { Difference, IdentityIntent } from "../intent";
import type { Foothold } from "../questions/footholds";

/** What root on a node has beyond what is known. Roles of pods and functions are compared on their own. */
export function footholdDifferences(
  { footholds, secrets }: IdentityReport,
  intent: IdentityIntent,
): Difference[] {
  const { nodes } = intent;
  if (!nodes) return [];
  const accounts = new Set(
    nodes.accounts.map((spelling) => {
      const [namespace = "", name = ""] = spelling.split("/");
      return partyText({ kind: "service account", namespace, name });
    }),
  );
  const allowed = new Set([...accounts, ...intent.roles.map(({ role }) => role)]);
  const masters = new Set(
    secrets.filter(({ masterOf }) => masterOf !== undefined).map(({ secret }) => secret),
  );
  const isAllowedToRead = ({ secret, isCopy }: Foothold["reads"][number]): boolean =>
    nodes.readsCopies && isCopy && !masters.has(partyText(secret));
  const roots = footholds.filter(({ id }) => id.kind === "node root");
  return [...roots.flatMap((root) => surplusOf(root, allowed, isAllowedToRead)), ...absent(roots, accounts)];
}

/** What root on one node has beyond what config allows. */
function surplusOf(
  { name, address, becomes, reads, powers, unknowns }: Foothold,
  allowed: ReadonlySet<string>,
  isAllowedToRead: (read: Foothold["reads"][number]) => boolean,
): Difference[] {
  return [
    ...becomes
      .map(partyText)
      .filter((one) => !allowed.has(one))
      .map((one) => ({ at: address, text: `${name} can become ${one}, which config does not allow` })),
    ...reads
      .filter((read) => !isAllowedToRead(read))
      .map(({ secret, by, isCopy }) => ({
        at: address,
        text: `${name} reads ${partyText(secret)} ${isCopy ? "as a Kubernetes secret, by" : "as"} ${partyText(by)}, which config does not allow`,
      })),
    ...powers.map((power) => ({
      at: power.at,
      text: `${power.text}: no admission policy that the proof knows keeps it from that`,
      details: [`it is among what ${name} has`],
    })),
    ...unknowns.map(({ at, text }) => ({
      text: `${name} may have more than is known: ${text}`,
      follows: [at],
      installedBy: at,
    })),
  ];
}

/** Missing accounts of charts and add-ons: without them, pods receive no secrets, or do not restart for new ones. */
function absent(roots: readonly Foothold[], accounts: ReadonlySet<string>): Difference[] {
  if (roots.length === 0 || roots.some(({ unknowns }) => unknowns.length > 0)) return [];
  const found = new Set(roots.flatMap(({ becomes }) => becomes.map(partyText)));
  return [...accounts]
    .filter((one) => !found.has(one))
    .map((one) => ({
      text: `${one} should run on nodes by config, but nothing in the configuration brings it`,
    }));
}
