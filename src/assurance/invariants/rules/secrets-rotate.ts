import { isAbsent, numberOf, textOf } from "../../terraform";
import { compliant, forEach, type Rule, violated } from "../rule";

/** Days after which credentials that leaked serve nobody any more. */
const longest = 90;

export const secretsRotate: Rule = {
  id: "secrets-rotate",
  threat: "A password that leaked opens the database until it is changed.",
  check: forEach("aws_secretsmanager_secret_rotation", (rotation) => {
    const rules = (name: string) => rotation.get("rotation_rules", 0, name);
    const days = isAbsent(rules("schedule_expression"))
      ? numberOf(rules("automatically_after_days"))
      : daysOf(textOf(rules("schedule_expression")));
    return typeof days === "number" && days <= longest
      ? compliant(rotation.address)
      : violated(
          rotation.address,
          `it rotates ${typeof days === "number" ? `after ${days} days` : "when nobody knows"}, not within ${longest}`,
        );
  }),
};

/**
 * Days between two rotations. A cron expression without a choice of months or years is due every month at least.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
 */
function daysOf(schedule: unknown): number | undefined {
  const [, count, unit] = /^rate\((\d+) (hour|day)s?\)$/.exec(String(schedule)) ?? [];
  if (count !== undefined) return unit === "hour" ? Number(count) / 24 : Number(count);
  return /^cron\(\S+ \S+ \S+ \* \S+ \*\)$/.test(String(schedule)) ? 31 : undefined;
}
