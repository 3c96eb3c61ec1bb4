import type { Proof } from "../../../src/assurance";
import { causesOf } from "../../../src/assurance/causes";
import { causeLines } from "../../../src/assurance/report/cause-lines";

/** What people read first of each cause, in the order in which they read it. */
export const firstLines = ({ problems }: Proof): string[] =>
  causesOf(problems).map((cause) => causeLines(cause)[0] ?? "");
