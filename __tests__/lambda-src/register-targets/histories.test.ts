import fc from "fast-check";
import { holds } from "../../support/effort";
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
/** The same without a way back. */
const movesOn = moves.map((list) => list.map(({ at }, i): Move => ({ at, address: `10.0.4.${i + 1}` })));

/** Quick calls and slow ones, so that one run's whole pass fits into another's single call. */
const latency = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 500, max: 4_000 }));
const latencies = fc.array(latency, { minLength: 3, maxLength: 25 });
const faults = fc.array(
  fc.constantFrom("none" as const, "none" as const, "lost" as const, "answer-lost" as const),
  {
    minLength: 1,
    maxLength: 12,
  },
);
const failedQueries = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 });
const lags = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 8 });
/** Invocations around the moves, where they can do harm. */
const invocations = fc.array(
  fc.record<Invocation>({
    move: fc.nat({ max: 3 }),
    offset: fc.integer({ min: -12_000, max: 12_000 }),
    trigger: fc.constantFrom("schedule" as const, "database-event" as const),
  }),
  { minLength: 1, maxLength: 6 },
);

interface Invocation {
  /** The move it is about, by number; there may be fewer. */
  readonly move: number;
  /** When it starts, relative to that move, in milliseconds. */
  readonly offset: number;
  readonly trigger: "schedule" | "database-event";
}

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
  await world.calmDown();
  expect((await world.run("schedule")).problem).toBeUndefined();
  expect(world.group.addresses()).toEqual([world.current()]);
}

interface Run {
  readonly at: number;
  readonly trigger: "schedule" | "database-event";
}

const inWorld = (arbitrary: fc.Arbitrary<WorldProps>, story: (world: World, runs: Run[]) => Promise<void>) =>
  holds(
    fc.asyncProperty(arbitrary, invocations, async (props, list) => {
      const world = new World(props);
      const runs = list.map(({ move, offset, trigger }) => {
        const { at } = props.moves[move % props.moves.length] as Move;
        return { at: Math.max(0, at + offset), trigger };
      });
      await world.clock.run(
        story(
          world,
          runs.sort((a, b) => a.at - b.at),
        ),
      );
    }),
    25,
    150,
  );

async function atTheSameTime(world: World, runs: readonly Run[]): Promise<void> {
  await Promise.all(
    runs.map(async ({ at, trigger }) => {
      await world.clock.sleep(at);
      await world.run(trigger);
    }),
  );
}

describe("over random histories of a name, its answers, failures and runs", () => {
  test("sequential runs with failing calls, failing queries and stale answers never empty the group", async () => {
    const troubles = fc.record({ moves, latencies, faults, failedQueries, lags });
    await inWorld(troubles, async (world, runs) => {
      const violations = watch(world, () => (world.group.addresses().length ? undefined : "empty"));
      for (const { at, trigger } of runs) {
        await world.clock.sleep(at - world.time());
        await world.run(trigger);
      }
      await convergesInOneRun(world);
      expect(violations).toEqual([]);
    });
  });

  test("concurrent runs never empty the group, and never remove the current address", async () => {
    await inWorld(fc.record({ moves: movesOn, latencies, faults, failedQueries }), async (world, runs) => {
      const violations = watch(world, neverLosesTheCurrent(world));
      await atTheSameTime(world, runs);
      await convergesInOneRun(world);
      expect(violations).toEqual([]);
    });
  });

  // A name that goes back during another run's call can make two runs remove each other's target for some seconds. The
  // function's reserved concurrency of one keeps runs apart; without it, the runs themselves repair what they did.
  test("concurrent runs handle a name that returns to its old address", async () => {
    await inWorld(fc.record({ moves, latencies, faults, failedQueries }), async (world, runs) => {
      await atTheSameTime(world, runs);
      await convergesInOneRun(world);
    });
  });
});
