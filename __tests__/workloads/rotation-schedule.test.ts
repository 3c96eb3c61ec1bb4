import { rotationSchedule } from "../../src/workloads/rotation-schedule";
import { atLeastOne } from "../support/at-least-one";
import { full } from "../support/effort";

const scheduleOf = (name: string, credentialRotationDays: number) =>
  rotationSchedule({ name, credentialRotationDays });

/** Days of a leap and a common year on which a schedule rotates, and its hour. */
function rotations({ scheduleExpression, duration }: ReturnType<typeof rotationSchedule>) {
  const fields = /^cron\(0 (\d+) (\S+) (\S+) (\S+) \*\)$/.exec(scheduleExpression);
  if (!fields) throw new Error(`${scheduleExpression} is no schedule that Secrets Manager takes`);
  const [, hour, dayOfMonth, month, dayOfWeek] = fields as unknown as [
    string,
    string,
    string,
    string,
    string,
  ];
  const fits = (field: string, value: number) =>
    field === "*" || field === "?" || field.split(",").map(Number).includes(value);
  const days: number[] = [];
  const start = Date.UTC(2028, 0, 1) / 86_400_000;
  for (let day = start; day < start + 366 + 365; day++) {
    const date = new Date(day * 86_400_000);
    if (
      fits(dayOfMonth, date.getUTCDate()) &&
      fits(month, date.getUTCMonth() + 1) &&
      fits(dayOfWeek, date.getUTCDay() + 1)
    )
      days.push(day);
  }
  return {
    days,
    hour: Number(hour),
    hours: Number.parseInt(duration, 10),
    fields: { dayOfMonth, dayOfWeek },
  };
}

const organizations = Array.from({ length: 1000 }, (_, i) => `organization-${i}`);

describe.each([
  [365, 365, 366],
  [364, 181, 184],
  [180, 181, 184],
  [90, 89, 92],
  [60, 59, 62],
  [45, 28, 31],
  [30, 28, 31],
  [14, 14, 17],
  [13, 7, 7],
  [7, 7, 7],
  [6, 1, 1],
  [1, 1, 1],
])("asked for every %d days", (asked, shortest, longest) => {
  const schedules = organizations.slice(0, full(25, 200)).map((name) => rotations(scheduleOf(name, asked)));

  test(`rotations are ${shortest} to ${longest} days apart, for every organization`, () => {
    for (const { days } of atLeastOne(schedules)) {
      const gaps = days.slice(1).map((day, i) => day - (days[i] as number));
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(shortest);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(longest);
    }
  });

  test("windows start on the hour, end on their day, and set one of the two day fields", () => {
    for (const { hour, hours, fields } of atLeastOne(schedules)) {
      expect(hours).toBe(4);
      expect(hour + hours).toBeLessThanOrEqual(24);
      expect(Object.values(fields).filter((field) => field === "?")).toHaveLength(1);
    }
  });
});

test("a thousand organizations are spread evenly over days and hours", () => {
  const all = organizations.map((name) => rotations(scheduleOf(name, 30)));
  const count = (keys: (string | number)[]) => {
    const counts = new Map<string | number, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
  };
  const days = count(all.map(({ fields }) => fields.dayOfMonth));
  expect(days.size).toBe(28);
  // Evenly would be 36 a day, 48 an hour and 1.7 a window.
  expect(Math.max(...days.values())).toBeLessThan(60);
  const hours = count(all.map(({ hour }) => hour));
  expect(hours.size).toBe(21);
  expect(Math.max(...hours.values())).toBeLessThan(75);
  const windows = count(all.map(({ fields, hour }) => `${fields.dayOfMonth} ${hour}`));
  expect(Math.max(...windows.values())).toBeLessThan(10);
});

test("an organization keeps its schedule, whichever others exist", () => {
  expect(scheduleOf("acme", 30)).toEqual({
    scheduleExpression: expect.stringMatching(/^cron\(0 \d+ \d+ \* \? \*\)$/),
    duration: "4h",
  });
  expect(scheduleOf("acme", 30)).toEqual(scheduleOf("acme", 30));
});
