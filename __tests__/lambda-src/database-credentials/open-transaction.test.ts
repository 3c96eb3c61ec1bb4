import { Harness } from "./support/harness";

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness.stop());

test("an open transaction of an organization delays its own changes by seconds, and others' not at all", async () => {
  const stuck = await harness.provisioned("stuck", { isolation: "schema" });
  const others = await Promise.all(
    ["calm-0", "calm-1", "calm-2", "calm-3"].map((name, index) =>
      harness.provisioned(name, { isolation: index % 2 ? "schema" : "database" }),
    ),
  );
  const session = await harness.open(harness.content(stuck));
  await session.query(
    "BEGIN; SET ROLE NONE; ALTER ROLE stuck__a SET work_mem = '1MB'; ALTER ROLE stuck__a SET jit = off",
  );
  const start = performance.now();
  const after: number[] = [];
  const timed = async (work: Promise<unknown>) => {
    await work;
    after.push(performance.now() - start);
  };
  await Promise.all([
    harness.invoke(stuck.event).then(() => harness.rotate(stuck)),
    ...others.map(({ event }) => timed(harness.invoke(event))),
  ]);
  expect(after).toHaveLength(4);
  expect(Math.max(...after)).toBeLessThan(10_000);
  await session.end().catch(() => {});
});
