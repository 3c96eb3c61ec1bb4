/** Measures, and prints each row as soon as it is known. */
export type Benchmark = (print: (text: string) => void) => void;
