import { type AddressRange, overlaps } from "./cidr";

/** How many numbers there are for ranges: a prime, so that ranges side by side get different ones. */
const rangeNumbers = 14983;

/**
 * A number below `rangeNumbers` that follows from a range alone: whatever else is listed, its rules stay the same.
 * Networks are counted, 33 per address, one per prefix length; two of them have the same number once in `rangeNumbers`.
 */
export const rangeNumber = ({ first, prefix }: AddressRange): number => (first * 33 + prefix) % rangeNumbers;

/** The earlier range that has the number of this one, where they are different ranges. */
export const earlierOfSameNumber = (
  range: AddressRange,
  earlier: readonly AddressRange[],
): AddressRange | undefined =>
  earlier.find((other) => !overlaps(range, other) && rangeNumber(range) === rangeNumber(other));
