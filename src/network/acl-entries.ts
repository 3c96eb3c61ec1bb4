import { mergeNetworks, parseNetwork } from "../config/cidr";
import { rangeNumber } from "../config/range-numbers";
import { type Addresses, type Flow, listedPlaces, type Match, type Place } from "./flow";

/** One entry of a network ACL, with its purpose, for which AWS has no description field. */
export interface AclEntry {
  /** Part of its Terraform address. */
  readonly id: string;
  readonly direction: "ingress" | "egress";
  /** AWS evaluates entries by ascending number; the first match decides. */
  readonly number: number;
  readonly action: "allow" | "deny";
  readonly cidr: string;
  readonly match: Match;
  readonly why: string;
}

export interface AclEntriesProps {
  readonly flows: readonly Flow[];
  readonly addresses: Addresses;
  /** Address ranges of the VPCs. */
  readonly privateNetworks: readonly string[];
}

/** Offset of the entries for responses from those for the requests of the same flow. */
const answerOffset = 10;
const everywhere = "0.0.0.0/0";
/** The range of the internet includes the VPC's addresses, so its entries follow a denial of those. */
const privateDenial = 900;
const internetOffset = 1000;

/**
 * Entries of the network ACL of a place.
 *
 * Network ACLs are stateless: a connection needs four entries, for its requests and its responses at both ends. All
 * four are derived from one flow, so that they always agree.
 */
export function aclEntries(place: Place, props: AclEntriesProps): AclEntry[] {
  const allowed = props.flows.flatMap((flow) => entriesOfFlow(place, flow, props.addresses));
  const entries = [...allowed, ...denials(allowed, props.privateNetworks)].sort(
    (a, b) => a.number - b.number,
  );
  checkNumbers(place, entries);
  return entries;
}

/** AWS refuses a second entry with the same number, but only during apply. */
function checkNumbers(place: Place, entries: AclEntry[]): void {
  const taken = new Map<string, AclEntry>();
  for (const entry of entries) {
    const key = `${entry.direction} ${entry.number}`;
    const other = taken.get(key);
    if (other) {
      throw new Error(
        `Network ACL of ${place}: ${other.id} and ${entry.id} are both rule ${key}; give one of the flows another number`,
      );
    }
    taken.set(key, entry);
  }
}

function entriesOfFlow(place: Place, flow: Flow, addresses: Addresses): AclEntry[] {
  const { requests, answers, placeOf } = flow.traffic;
  const entries = (
    direction: AclEntry["direction"],
    peer: Place,
    matches: readonly Match[],
    answer = false,
  ) =>
    matches.flatMap((match, i) =>
      networksOf(peer, addresses).map(({ cidr, place }) => {
        const number = flow.number + 2 * (answer ? i : placeOf(match, i)) + place + offset(peer, answer);
        return {
          id: `${direction}-${number}-${flow.id}${answer ? "-answers" : ""}`,
          direction,
          number,
          action: "allow" as const,
          cidr,
          match,
          why: answer ? `Answers: ${flow.why}` : flow.why,
        };
      }),
    );
  const path = flow.through ? [flow.from, flow.through, flow.to] : [flow.from, flow.to];
  return path.flatMap((stop, index) => {
    if (stop !== place) return [];
    const towardsSource =
      index > 0
        ? [...entries("ingress", flow.from, requests), ...entries("egress", flow.from, answers, true)]
        : [];
    const towardsTarget =
      index < path.length - 1
        ? [...entries("egress", flow.to, requests), ...entries("ingress", flow.to, answers, true)]
        : [];
    return [...towardsSource, ...towardsTarget];
  });
}

/**
 * Networks of a place, each with its offset in the numbers of a flow. A listed range has a number of its own and is
 * never merged with an adjacent one, so that a change of one range leaves all other entries unchanged.
 */
const networksOf = (peer: Place, addresses: Addresses): { cidr: string; place: number }[] =>
  listedPlaces.includes(peer)
    ? addresses[peer].map((cidr) => ({ cidr, place: rangeNumber(parseNetwork(cidr)) }))
    : mergeNetworks(addresses[peer]).map((cidr, place) => ({ cidr, place }));

const offset = (peer: Place, answer: boolean): number =>
  (answer ? answerOffset : 0) + (peer === "internet" ? internetOffset : 0);

function denials(entries: AclEntry[], privateNetworks: readonly string[]): AclEntry[] {
  const directions = new Set(entries.filter(({ cidr }) => cidr === everywhere).map((e) => e.direction));
  return [...directions].flatMap((direction) =>
    privateNetworks.map((cidr, index) => ({
      id: `${direction}-${privateDenial + index}-private-networks`,
      direction,
      number: privateDenial + index,
      action: "deny" as const,
      cidr,
      match: { protocol: "-1" as const },
      why: "Entries after this one are about the internet, not about neighbours inside",
    })),
  );
}
