/** An IPv4 network as its first and last address, both as numbers. The only reader of such text in src, but for the proof. */
export interface AddressRange {
  readonly text: string;
  readonly first: number;
  readonly last: number;
  readonly prefix: number;
  /** The same network without host bits: 10.0.0.0/16 for 10.0.0.5/16. */
  readonly canonical: string;
}

/** Reads `10.0.0.0/16`. The text must have that shape already. */
export function parseNetwork(text: string): AddressRange {
  const [address, bits] = text.split("/") as [string, string];
  const prefix = Number(bits);
  const size = 2 ** (32 - prefix);
  const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const first = Math.floor(number / size) * size;
  return { text, prefix, first, last: first + size - 1, canonical: `${formatAddress(first)}/${prefix}` };
}

/** Whether every address of `inner` belongs to `outer`. */
export const contains = (outer: AddressRange, inner: AddressRange): boolean =>
  outer.first <= inner.first && inner.last <= outer.last;

/** Whether two networks share an address. Networks nest or are apart: they never overlap in part. */
export const overlaps = (a: AddressRange, b: AddressRange): boolean => a.first <= b.last && b.first <= a.last;

/** The network with a prefix length that begins so many addresses after the beginning of another. */
export const networkAt = (outer: AddressRange, offset: number, prefix: number): string =>
  `${formatAddress(outer.first + offset)}/${prefix}`;

/** The network with another prefix length that holds the first address of one. */
export const withPrefix = ({ first }: AddressRange, prefix: number): AddressRange =>
  parseNetwork(`${formatAddress(first)}/${prefix}`);

/** Two networks as the one network that is exactly both, where there is one; otherwise as they are. */
export function mergeNetworks(cidrs: readonly string[]): string[] {
  const [low, high] = cidrs.map(parseNetwork).sort((a, b) => a.first - b.first);
  if (!low || !high || cidrs.length > 2 || low.prefix !== high.prefix) return [...cidrs];
  const both = withPrefix(low, low.prefix - 1);
  return both.first === low.first && both.last === high.last ? [both.canonical] : [...cidrs];
}

const formatAddress = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
