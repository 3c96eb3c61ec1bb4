import { z } from "zod";

const plan = z.object({
  resource_changes: z
    .array(
      z.object({
        address: z.string(),
        type: z.string(),
        change: z.object({
          actions: z.array(z.string()),
          before: z.record(z.string(), z.unknown()).nullish(),
        }),
      }),
    )
    .default([]),
});

/** A resource that a plan deletes or replaces. */
export interface Deleted {
  readonly address: string;
  readonly type: string;
  /** Arguments in the state, which may differ from config. */
  readonly before: Readonly<Record<string, unknown>>;
}

/** @param shown output of `terraform show -json` for a plan */
export const deletedIn = (shown = "{}"): Deleted[] =>
  plan
    .parse(JSON.parse(shown))
    .resource_changes.filter(({ change: { actions } }) => actions.includes("delete"))
    .map(({ address, type, change: { before } }) => ({ address, type, before: before ?? {} }));
