export { type Interval, IntervalSet } from "./interval-set";
export { type Box, Region } from "./region";
