import fc from "fast-check";
import { leg } from "../../../src/assurance/network";
import { network as range } from "../../../src/assurance/network/addresses";
import { everyPacket, packets } from "../../../src/assurance/network/packets";
import { IntervalSet } from "../../../src/assurance/sets";
import { holds, seed } from "../../support/effort";
import { party } from "../support/cloud";
import { cloudOf } from "./cloud";
import { hosts } from "./layout";
import { Solver, type Step } from "./solver";
import { world } from "./worlds";

describe("a solver finds no packet on which it and the model differ", () => {
  const seen = { open: 0, closed: 0 };
  let solver: Solver;

  beforeAll(async () => {
    solver = await Solver.start();
  });

  afterAll(() => {
    solver.end();
    process.stderr.write(
      `solver: ${seen.open} pairs open, ${seen.closed} closed, the same for every packet (seed ${seed})\n`,
    );
  });

  test("about sums and differences of ranges", async () => {
    const cidr = fc
      .tuple(fc.constantFrom(10, 11), fc.nat(3), fc.nat(255), fc.nat(255), fc.integer({ min: 0, max: 32 }))
      .map(([a, b, c, d, length]) => `${a}.${b}.${c}.${d}/${length}`);
    const steps = fc.array(
      fc.record<Step>({ kind: fc.constantFrom("union", "union", "intersect", "subtract"), cidr }),
      { maxLength: 8 },
    );
    await holds(
      fc.asyncProperty(steps, async (list) => {
        const source = list.reduce(
          (sum, { kind, cidr: text }) => sum[kind](range(text) ?? IntervalSet.empty),
          IntervalSet.empty,
        );
        expect(await solver.difference(solver.sums(list), packets({ source }))).toBeUndefined();
      }),
      40,
      100,
    );
  });

  test("about groups, network ACLs and routes", async () => {
    const host = fc.constantFrom(...Object.keys(hosts));
    await holds(
      fc.asyncProperty(world, host, host, async (one, from, to) => {
        fc.pre(from !== to);
        const { network } = cloudOf(one);
        const { passes } = leg(network, party(network, from), party(network, to), everyPacket);
        seen[passes.certain.isEmpty ? "closed" : "open"]++;
        expect(passes.certain.equals(passes.possible)).toBe(true);
        expect(await solver.difference(solver.connection(one, from, to), passes.certain)).toBeUndefined();
      }),
      40,
      150,
    );
  });
});
