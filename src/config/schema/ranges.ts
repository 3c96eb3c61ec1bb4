import { contains, networkAt, overlaps, parseNetwork } from "../cidr";
import { reservedNetworks } from "../facts/networks";
import { type Complaint, show } from "../problem";
import { earlierOfSameNumber } from "../range-numbers";
import { cidr } from "./fields";
import { type PartialComplaint, rule } from "./rule";

/**
 * Prefix length of the widest public range: so narrow a range has one owner, and two ranges cannot each be half of the
 * Internet.
 */
export const shortestPrefix = 16;

/** Checks that no address is listed twice, and that each range has a different number in network ACLs. */
export const judgeTogether = (ranges: readonly string[]): PartialComplaint[] => [
  ...ranges.flatMap((range, index) => judgeOverlap(range, index, ranges.slice(0, index))),
  ...ranges.flatMap((range, index) => judgeNumber(range, index, ranges.slice(0, index))),
];

/** The parts of messages that differ between lists of ranges. */
interface Refusals {
  /** Fix for a range that is too wide. */
  readonly tooWide: string;
  /** Complaint about a reserved range. */
  readonly reserved: Complaint;
}

/**
 * Ranges of clients, such as offices.
 *
 * @param isFree whether a range is accepted without a check
 */
export const clientRange = ({ tooWide, reserved }: Refusals, isFree = (_: string): boolean => false) =>
  rule(cidr, (range) =>
    isFree(range) ? undefined : (judgeWidth(range, tooWide) ?? judgeReserved(range, reserved)),
  );

/** Two halves of the Internet would bypass a check for 0.0.0.0/0, so ranges have a maximum width. */
function judgeWidth(range: string, fix: string): Complaint | undefined {
  const { prefix } = parseNetwork(range);
  if (prefix >= shortestPrefix) return undefined;
  const share = prefix === 0 ? "the whole Internet" : `1/${2 ** prefix} of the Internet`;
  return {
    found: `${show(range)}: ${share}`,
    allowed: `ranges of yours, /${shortestPrefix} or smaller`,
    fix,
  };
}

function judgeReserved(range: string, { found, ...demands }: Complaint): Complaint | undefined {
  const reserved = reservedNetworks.find((other) => overlaps(parseNetwork(range), parseNetwork(other)));
  return reserved && { found: `${show(range)}, inside ${reserved}: ${found}`, ...demands };
}

function judgeOverlap(range: string, index: number, earlier: readonly string[]): PartialComplaint[] {
  const network = parseNetwork(range);
  return earlier
    .filter((other) => overlaps(network, parseNetwork(other)))
    .map((other) => {
      const [inner, outer] = contains(parseNetwork(other), network) ? [range, other] : [other, range];
      return {
        path: [index],
        found: inner === outer ? `${show(range)} a second time` : `${show(range)}, which overlaps ${other}`,
        allowed: "each address in one range: otherwise a range that is taken out stays open through another",
        fix: `Delete ${inner === outer ? "one of them" : `${inner}: ${outer} covers it`}.`,
      };
    });
}

/**
 * Entries of a network ACL need different numbers. A number that depended on the other ranges would change with the
 * list.
 */
function judgeNumber(range: string, index: number, earlier: readonly string[]): PartialComplaint[] {
  const other = earlierOfSameNumber(parseNetwork(range), earlier.map(parseNetwork));
  if (!other) return [];
  return [
    {
      path: [index],
      found: `${show(range)}, which by coincidence gets the rule number of ${other.text} in network ACLs`,
      allowed: "ranges whose numbers differ; a number follows from its range alone",
      fix: splitOne(range, other.text),
    },
  ];
}

/** Fix for equal numbers: split ranges have different numbers; a single address is replaced by a range around it. */
function splitOne(...ranges: [string, string]): string {
  const networks = ranges.map(parseNetwork);
  const wide = networks.find(({ prefix }) => prefix < 32);
  if (!wide) {
    const pairs = ranges.map((range) => parseNetwork(range.replace("/32", "/31")).canonical);
    return `List one of them with its neighbour, where its owner has both: ${pairs.join(" or ")}.`;
  }
  const prefix = wide.prefix + 1;
  const halves = [0, 2 ** (32 - prefix)].map((offset) => networkAt(wide, offset, prefix));
  return `List ${wide.text} as its halves, ${halves.join(" and ")}.`;
}
