/**
 * Three-valued (Kleene) truth. `unknown` is not a mild `false`: what is unknown may be true, so a question about who
 * can get at something counts it, and a question about who certainly can does not.
 */
export type Truth = "true" | "false" | "unknown";

export const truth = (value: boolean): Truth => (value ? "true" : "false");

export const not = (value: Truth): Truth => (value === "unknown" ? "unknown" : truth(value === "false"));

/** True when all are, false when one is. Of nothing: true. */
export const all = (values: readonly Truth[]): Truth => {
  if (values.includes("false")) return "false";
  return values.includes("unknown") ? "unknown" : "true";
};

/** True when one is, false when all are. Of nothing: false. */
export const some = (values: readonly Truth[]): Truth => {
  if (values.includes("true")) return "true";
  return values.includes("unknown") ? "unknown" : "false";
};
