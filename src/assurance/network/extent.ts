import { Region } from "../sets";

/**
 * How far something reaches, where part of it may not be understood: `certain` packets pass whatever the unknown parts
 * turn out to be, packets outside `possible` never do. Both are the same where everything is understood.
 */
export interface Extent {
  readonly certain: Region;
  readonly possible: Region;
  /** What was not understood, where that makes a difference. */
  readonly unknowns: readonly string[];
}

export const exactly = (region: Region): Extent => ({ certain: region, possible: region, unknowns: [] });

export const nothing: Extent = exactly(Region.empty);

/** None of it for sure, all of `region` perhaps. */
export const perhaps = (region: Region, ...unknowns: string[]): Extent => ({
  certain: Region.empty,
  possible: region,
  unknowns,
});

export const both = (a: Extent, b: Extent): Extent => ({
  certain: a.certain.intersect(b.certain),
  possible: a.possible.intersect(b.possible),
  unknowns: merged(a, b),
});

const either = (a: Extent, b: Extent): Extent => ({
  certain: a.certain.union(b.certain),
  possible: a.possible.union(b.possible),
  unknowns: merged(a, b),
});

export const anyOf = (extents: readonly Extent[]): Extent => extents.reduce(either, nothing);

export const mapped = (extent: Extent, map: (region: Region) => Region): Extent => ({
  certain: map(extent.certain),
  possible: map(extent.possible),
  unknowns: extent.unknowns,
});

const merged = (a: Extent, b: Extent): readonly string[] =>
  b.unknowns.length === 0 ? a.unknowns : [...new Set([...a.unknowns, ...b.unknowns])];
