import { z } from "zod";
import { show } from "../problem";
import { type PartialComplaint, rule } from "./rule";

/** Fewer words name a thing; a reason says why it has to be. */
const fewestWords = 4;

const reason = rule(z.string(), (text) => {
  const words = text.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length;
  if (words >= fewestWords && !text.includes("\n")) return undefined;
  return {
    found: text.includes("\n")
      ? "a reason of several lines"
      : `${show(text)}, a reason in ${words === 1 ? "one word" : `${words} words`}`,
    allowed: `one line of at least ${fewestWords} words: every report shows it to whoever asks`,
    fix: "Say who needs it, for what, and where it was decided.",
  };
}).describe("Why it has to be, in a sentence. Every report shows it.");

/** What externalAccess lists has a load balancer and rules of its own; nothing else of the Internet gets in. */
const source = rule(z.string().min(1), (name) => {
  if (!/^internet\b/i.test(name)) return undefined;
  return {
    found: show(name),
    allowed: "a source inside: nobody answers for all of the Internet",
    fix: "List its ranges in externalAccess.allowedCidrs.",
  };
});

const connect = z.strictObject({
  allow: z.literal("connect").describe("One source may open connections to one database."),
  source: source.describe(
    "Who connects, as reports name it, such as `instance dev-network/aws_instance.bastion`.",
  ),
  database: z.string().describe("Identifier of the instance, such as dev-shared."),
  reason,
});

const read = z.strictObject({
  allow: z.literal("read").describe("One role may read one secret."),
  principal: z
    .string()
    .min(1)
    .describe("Name of the role, or the ARN of one that these stacks do not make, as reports name it."),
  secret: z.string().describe("Name of the secret, such as acme-dev-database-credentials."),
  reason,
});

const violation = z.strictObject({
  allow: z.literal("violation").describe("One rule need not hold in one place."),
  rule: z.string().min(1).describe("The rule's sentence, as reports name it."),
  at: z
    .string()
    .min(1)
    .describe("Address of what breaks it, or the indirect way to a credential, as reports name it."),
  reason,
});

const words = ({ reason: _, ...what }: z.output<typeof connect | typeof read | typeof violation>): string =>
  Object.values(what).join(" ");

/**
 * What is possible and not meant, and has to be. Without an end date: synthesis knows no time, and an exception that
 * nothing needs any more is reported.
 */
export const exceptionsSchema = rule(
  z.array(z.discriminatedUnion("allow", [connect, read, violation])),
  (exceptions): PartialComplaint[] =>
    exceptions.flatMap((one, index) => {
      const first = exceptions.findIndex((other) => words(other) === words(one));
      if (first === index) return [];
      return [
        {
          path: [index],
          found: `what exceptions[${first}] allows already`,
          allowed: "one exception, with one reason, for one thing",
          fix: "Delete one of them.",
        },
      ];
    }),
);
