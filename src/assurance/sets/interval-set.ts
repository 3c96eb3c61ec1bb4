import { rememberedByKey } from "../remembered";

/** Integers from `first` to `last`, inclusive. */
export type Interval = readonly [first: number, last: number];

/**
 * A set of integers as sorted intervals that neither overlap nor touch, so that equal sets have equal intervals. All
 * operations are exact. Addresses, ports and protocol numbers are such sets. Bounds are read by index, because
 * destructuring would create an iterator per interval in the hottest code.
 */
export class IntervalSet {
  static readonly empty = new IntervalSet([]);

  private constructor(readonly intervals: readonly Interval[]) {}

  /** The union of intervals in any order; intervals whose end precedes their start are empty. */
  static of(...intervals: readonly Interval[]): IntervalSet {
    const merged: [number, number][] = [];
    for (const [first, last] of intervals.filter(([a, b]) => a <= b).sort(([a], [b]) => a - b)) {
      const previous = merged.at(-1);
      if (previous && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
      else merged.push([first, last]);
    }
    return merged.length === 0 ? IntervalSet.empty : new IntervalSet(merged);
  }

  static unionOf(sets: readonly IntervalSet[]): IntervalSet {
    return sets.reduce((sum, set) => sum.union(set), IntervalSet.empty);
  }

  /** One member: the same set for the same one, as few ports and protocols are asked about so often. */
  static readonly single = rememberedByKey((value: number) => new IntervalSet([[value, value]]));

  get isEmpty(): boolean {
    return this.intervals.length === 0;
  }

  /** Number of integers. */
  get size(): number {
    return this.intervals.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  }

  /** The smallest member. */
  get smallest(): number | undefined {
    return this.intervals[0]?.[0];
  }

  has(value: number): boolean {
    return this.intervals.some((one) => one[0] <= value && value <= one[1]);
  }

  isSame(other: IntervalSet): boolean {
    return this.equals(other);
  }

  equals(other: IntervalSet): boolean {
    return (
      this === other ||
      (this.intervals.length === other.intervals.length &&
        this.intervals.every((one, index) => {
          const another = other.intervals[index] as Interval;
          return one[0] === another[0] && one[1] === another[1];
        }))
    );
  }

  union(other: IntervalSet): IntervalSet {
    if (this === other || other.isEmpty) return this;
    return this.isEmpty ? other : IntervalSet.of(...this.intervals, ...other.intervals);
  }

  intersect(other: IntervalSet): IntervalSet {
    if (this === other || other.spans(this)) return this;
    if (this.spans(other)) return other;
    const common: Interval[] = [];
    let i = 0;
    let j = 0;
    while (i < this.intervals.length && j < other.intervals.length) {
      const one = this.intervals[i] as Interval;
      const another = other.intervals[j] as Interval;
      const first = Math.max(one[0], another[0]);
      const last = Math.min(one[1], another[1]);
      if (first <= last) common.push([first, last]);
      if (one[1] < another[1]) i++;
      else j++;
    }
    return common.length === 0 ? IntervalSet.empty : new IntervalSet(common);
  }

  subtract(other: IntervalSet): IntervalSet {
    if (this === other) return IntervalSet.empty;
    const rest: Interval[] = [];
    for (const one of this.intervals) {
      let start = one[0];
      const last = one[1];
      for (const cut of other.intervals) {
        if (cut[1] < start || cut[0] > last) continue;
        if (cut[0] > start) rest.push([start, cut[0] - 1]);
        start = cut[1] + 1;
      }
      if (start <= last) rest.push([start, last]);
    }
    return rest.length === 0 ? IntervalSet.empty : new IntervalSet(rest);
  }

  /** Whether this is one interval that contains another set, as for all ports, all addresses and most rules. */
  private spans({ intervals }: IntervalSet): boolean {
    const own = this.intervals[0];
    const first = intervals[0];
    const last = intervals.at(-1);
    return (
      own !== undefined &&
      this.intervals.length === 1 &&
      first !== undefined &&
      last !== undefined &&
      own[0] <= first[0] &&
      last[1] <= own[1]
    );
  }

  isSubsetOf(other: IntervalSet): boolean {
    return this.subtract(other).isEmpty;
  }
}
