import { full } from "../../support/effort";
import { first, second } from "./support/databases";
import { minute, oneAtATime } from "./support/schedule";
import { World } from "./support/world";

interface Drill {
  /** When the event arrives, relative to the move of the name, in milliseconds. @default - no event arrives */
  readonly eventAt?: number;
  /** How old answers of the name servers may be: RDS gives its records five seconds. */
  readonly lag: number;
}

/** Seconds from the move of the name until the new address is registered, and until the old one is gone. */
async function failOver(
  phase: number,
  { eventAt, lag }: Drill,
): Promise<{ registered: number; gone: number }> {
  const movedAt = 2 * minute + phase;
  const moves = [
    { at: 0, address: first },
    { at: movedAt, address: second },
  ];
  const world = new World({ moves, latencies: [150], lags: [lag] });
  const seen: { registered?: number; gone?: number } = {};
  world.group.onChange = () => {
    const addresses = world.group.addresses();
    const seconds = (world.time() - movedAt) / 1_000;
    if (addresses.includes(second)) seen.registered ??= seconds;
    if (!addresses.includes(first)) seen.gone ??= seconds;
  };
  await world.clock.run(
    oneAtATime(world, eventAt === undefined ? undefined : movedAt + eventAt - phase / 10),
  );
  return seen as { registered: number; gone: number };
}

/** Seconds of the schedule's minute in which the name moves. */
const moments = [...Array(60).keys()].filter((second) => second % full(10, 1) === 0);

/** The worst over these moves, and events at any tenth of the time between passes. */
async function worst(drill: Drill): Promise<{ registered: number; gone: number }> {
  const results = await Promise.all(moments.map((second) => failOver(second * 1_000 + 500, drill)));
  return {
    registered: Math.max(...results.map(({ registered }) => registered)),
    gone: Math.max(...results.map(({ gone }) => gone)),
  };
}

describe("failover drill: worst-case seconds from the change of the record, over all moments of a minute", () => {
  const report: string[] = [];
  afterAll(() => {
    process.stdout.write(`Failover drill (virtual time, worst of ${moments.length})\n${report.join("\n")}\n`);
  });

  test.each<[string, Drill, number]>([
    ["event half a minute before the name moves", { eventAt: -30_000, lag: 0 }, 8],
    ["the same, name servers five seconds behind", { eventAt: -30_000, lag: 5_000 }, 13],
    ["event with the move, name servers five seconds behind", { eventAt: 0, lag: 5_000 }, 13],
    ["event ten seconds after the move", { eventAt: 10_000, lag: 5_000 }, 13],
    ["no event at all: the schedule alone", { lag: 5_000 }, 20],
  ])("%s", async (name, drill, limit) => {
    const { registered, gone } = await worst(drill);
    report.push(`  ${name}: new address registered after ${registered} s, old one gone after ${gone} s`);
    expect(registered).toBeLessThan(limit);
    expect(gone - registered).toBeLessThan(3);
  });
});
