import type { z } from "zod";
import type { Complaint, Path } from "../problem";

/**
 * A complaint about the value at `path` inside a value.
 *
 * @default path - the value itself
 */
export interface PartialComplaint extends Complaint {
  readonly path?: Path;
}

/** Adds a check to a schema that JSON Schema cannot express. */
export function rule<T extends z.ZodType>(
  schema: T,
  judge: (value: z.output<T>) => PartialComplaint | readonly PartialComplaint[] | undefined,
): T {
  return schema.superRefine((value, context) => {
    for (const { path = [], ...complaint } of [judge(value) ?? []].flat() as PartialComplaint[]) {
      const message = `${complaint.found}; allowed: ${complaint.allowed}`;
      context.addIssue({ code: "custom", path: [...path], message, params: { ...complaint } });
    }
  });
}

/** Items of a list that occurred before, with their indexes. */
const duplicates = (items: readonly string[]): { item: string; index: number }[] =>
  items.map((item, index) => ({ item, index })).filter(({ item, index }) => items.indexOf(item) < index);

/** Checks that no item of a list occurs twice. */
export const unique = (what: string, items: readonly string[], key?: string): PartialComplaint[] =>
  duplicates(items).map(({ item, index }) => ({
    path: key ? [index, key] : [index],
    found: `${JSON.stringify(item)} a second time`,
    allowed: `each ${what} once`,
    fix: key ? "Rename or delete one of them." : "Delete one of them.",
  }));
