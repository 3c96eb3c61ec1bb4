import type { z } from "zod";
import type { JsonSchema } from "../schema/json-schema";

/** Boolean values in the notations of other formats and of YAML 1.1. */
const truth: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  y: true,
  on: true,
  false: false,
  no: false,
  n: false,
  off: false,
};

/** Fix for a value of the wrong type, if it is a common mistake. */
export function fixForType(
  expected: JsonSchema | undefined,
  value: unknown,
  written: string,
): string | undefined {
  switch (expected?.type) {
    case "string":
      // A quoted boolean would be a string, but not one of the allowed strings.
      return typeof value === "boolean" && expected.enum && !expected.enum.includes(written)
        ? undefined
        : fixForText(value, written);
    case "boolean":
      return typeof value === "boolean" ? undefined : fixForTruth(value, written);
    case "integer":
      return fixForNumber(value);
    case "array":
      if (Array.isArray(value)) return undefined;
      return isMapping(value)
        ? "Make it a list: put `- ` before its first key, and indent the others as far."
        : "Make it a list: [a, b] or lines that start with `- `.";
    case "object":
      return isMapping(value) ? undefined : fixForMapping(expected, value);
    default: {
      // A mapping with variants.
      const [variant] = expected?.oneOf ?? expected?.anyOf ?? [];
      return variant?.type === "object" && !isMapping(value) ? fixForMapping(variant, value) : undefined;
    }
  }
}

/**
 * The value converted to the expected type, in the notation that its author probably intended; undefined if it already
 * has this type or cannot be converted.
 */
export function convertedToType(
  expected: JsonSchema | undefined,
  value: unknown,
  written: string,
): string | number | undefined {
  if (expected?.type === "string")
    return typeof value === "number" || typeof value === "boolean" ? written : undefined;
  if (expected?.type !== "integer") return undefined;
  if (typeof value === "string") return isNumeric.test(value) ? Math.trunc(Number(value)) : undefined;
  return Number.isFinite(value) && !Number.isInteger(value) ? Math.trunc(value as number) : undefined;
}

/** A string in YAML notation, quoted if YAML would otherwise parse it as a number. */
export const inYaml = (text: string): string => (isNumeric.test(text) ? JSON.stringify(text) : text);

const isNumeric = /^-?\d+(\.\d+)?$/;

const isMapping = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function fixForText(value: unknown, written: string): string | undefined {
  const quoted = `Put it in quotes: "${written}".`;
  if (typeof value === "number")
    return `${quoted} Without them YAML reads a number, and zeros at its ends are lost.`;
  if (typeof value === "boolean") return `${quoted} Without them YAML reads a boolean.`;
  return typeof value === "string" ? undefined : "Write one text.";
}

function fixForTruth(value: unknown, written: string): string {
  const meant = truth[written.toLowerCase()];
  if (typeof value !== "string" || meant === undefined) return "Write true or false.";
  return written.toLowerCase() === String(meant)
    ? `Remove the quotes: ${meant}.`
    : `Write ${meant}: YAML 1.2 has no other words for it.`;
}

function fixForNumber(value: unknown): string | undefined {
  if (typeof value === "string" && /^\d+$/.test(value)) return `Remove the quotes: ${value}.`;
  if (typeof value !== "number") return "Write a number, without quotes or unit.";
  return Number.isInteger(value) ? undefined : "Write a whole number.";
}

function fixForMapping({ properties = {}, required = [] }: JsonSchema, value: unknown): string {
  const [key] = [...required, ...Object.keys(properties)];
  const lines = `\`${key ?? "key"}: …\` lines below it, indented by two spaces`;
  return Array.isArray(value) ? `Write ${lines}, without \`- \`.` : `Write ${lines}.`;
}

type Limit = number | bigint;

/** Fixes for lists, strings and numbers outside of their limits. */
const limitFixes: Readonly<
  Record<"too_small" | "too_big", Readonly<Record<string, (limit: Limit) => string>>>
> = {
  too_small: {
    array: (least) => `List at least ${least}.`,
    string: (least) => `Write at least ${Number(least) === 1 ? "one character" : `${least} characters`}.`,
    number: (least) => `Raise it to ${least} or more.`,
  },
  too_big: {
    array: (most) => `List at most ${most}.`,
    string: (most) => `Cut it to ${most} characters or fewer.`,
    number: (most) => `Lower it to ${most} or less.`,
  },
};

/** Fix for a violated limit; undefined for other issues. */
export function fixForLimit(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code !== "too_small" && issue.code !== "too_big") return undefined;
  const limit = issue.code === "too_small" ? issue.minimum : issue.maximum;
  if (issue.origin === "array" && issue.exact) return `List exactly ${limit}.`;
  const { number, [issue.origin]: own = number } = limitFixes[issue.code];
  return own?.(limit);
}
