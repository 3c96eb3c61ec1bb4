/**
 * Three-valued (Kleene) logic. `unknown` may be true: questions about possible access include it, questions about
 * certain access do not.
 */
export type Truth = "true" | "false" | "unknown";

export const truth = (value: boolean): Truth => (value ? "true" : "false");

export const not = (value: Truth): Truth => (value === "unknown" ? "unknown" : truth(value === "false"));

/** True if all values are, false if one is. True for an empty list. */
export const all = (values: readonly Truth[]): Truth => {
  if (values.includes("false")) return "false";
  return values.includes("unknown") ? "unknown" : "true";
};

/** True if one value is, false if all are. False for an empty list. */
export const some = (values: readonly Truth[]): Truth => {
  if (values.includes("true")) return "true";
  return values.includes("unknown") ? "unknown" : "false";
};
