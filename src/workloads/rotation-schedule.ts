import { createHash } from "node:crypto";
import type { Organization } from "../config/model";

/** Length of a rotation window, in hours: Secrets Manager rotates at some time in it, and tries again until it ends. */
const windowHours = 4;

/** A window may not reach into the next day. */
const startHours = 24 - windowHours + 1;

/** A beat of the calendar: how many days it stands for, how many days it can start on, and the days as cron has them. */
interface Beat {
  readonly days: number;
  readonly places: number;
  /** Day of month, month and day of week. */
  readonly on: (place: number) => string;
}

/** Days that every month has. */
const monthDays = 28;

const everyMonths = (months: number, days: number): Beat => ({
  days,
  places: monthDays * months,
  on: (place) => {
    const day = (place % monthDays) + 1;
    const first = Math.floor(place / monthDays) + 1;
    return `${day} ${months === 1 ? "*" : listed(first, 12, months)} ?`;
  },
});

const listed = (first: number, last: number, step: number): string =>
  Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step).join(",");

/** Longest first. */
const beats: readonly Beat[] = [
  everyMonths(12, 365),
  everyMonths(6, 180),
  everyMonths(3, 90),
  everyMonths(2, 60),
  everyMonths(1, 30),
  { days: 14, places: 14, on: (place) => `${place + 1},${place + 15} * ?` },
  { days: 7, places: 7, on: (place) => `? * ${place + 1}` },
  { days: 1, places: 1, on: () => "* * ?" },
];

/** When an organization's credentials are rotated, as Secrets Manager has it. */
export interface RotationSchedule {
  readonly scheduleExpression: string;
  readonly duration: string;
}

/**
 * A schedule of the organization's own: the longest beat of the calendar that is no longer than it asks for, on a day
 * and at an hour that follow from its name. A thousand organizations so rotate spread over the whole beat, and none
 * changes its time because another comes.
 *
 * Not `rate(30 days)`: such a window always opens at midnight, and organizations that were added on one day would meet
 * there for ever. Months differ, so after 90 days may come 92.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
 */
export function rotationSchedule({
  name,
  credentialRotationDays,
}: Pick<Organization, "name" | "credentialRotationDays">): RotationSchedule {
  const beat = beats.find(({ days }) => days <= credentialRotationDays) ?? (beats.at(-1) as Beat);
  const place = spread(name, "day", beat.places);
  const hour = spread(name, "hour", startHours);
  return { scheduleExpression: `cron(0 ${hour} ${beat.on(place)} *)`, duration: `${windowHours}h` };
}

/** A number below `size`, always the same for a name, and evenly spread over names. */
function spread(name: string, aspect: string, size: number): number {
  return createHash("sha256").update(`${aspect} ${name}`).digest().readUInt32BE() % size;
}
