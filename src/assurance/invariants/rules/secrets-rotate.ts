import {
  type Configuration,
  certain,
  isAbsent,
  isUnknown,
  numberOf,
  textOf,
  type Value,
} from "../../terraform";
import { compliant, forEach, type Rule, violated } from "../rule";

/** Default maximum in days. */
const longest = 90;

/** Duration of a rotation that waits for locks in the database. */
const leastSeconds = 60;

/** Number of days that every month has. */
const month = 28;
const year = 12;

export const secretsRotate: Rule = {
  id: "secrets-rotate",
  threat: "A leaked password is valid until it is changed.",
  check: forEach("aws_secretsmanager_secret_rotation", (rotation, { configuration, choices }) => {
    const rules = (name: string): Value => rotation.get("rotation_rules", 0, name);
    const days = isAbsent(rules("schedule_expression"))
      ? numberOf(rules("automatically_after_days"))
      : daysOf(String(textOf(rules("schedule_expression"))));
    const most = choices.rotationDays?.get(rotation.stack) ?? longest;
    const named = configuration.named("aws_secretsmanager_secret", rotation.get("secret_id"));
    if (certain(named)?.resource.stack !== rotation.stack)
      return violated(rotation.address, "it rotates a secret that its own stack does not declare");
    const hindrance = hindranceOf(rotation.get("rotation_lambda_arn"), configuration);
    if (hindrance !== undefined) return violated(rotation.address, hindrance);
    return typeof days === "number" && days <= most
      ? compliant(rotation.address)
      : violated(
          rotation.address,
          typeof days === "number"
            ? `it rotates every ${Math.ceil(days)} days, and config requires at most ${most}`
            : "how often it rotates is not known",
        );
  }),
};

/** Reasons for which Secrets Manager cannot invoke the function. It sends no source token, unlike other services. */
function hindranceOf(lambda: Value, configuration: Configuration): string | undefined {
  const named = configuration.named("aws_lambda_function", lambda);
  const rotator = certain(named)?.resource;
  if (!rotator) return `its function is not known${named.answer === "exactly" ? "" : `: ${named.reason}`}`;
  if (textOf(rotator.get("reserved_concurrent_executions")) === "0")
    return `${rotator.address} never runs: its reserved_concurrent_executions is 0`;
  const seconds = numberOf(rotator.get("timeout")) ?? 3;
  if (isUnknown(seconds) || seconds < leastSeconds)
    return `${rotator.address} has a timeout below ${leastSeconds} seconds`;
  return configuration.derived(functionsThatRotate).has(rotator.address)
    ? undefined
    : `Secrets Manager may not invoke ${rotator.address}`;
}

/** Addresses of the functions that Secrets Manager may invoke. */
const functionsThatRotate = (configuration: Configuration): ReadonlySet<string> =>
  new Set(
    configuration
      .resources("aws_lambda_permission")
      .filter(
        (permission) =>
          textOf(permission.get("principal")) === "secretsmanager.amazonaws.com" &&
          isAbsent(permission.get("event_source_token")) &&
          isAbsent(permission.get("qualifier")),
      )
      .flatMap(
        (permission) =>
          certain(configuration.named("aws_lambda_function", permission.get("function_name"))) ?? [],
      )
      .map(({ resource }) => resource.address),
  );

/**
 * Days between two rotations, counted in months of 28 days.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
 */
function daysOf(schedule: string): number | undefined {
  const [, count, unit] = /^rate\((\d+) (hour|day)s?\)$/.exec(schedule) ?? [];
  if (count !== undefined) return unit === "hour" ? Number(count) / 24 : Number(count);
  const [, days = "", months = "", weekdays = ""] =
    /^cron\(\S+ \S+ ([\d,*?]+) ([\dA-Z,*]+) ([\dA-Z,*?]+) \*\)$/.exec(schedule) ?? [];
  if (months === "") return undefined;
  const gap = months === "*" ? 1 : widestGap(numbersIn(months, year));
  const found =
    days !== "?"
      ? (gap * month) / (days === "*" ? month : numbersIn(days, month).length)
      : weekdays === "*"
        ? gap
        : (gap === 1 ? 1 : 4 * gap) * (7 / numbersIn(weekdays, 7).length);
  // A list without a valid number, such as only the 31st.
  return Number.isFinite(found) ? found : undefined;
}

/** Distinct numbers of a list up to `most`. Days that not every month has, such as the 31st, are excluded. */
const numbersIn = (list: string, most: number): number[] =>
  [...new Set(list.split(",").map(numberOfName))]
    .filter((one) => one >= 1 && one <= most)
    .sort((a, b) => a - b);

/** AWS accepts numbers or names for days of the week and months. */
const numberOfName = (text: string): number =>
  [daysOfWeek, monthsOfYear].map((names) => names.indexOf(text) + 1).find((place) => place > 0) ??
  Number(text);

const daysOfWeek = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const monthsOfYear = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ");

/** Maximum number of months between two months of a list, including the turn of the year. */
const widestGap = (months: readonly number[]): number =>
  Math.max(...months.map((one, index) => (months[index + 1] ?? (months[0] as number) + 12) - one));
