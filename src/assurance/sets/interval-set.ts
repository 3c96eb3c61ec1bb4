/** Integers from `first` to `last`, both included. */
export type Interval = readonly [first: number, last: number];

/**
 * A set of integers as sorted intervals that neither overlap nor touch, so that equal sets look equal. All operations
 * are exact. Addresses, ports and protocol numbers are such sets.
 */
export class IntervalSet {
  static readonly empty = new IntervalSet([]);

  private constructor(readonly intervals: readonly Interval[]) {}

  /** The union of intervals in any order; those that end before they begin are empty. */
  static of(...intervals: readonly Interval[]): IntervalSet {
    const merged: [number, number][] = [];
    for (const [first, last] of intervals.filter(([a, b]) => a <= b).sort(([a], [b]) => a - b)) {
      const previous = merged.at(-1);
      if (previous && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
      else merged.push([first, last]);
    }
    return merged.length === 0 ? IntervalSet.empty : new IntervalSet(merged);
  }

  static single(value: number): IntervalSet {
    return new IntervalSet([[value, value]]);
  }

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
    return this.intervals.some(([first, last]) => first <= value && value <= last);
  }

  isSame(other: IntervalSet): boolean {
    return this.equals(other);
  }

  equals(other: IntervalSet): boolean {
    return (
      this === other ||
      (this.intervals.length === other.intervals.length &&
        this.intervals.every(([first, last], index) => {
          const [otherFirst, otherLast] = other.intervals[index] as Interval;
          return first === otherFirst && last === otherLast;
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
      const [a, b] = this.intervals[i] as Interval;
      const [c, d] = other.intervals[j] as Interval;
      if (Math.max(a, c) <= Math.min(b, d)) common.push([Math.max(a, c), Math.min(b, d)]);
      if (b < d) i++;
      else j++;
    }
    return common.length === 0 ? IntervalSet.empty : new IntervalSet(common);
  }

  subtract(other: IntervalSet): IntervalSet {
    if (this === other) return IntervalSet.empty;
    const rest: Interval[] = [];
    for (const [first, last] of this.intervals) {
      let start = first;
      for (const [from, to] of other.intervals) {
        if (to < start || from > last) continue;
        if (from > start) rest.push([start, from - 1]);
        start = to + 1;
      }
      if (start <= last) rest.push([start, last]);
    }
    return rest.length === 0 ? IntervalSet.empty : new IntervalSet(rest);
  }

  /** Whether this is one interval from end to end of another set: every port, every address, and most of what rules say. */
  private spans({ intervals }: IntervalSet): boolean {
    const [own, more] = this.intervals;
    const [first, last] = [intervals[0], intervals.at(-1)];
    return (
      own !== undefined &&
      more === undefined &&
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
