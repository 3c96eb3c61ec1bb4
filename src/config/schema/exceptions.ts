import { z } from "zod";
import { parseParty, principalPrefixes, sourcePrefixes, spellingsText } from "../../assurance/party";
import { isRuleId, ruleNames, ruleWithSentence } from "../../assurance/rule-names";
import { type Complaint, show } from "../problem";
import { suggest } from "../suggest";
import { type PartialComplaint, rule } from "./rule";

/** A shorter text only names the exception; a reason explains why it is necessary. */
const fewestWords = 4;

const reason = rule(z.string(), (text) => {
  const words = text.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length;
  if (words >= fewestWords && !text.includes("\n")) return undefined;
  return {
    found: text.includes("\n")
      ? "a reason of several lines"
      : `${show(text)}, a reason in ${words === 1 ? "one word" : `${words} words`}`,
    allowed: `one line of at least ${fewestWords} words: every report shows it`,
    fix: "Say who needs it, for what, and where it was decided.",
  };
}).describe("Why it is necessary, in a sentence. Every report shows it.");

/** A misspelled party; undefined for a party with one of the prefixes. */
function misspelled(what: string, prefixes: readonly string[], spelling: string): Complaint | undefined {
  const [prefix = ""] = spelling.split(":");
  if (prefixes.includes(prefix) && parseParty(spelling)) return undefined;
  return {
    found: show(spelling),
    allowed: `a ${what}, spelled as one of ${spellingsText(prefixes)}`,
    fix: "`npm run explain -- ENVIRONMENT` lists the spelling of each.",
  };
}

/**
 * Ranges in `externalAccess` have their own load balancer and rules; no exception opens the database to other addresses
 * of the Internet.
 */
const source = rule(z.string(), (spelling) =>
  /^internet\b/i.test(spelling)
    ? {
        found: show(spelling),
        allowed: "a source inside: no exception admits the Internet",
        fix: "List its ranges in externalAccess.allowedCidrs.",
      }
    : misspelled("source", sourcePrefixes, spelling),
);

const principal = rule(z.string(), (spelling) => misspelled("principal", principalPrefixes, spelling));

const connect = z.strictObject({
  allow: z.literal("connect").describe("One source may open connections to one database."),
  source: source.describe(
    "The source of the connection, such as `pods:acme`, `workload:acme/metabase` or `instance:dev-network/aws_instance.bastion`.",
  ),
  database: z.string().describe("Identifier of the instance, such as dev-shared."),
  reason,
});

const read = z.strictObject({
  allow: z.literal("read").describe("One role may read one secret."),
  principal: principal.describe(
    "The role, such as `role:dev-org-acme`, or a role or user that these stacks do not create, as `identity:ARN`.",
  ),
  secret: z
    .string()
    .describe("Name of the secret, such as acme-dev-database-credentials, or `master-password:INSTANCE`."),
  reason,
});

/** A rule's sentence was its identifier in earlier versions: the message for a sentence contains the id. */
const ruleId = rule(z.string(), (text) => {
  if (isRuleId(text)) return undefined;
  const id = ruleWithSentence(text) ?? suggest(text, Object.keys(ruleNames));
  return {
    found: show(text),
    allowed: "the id of a rule, which reports show after its sentence",
    fix: id ? `Write \`rule: ${id}\`.` : "Copy the id from the report that names the rule.",
  };
});

const violation = z.strictObject({
  allow: z.literal("violation").describe("One rule may be broken in one place."),
  rule: ruleId.describe("Id of the rule, such as `flow-logs`. Reports name it with the rule's sentence."),
  at: z
    .string()
    .min(1)
    .describe(
      "Address of the resource that breaks it, or the indirect way to a credential, as reports name it.",
    ),
  reason,
});

const words = ({ reason: _, ...what }: z.output<typeof connect | typeof read | typeof violation>): string =>
  Object.values(what).join(" ");

/**
 * Accepted findings. They have no expiry date, since synthesis must not depend on the time; an exception that no
 * finding needs is reported.
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
