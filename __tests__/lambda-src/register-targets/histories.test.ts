import fc from "fast-check";
import { type Move, World, type WorldProps } from "./support/world";

const address = fc.constantFrom("10.0.4.1", "10.0.5.2", "10.0.5.3");

/** A name that moves a few times. A failover takes a minute at least, so an address stays for as long. */
const moves: fc.Arbitrary<Move[]> = fc
  .array(fc.record({ address, stays: fc.integer({ min: 60_000, max: 150_000 }) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((list) => {
    let at = 0;
    return list.map(({ address: to, stays }, i) => {
      at += i === 0 ? 0 : stays;
      return { at, address: to };
    });
  });
const latencies = fc.array(fc.integer({ min: 1, max: 2_500 }), { minLength: 3, maxLength: 12 });
const faults = fc.array(
  fc.constantFrom("none" as const, "none" as const, "lost" as const, "answer-lost" as const),
  {
    minLength: 1,
    maxLength: 12,
  },
);
const failedQueries = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 });
const lags = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 8 });
const runs = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 400_000 }),
    trigger: fc.constantFrom("schedule" as const, "event" as const),
  }),
  { minLength: 1, maxLength: 5 },
);

/** Collects what a promise says is wrong at any change: thrown inside of a run, it would be one more failed call. */
function watch({ group }: World, wrong: () => string | undefined): string[] {
  const violations: string[] = [];
  group.onChange = () => {
    const violation = wrong();
    if (violation) violations.push(violation);
  };
  return violations;
}

/** What is wrong with a change: the group is empty, or it lost the address that the name leads to all the while. */
function neverLosesTheCurrent(world: World): () => string | undefined {
  let current = world.current();
  let hadCurrent = true;
  return () => {
    const addresses = world.group.addresses();
    const lost = hadCurrent && current === world.current() && !addresses.includes(current);
    current = world.current();
    hadCurrent = addresses.includes(current);
    return addresses.length === 0 ? "empty" : lost ? `lost ${current}` : undefined;
  };
}

/** Ends all trouble and lets one run succeed: whatever happened before, the group must then be right. */
async function convergesInOneRun(world: World): Promise<void> {
  world.troubled = false;
  await world.clock.sleep(200_000);
  expect((await world.run("schedule")).problem).toBeUndefined();
  expect(world.group.addresses()).toEqual([world.current()]);
}

const inWorld = (
  arbitrary: fc.Arbitrary<WorldProps>,
  story: (world: World, starts: Run[]) => Promise<void>,
) =>
  fc.assert(
    fc.asyncProperty(arbitrary, runs, async (props, starts) => {
      const world = new World(props);
      await world.clock.run(story(world, starts));
    }),
    { numRuns: 150 },
  );
type Run = { at: number; trigger: "schedule" | "event" };

describe("over random histories of a name, its answers, failures and runs", () => {
  test("runs one after another, with failing calls, failing queries and stale answers, never empty the group", async () => {
    const troubles = fc.record({ moves, latencies, faults, failedQueries, lags });
    await inWorld(troubles, async (world, starts) => {
      const violations = watch(world, () => (world.group.addresses().length ? undefined : "empty"));
      for (const { at, trigger } of [...starts].sort((a, b) => a.at - b.at)) {
        await world.clock.sleep(at - world.time());
        await world.run(trigger);
      }
      await convergesInOneRun(world);
      expect(violations).toEqual([]);
    });
  });

  test("runs at the same time never empty the group, and never remove the address that the name leads to", async () => {
    await inWorld(fc.record({ moves, latencies, faults, failedQueries }), async (world, starts) => {
      const violations = watch(world, neverLosesTheCurrent(world));
      await Promise.all(
        starts.map(async ({ at, trigger }) => {
          await world.clock.sleep(at);
          await world.run(trigger);
        }),
      );
      await convergesInOneRun(world);
      expect(violations).toEqual([]);
    });
  });
});
