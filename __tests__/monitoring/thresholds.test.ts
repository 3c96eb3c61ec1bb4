import {
  creditsPerHour,
  knownDatabaseClasses,
  maxConnections,
} from "../../src/config/facts/database-classes";
import { thresholdsOf } from "../../src/monitoring/thresholds";
import { atLeastOne } from "../support/at-least-one";
import { environment } from "../support/fixtures";

const of = (settings: Record<string, unknown>) =>
  thresholdsOf(environment({ database: { maxStorageGiB: 9000, ...settings } }).database);

test("follow memory and maximum connections of the instance class", () => {
  const { maxConnections: most, connections, freeMemory } = of({ instanceClass: "db.m7g.large" });
  expect(most).toBe(maxConnections({ instanceClass: "db.m7g.large" }));
  expect(connections).toBe(Math.floor(most * 0.8));
  // A twentieth of 8 GiB.
  expect(freeMemory).toBe(429_496_729);
});

test("in every class, alarms start before the limit is reached, and not for an idle instance", () => {
  for (const instanceClass of atLeastOne(knownDatabaseClasses)) {
    const { maxConnections: most, connections } = of({ instanceClass });
    expect(connections).toBeGreaterThan(20);
    expect(most - connections).toBeGreaterThan(10);
  }
});

test.each([
  [20, 2_147_483_648, 60],
  [399, 42_842_298_777, 60],
  [400, 42_949_672_960, 240],
])("with %i GiB storage is low at %i bytes, and %i operations are too many", (storageGiB, free, queue) => {
  expect(of({ storageGiB })).toMatchObject({ freeStorage: free, queuedOperations: queue });
});

test("include CPU credits for burstable classes only", () => {
  expect(of({ instanceClass: "db.t4g.medium" }).cpuCredits).toBe(24);
  expect(of({ instanceClass: "db.m7g.large" })).not.toHaveProperty("cpuCredits");
  const burstable = knownDatabaseClasses.filter((name) => creditsPerHour(name) !== undefined);
  expect(burstable).toEqual(knownDatabaseClasses.filter((name) => name.startsWith("db.t")));
  expect(burstable).toHaveLength(12);
});
