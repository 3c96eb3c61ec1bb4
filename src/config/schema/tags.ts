import { z } from "zod";
import { enumerate, show } from "../problem";
import { type PartialComplaint, rule } from "./rule";

/** Tag keys that this project sets. */
const ownKeys = ["Name", "Environment", "Stack", "ManagedBy", "Organization"];

/** AWS allows 50 tags per resource, including those of this project and of AWS services. */
const mostTags = 40;

/**
 * Reserved prefixes of any service with tagged resources; EKS and RDS also refuse theirs in values.
 * https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_Tag.html
 */
const keptOfKeys = ["aws:", "rds:", "kubernetes.io/"];
const keptOfValues = ["aws:", "rds:"];

const startsWithOne = (text: string, beginnings: readonly string[]): boolean =>
  beginnings.some((beginning) => text.toLowerCase().startsWith(beginning));

/**
 * Elastic Load Balancing refuses leading and trailing spaces.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-tags.html
 */
const hasOuterBlanks = (text: string): boolean => text !== text.trim();

/**
 * Characters that every service accepts.
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
 */
const characters = /^[\p{L}\p{N} _.:/=+@-]*$/u;

const key = rule(z.string(), (name) => {
  const found = `the key ${show(name)}`;
  const own = ownKeys.find((other) => other.toLowerCase() === name.toLowerCase());
  if (own)
    return {
      found,
      allowed: `keys other than ${ownKeys.join(", ")}`,
      fix: `Delete it: the project sets ${own} itself.`,
    };
  if (startsWithOne(name, keptOfKeys))
    return {
      found,
      allowed: `keys that do not begin with ${enumerate(keptOfKeys, "or")}`,
      fix: "Choose another key.",
    };
  if (hasOuterBlanks(name))
    return { found, allowed: "keys without blanks at their ends", fix: "Take them out." };
  if (name.length > 0 && name.length <= 128 && characters.test(name)) return undefined;
  return {
    found,
    allowed: "1 to 128 letters, digits, spaces and _ . : / = + - @",
    fix: "Choose another key.",
  };
});

const value = rule(z.string(), (text) => {
  if (startsWithOne(text, keptOfValues))
    return {
      found: show(text),
      allowed: `values that do not begin with ${enumerate(keptOfValues, "or")}`,
      fix: "Choose another value.",
    };
  if (hasOuterBlanks(text))
    return { found: show(text), allowed: "values without blanks at their ends", fix: "Take them out." };
  if (text.length <= 256 && characters.test(text)) return undefined;
  return {
    found: show(text),
    allowed: "at most 256 letters, digits, spaces and _ . : / = + - @",
    fix: "Shorten it, or take out the other characters.",
  };
});

export const tagsSchema = rule(z.record(key, value), (tags) => {
  const keys = Object.keys(tags);
  return [
    ...judgeNumber(keys.length),
    ...keys.flatMap((name, index) => judgeTwin(name, keys.slice(0, index))),
  ];
});

function judgeNumber(count: number): PartialComplaint[] {
  if (count <= mostTags) return [];
  return [{ found: `${count} tags`, allowed: `at most ${mostTags}`, fix: "Delete some." }];
}

/** IAM compares tag keys without case, and refuses a role with two equal keys. */
function judgeTwin(name: string, earlier: readonly string[]): PartialComplaint[] {
  const twin = earlier.find((other) => other.toLowerCase() === name.toLowerCase());
  if (!twin) return [];
  return [
    {
      path: [name],
      found: `the keys ${show(twin)} and ${show(name)}`,
      allowed: "keys that differ in more than upper and lower case: to IAM these are one",
      fix: "Delete one of them.",
    },
  ];
}
