import { createHash } from "node:crypto";
import type { Organization } from "../config/model";

/**
 * Length of a rotation window, in hours: Secrets Manager rotates at some time in the window, and retries until its end.
 */
const windowHours = 4;

/** A window must not extend into the next day. */
const startHours = 24 - windowHours + 1;

/** A calendar interval: its length in days, the number of possible start days, and the days as cron fields. */
interface Interval {
  readonly days: number;
  readonly startDays: number;
  /** Day of month, month and day of week. */
  readonly on: (startDay: number) => string;
}

/** Number of days that every month has. */
const monthDays = 28;

const everyMonths = (months: number, days: number): Interval => ({
  days,
  startDays: monthDays * months,
  on: (startDay) => {
    const day = (startDay % monthDays) + 1;
    const first = Math.floor(startDay / monthDays) + 1;
    return `${day} ${months === 1 ? "*" : listed(first, 12, months)} ?`;
  },
});

const listed = (first: number, last: number, step: number): string =>
  Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step).join(",");

/** Longest first. */
const intervals: readonly Interval[] = [
  everyMonths(12, 365),
  everyMonths(6, 180),
  everyMonths(3, 90),
  everyMonths(2, 60),
  everyMonths(1, 30),
  { days: 14, startDays: 14, on: (startDay) => `${startDay + 1},${startDay + 15} * ?` },
  { days: 7, startDays: 7, on: (startDay) => `? * ${startDay + 1}` },
  { days: 1, startDays: 1, on: () => "* * ?" },
];

/** Schedule of a rotation, in the form of Secrets Manager. */
export interface RotationSchedule {
  readonly scheduleExpression: string;
  readonly duration: string;
}

/**
 * The schedule of an organization: the longest calendar interval that does not exceed the requested number of days, on
 * a day and at an hour derived from the organization's name. So a thousand organizations are spread over the whole
 * interval, and none changes its time when another is added.
 *
 * Not `rate(30 days)`: its window always opens at midnight, so all organizations that were added on one day would
 * always rotate at the same time. Months differ in length: an interval of 90 days may take 92.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
 */
export function rotationSchedule({
  name,
  credentialRotationDays,
}: Pick<Organization, "name" | "credentialRotationDays">): RotationSchedule {
  const interval =
    intervals.find(({ days }) => days <= credentialRotationDays) ?? (intervals.at(-1) as Interval);
  const startDay = spread(name, "day", interval.startDays);
  const hour = spread(name, "hour", startHours);
  return { scheduleExpression: `cron(0 ${hour} ${interval.on(startDay)} *)`, duration: `${windowHours}h` };
}

/** A number below `size` that is constant for a name and evenly distributed over names. */
function spread(name: string, aspect: string, size: number): number {
  return createHash("sha256").update(`${aspect} ${name}`).digest().readUInt32BE() % size;
}
