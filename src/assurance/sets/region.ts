import { concatenated } from "../grouping";
import { IntervalSet } from "./interval-set";

/** A product of one set per axis: all points whose coordinates are in the sets of their axes. */
export type Box = readonly IntervalSet[];

/**
 * A set of points with integer coordinates, as a union of disjoint boxes. Union, intersection and difference are exact,
 * so "nothing passes" is proved instead of not refuted.
 */
export class Region {
  static readonly empty = new Region([]);

  private constructor(readonly boxes: readonly Box[]) {}

  static of(...axes: Box): Region {
    return axes.some((axis) => axis.isEmpty) ? Region.empty : new Region([axes]);
  }

  static unionOf(regions: readonly Region[]): Region {
    return regions.reduce((sum, region) => sum.union(region), Region.empty);
  }

  get isEmpty(): boolean {
    return this.boxes.length === 0;
  }

  /** Number of points. */
  get size(): number {
    return this.boxes.reduce((sum, box) => sum + box.reduce((product, axis) => product * axis.size, 1), 0);
  }

  /** One point, the same in every run. */
  get sample(): readonly number[] | undefined {
    return this.boxes[0]?.map((axis) => axis.smallest as number);
  }

  has(point: readonly number[]): boolean {
    return this.boxes.some((box) => box.every((axis, index) => axis.has(point[index] as number)));
  }

  union(other: Region): Region {
    if (this === other || other.isEmpty) return this;
    if (this.isEmpty) return other;
    return new Region([...this.boxes, ...other.subtract(this).boxes]);
  }

  intersect(other: Region): Region {
    if (this === other) return this;
    const common: Box[] = [];
    for (const box of this.boxes)
      for (const cut of other.boxes) {
        const both = within(box, cut);
        if (both) common.push(both);
      }
    return common.length === 0 ? Region.empty : new Region(common);
  }

  subtract(other: Region): Region {
    let rest = this.boxes;
    for (const cut of other.boxes) rest = concatenated(rest.map((box) => without(box, cut)));
    return rest.length === 0 ? Region.empty : new Region(rest);
  }

  isSubsetOf(other: Region): boolean {
    return this.subtract(other).isEmpty;
  }

  equals(other: Region): boolean {
    return this === other || (this.isSubsetOf(other) && other.isSubsetOf(this));
  }

  /** Whether both consist of the same boxes. */
  isSame(other: Region): boolean {
    return (
      this === other ||
      (this.boxes.length === other.boxes.length &&
        this.boxes.every((box, index) =>
          box.every((axis, place) => axis.equals(other.boxes[index]?.[place] as IntervalSet)),
        ))
    );
  }

  /** The same points with their axes in another order: axis `order[i]` becomes axis `i`. */
  permuted(order: readonly number[]): Region {
    return new Region(this.boxes.map((box) => order.map((axis) => box[axis] as IntervalSet)));
  }

  /** All points with coordinates on some axes replaced by a set, for a gateway that rewrites packets. */
  rewritten(axes: ReadonlyMap<number, IntervalSet>): Region {
    return Region.unionOf(
      this.boxes.map((box) => Region.of(...box.map((set, axis) => axes.get(axis) ?? set))),
    );
  }

  /** All coordinates on an axis. */
  projected(axis: number): IntervalSet {
    return IntervalSet.unionOf(this.boxes.map((box) => box[axis] as IntervalSet));
  }
}

/** The intersection of two boxes, if not empty; the first one itself if the other contains it. */
function within(box: Box, cut: Box): Box | undefined {
  let common: IntervalSet[] | undefined;
  for (let index = 0; index < box.length; index++) {
    const own = box[index] as IntervalSet;
    const both = own.intersect(cut[index] as IntervalSet);
    if (both.isEmpty) return undefined;
    if (both !== own) {
      common ??= [...box];
      common[index] = both;
    }
  }
  return common ?? box;
}

/** The difference of two boxes: one piece per axis on which they differ, all disjoint. */
function without(box: Box, cut: Box): Box[] {
  if (!within(box, cut)) return [box];
  const pieces: Box[] = [];
  let common: Box = box;
  box.forEach((axis, index) => {
    const outside = axis.subtract(cut[index] as IntervalSet);
    if (outside.isEmpty) return;
    pieces.push(common.with(index, outside));
    common = common.with(index, axis.intersect(cut[index] as IntervalSet));
  });
  return pieces;
}
