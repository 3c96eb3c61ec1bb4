/** Measures, and prints each row as soon as it is available. */
export type Benchmark = (print: (text: string) => void) => void;

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
