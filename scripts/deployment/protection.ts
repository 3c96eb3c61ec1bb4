import { z } from "zod";

const plan = z.object({
  resource_changes: z
    .array(
      z.object({
        address: z.string(),
        change: z.object({
          actions: z.array(z.string()),
          before: z.record(z.string(), z.unknown()).nullish(),
        }),
      }),
    )
    .default([]),
});

/** Arguments by which AWS refuses to delete something: after Terraform has destroyed all that stands on it. */
const protections = ["deletion_protection", "enable_deletion_protection"];

/**
 * What a plan deletes and AWS would not, by what the state says: config may have given it free, or have left it out, and
 * that is not applied yet.
 *
 * @param shown what `terraform show -json` prints of a plan
 */
export function protectedIn(shown = "{}"): string[] {
  return plan
    .parse(JSON.parse(shown))
    .resource_changes.filter(
      ({ change: { actions, before } }) =>
        actions.includes("delete") && protections.some((name) => before?.[name] === true),
    )
    .map(({ address }) => address);
}
