import { type AddressRange, overlaps } from "./cidr";

/** Number of values of `rangeNumber`: a prime, so that adjacent ranges have different ones. */
const rangeNumbers = 14983;

/**
 * A number below `rangeNumbers` that depends on the range alone, so that a change of other ranges never renumbers its
 * rules. The hashed value is unique per network: 33 per address, one per prefix length. Two networks share a number
 * with a probability of 1 in `rangeNumbers`.
 */
export const rangeNumber = ({ first, prefix }: AddressRange): number => (first * 33 + prefix) % rangeNumbers;

/** The earlier, different range with the same number, if there is one. */
export const earlierOfSameNumber = (
  range: AddressRange,
  earlier: readonly AddressRange[],
): AddressRange | undefined =>
  earlier.find((other) => !overlaps(range, other) && rangeNumber(range) === rangeNumber(other));
