import { z } from "zod";
import { show } from "./problem";
import { type PartialComplaint, rule } from "./rule";

/** Keys that this project sets. */
const ownKeys = ["Name", "Environment", "Stack", "ManagedBy", "Organization"];

/** AWS allows fifty a resource; the project's own and those that services add need room. */
const mostTags = 40;

/** Characters that every service takes. https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const characters = /^[\p{L}\p{N} _.:/=+@-]*$/u;

export const tagsSchema = rule(z.record(z.string(), z.string()), (tags) => {
  const keys = Object.keys(tags);
  const tooMany: PartialComplaint[] =
    keys.length > mostTags
      ? [{ found: `${keys.length} tags`, allowed: `at most ${mostTags}`, fix: "Delete some." }]
      : [];
  return [
    ...tooMany,
    ...keys.flatMap((key, index) => judgeKey(key, keys.slice(0, index))),
    ...Object.entries(tags).flatMap(([key, value]) => judgeValue(key, value)),
  ];
});

function judgeKey(key: string, earlier: readonly string[]): PartialComplaint[] {
  const complain = (found: string, allowed: string, fix: string) => [{ path: [key], found, allowed, fix }];
  const same = (other: string) => other.toLowerCase() === key.toLowerCase();
  const own = ownKeys.find(same);
  const twin = earlier.find(same);
  if (own)
    return complain(
      `the key ${show(key)}`,
      `keys other than ${ownKeys.join(", ")}`,
      `Delete it: the project sets ${own} itself.`,
    );
  if (/^(aws:|kubernetes\.io\/)/i.test(key))
    return complain(
      `the key ${show(key)}`,
      "keys without a prefix that AWS or Kubernetes reserves",
      "Choose another key.",
    );
  if (twin)
    return complain(
      `the keys ${show(twin)} and ${show(key)}`,
      "keys that differ in more than upper and lower case: to IAM these are one",
      "Delete one of them.",
    );
  if (key.length === 0 || key.length > 128 || !characters.test(key))
    return complain(
      `the key ${show(key)}`,
      "1 to 128 letters, digits, spaces and _ . : / = + - @",
      "Choose another key.",
    );
  return [];
}

function judgeValue(key: string, value: string): PartialComplaint[] {
  if (value.length <= 256 && characters.test(value)) return [];
  return [
    {
      path: [key],
      found: show(value),
      allowed: "at most 256 letters, digits, spaces and _ . : / = + - @",
      fix: "Shorten it, or take out the other characters.",
    },
  ];
}
