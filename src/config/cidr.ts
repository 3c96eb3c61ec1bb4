/**
 * An IPv4 network as the numbers of its first and last address. Only this module parses networks in src, except for the
 * proof, which has its own parser.
 */
export interface AddressRange {
  readonly text: string;
  readonly first: number;
  readonly last: number;
  readonly prefix: number;
  /** Number of addresses. */
  readonly size: number;
  /** The same network without host bits: 10.0.0.0/16 for 10.0.0.5/16. */
  readonly canonical: string;
}

/** Parses `10.0.0.0/16`. The caller has validated the form. */
export function parseNetwork(text: string): AddressRange {
  const [address, bits] = text.split("/") as [string, string];
  const prefix = Number(bits);
  const size = 2 ** (32 - prefix);
  const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const first = Math.floor(number / size) * size;
  return {
    text,
    prefix,
    size,
    first,
    last: first + size - 1,
    canonical: `${formatAddress(first)}/${prefix}`,
  };
}

/** Whether `outer` contains every address of `inner`. */
export const contains = (outer: AddressRange, inner: AddressRange): boolean =>
  outer.first <= inner.first && inner.last <= outer.last;

/** Whether two networks have an address in common. CIDR networks are nested or disjoint, never partly overlapping. */
export const overlaps = (a: AddressRange, b: AddressRange): boolean => a.first <= b.last && b.first <= a.last;

/** The network of a prefix length whose first address is `offset` addresses after the first address of `outer`. */
export const networkAt = (outer: AddressRange, offset: number, prefix: number): string =>
  `${formatAddress(outer.first + offset)}/${prefix}`;

/** The network of another prefix length that contains the first address of a network. */
export const withPrefix = ({ first }: AddressRange, prefix: number): AddressRange =>
  parseNetwork(`${formatAddress(first)}/${prefix}`);

/**
 * Two networks merged into the one that consists of exactly both, if there is one; otherwise the networks unchanged.
 */
export function mergeNetworks(cidrs: readonly string[]): string[] {
  const [low, high] = cidrs.map(parseNetwork).sort((a, b) => a.first - b.first);
  if (!low || !high || cidrs.length > 2 || low.prefix !== high.prefix) return [...cidrs];
  const both = withPrefix(low, low.prefix - 1);
  return both.first === low.first && both.last === high.last ? [both.canonical] : [...cidrs];
}

const formatAddress = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
