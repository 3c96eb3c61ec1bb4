import type { z } from "zod";
import type { Complaint, Path } from "../problem";

/** A complaint about a part of a value; without `path`, about the value itself. */
export interface PartialComplaint extends Complaint {
  readonly path?: Path;
}

/** Adds a judgement to a schema that JSON Schema has no words for. */
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

/** Every item of a list that stands there twice, from its second time on. */
const duplicates = (items: readonly string[]): { item: string; index: number }[] =>
  items.map((item, index) => ({ item, index })).filter(({ item, index }) => items.indexOf(item) < index);

/** Refuses a list that says something twice. */
export const unique = (what: string, items: readonly string[], key?: string): PartialComplaint[] =>
  duplicates(items).map(({ item, index }) => ({
    path: key ? [index, key] : [index],
    found: `${JSON.stringify(item)} a second time`,
    allowed: `each ${what} once`,
    fix: key ? "Rename or delete one of them." : "Delete one of them.",
  }));
