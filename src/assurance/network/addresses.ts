import { type Interval, IntervalSet } from "../sets";

/** All IPv4 addresses as integers. */
export const everyAddress = IntervalSet.of([0, 2 ** 32 - 1]);

/** The addresses of an IPv4 network such as 10.0.0.0/16; undefined for other texts. */
export function network(cidr: string): IntervalSet | undefined {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  if (!found) return undefined;
  const [a, b, c, d, length] = found.slice(1).map(Number) as [number, number, number, number, number];
  if ([a, b, c, d].some((byte) => byte > 255) || length > 32) return undefined;
  const size = 2 ** (32 - length);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const first = address - (address % size);
  return IntervalSet.of([first, first + size - 1]);
}

/** The union of the addresses of networks. */
export const addressesIn = (cidrs: readonly string[]): IntervalSet =>
  IntervalSet.unionOf(cidrs.map((cidr) => network(cidr) ?? IntervalSet.empty));

export const prefixLength = (cidr: string): number => Number(cidr.slice(cidr.indexOf("/") + 1));

/**
 * Possible source addresses of packets from the internet: all except for those that are never announced.
 * https://www.iana.org/assignments/iana-ipv4-special-registry
 */
export const internetAddresses = everyAddress.subtract(
  addressesIn([
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "224.0.0.0/3",
  ]),
);

/**
 * Addresses of a subnet that interfaces can have: AWS reserves the first four and the last.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
export const usableAddresses = (subnet: IntervalSet): IntervalSet =>
  IntervalSet.of(...subnet.intervals.map(([first, last]): Interval => [first + 4, last - 1]));

export const addressText = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");

/** Addresses as text: networks such as 10.0.0.0/16 if possible, otherwise ranges. */
export function addressesText({ intervals }: IntervalSet): string {
  const shown = intervals.slice(0, 3).map(rangeText);
  return [
    ...shown,
    ...(intervals.length > shown.length ? [`${intervals.length - shown.length} more`] : []),
  ].join(", ");
}

function rangeText([first, last]: Interval): string {
  if (first === last) return addressText(first);
  const length = 32 - Math.log2(last - first + 1);
  return Number.isInteger(length) && first % (last - first + 1) === 0
    ? `${addressText(first)}/${length}`
    : `${addressText(first)} to ${addressText(last)}`;
}
