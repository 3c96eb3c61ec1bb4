import { Region } from "../sets";

/**
 * A set of packets with unknown parts: `certain` packets pass whatever the unknowns are, packets outside of `possible`
 * never do. Without unknowns, both are equal.
 */
export interface Extent {
  readonly certain: Region;
  readonly possible: Region;
  /** Unknowns that make a difference. */
  readonly unknowns: readonly string[];
}

export const exactly = (region: Region): Extent => ({ certain: region, possible: region, unknowns: [] });

export const nothing: Extent = exactly(Region.empty);

/** Possibly all of `region`, certainly nothing. */
export const perhaps = (region: Region, ...unknowns: string[]): Extent => ({
  certain: Region.empty,
  possible: region,
  unknowns,
});

export const both = (a: Extent, b: Extent): Extent => combined(a, b, (one, other) => one.intersect(other));

const either = (a: Extent, b: Extent): Extent => combined(a, b, (one, other) => one.union(other));

/** Combines both bounds; only once if both extents have no unknowns, as most do. */
function combined(a: Extent, b: Extent, combine: (a: Region, b: Region) => Region): Extent {
  const possible = combine(a.possible, b.possible);
  const areExact = a.certain === a.possible && b.certain === b.possible;
  return {
    certain: areExact ? possible : combine(a.certain, b.certain),
    possible,
    unknowns: merged(a, b),
  };
}

export const anyOf = (extents: readonly Extent[]): Extent => extents.reduce(either, nothing);

export function mapped({ certain, possible, unknowns }: Extent, map: (region: Region) => Region): Extent {
  const found = map(possible);
  return { certain: certain === possible ? found : map(certain), possible: found, unknowns };
}

const merged = (a: Extent, b: Extent): readonly string[] =>
  b.unknowns.length === 0 ? a.unknowns : [...new Set([...a.unknowns, ...b.unknowns])];
