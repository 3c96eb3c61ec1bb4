import fc from "fast-check";
import { leg, type Network } from "../../../src/assurance/network";
import { network as range } from "../../../src/assurance/network/addresses";
import { everyPacket, pointOf } from "../../../src/assurance/network/packets";
import { holds, seed } from "../../support/effort";
import { party } from "../support/cloud";
import { cloudOf } from "./cloud";
import { Lab, missing, type Probe } from "./lab";
import { hosts, listening } from "./layout";
import { rulesets } from "./nft";
import { type World, world } from "./worlds";

const why = missing();
if (why !== undefined) process.stderr.write(`no real packets: ${why}\n`);

/** Client ports on both sides of where rules often draw a line, each used once: nothing of a connection is left. */
let used = 0;
function probes(): Probe[] {
  const names = Object.keys(hosts);
  return names
    .flatMap((from) => names.filter((to) => to !== from).map((to) => ({ from, to })))
    .flatMap((pair) => listening.map((port) => ({ ...pair, port })))
    .map((pair) => ({ ...pair, clientPort: (used % 2 === 0 ? 10_000 : 40_000) + used++ }));
}

/** Whether the model says that a connection opens: for certain, and that it is sure of it. */
function expected(network: Network): (probe: Probe) => boolean {
  const legs = new Map<string, ReturnType<typeof leg>>();
  return ({ from, to, port, clientPort }) => {
    const pair = `${from} ${to}`;
    const found = legs.get(pair) ?? leg(network, party(network, from), party(network, to), everyPacket);
    legs.set(pair, found);
    const point = pointOf({
      source: address(from),
      destination: address(to),
      protocol: 6,
      sourcePort: clientPort,
      destinationPort: port,
    });
    expect(found.passes.possible.has(point)).toBe(found.passes.certain.has(point));
    return found.passes.certain.has(point);
  };
}

const address = (host: string): number => range(`${hosts[host]?.address}/32`)?.smallest as number;

(why === undefined ? describe : describe.skip)("real packets", () => {
  let lab: Lab;
  const seen = { worlds: 0, open: 0, closed: 0 };

  // Not in the block itself: Jest runs it where it is skipped, too, and then nothing ends the processes.
  beforeAll(async () => {
    lab = new Lab();
    await lab.build();
  });

  afterAll(() => {
    lab.end();
    process.stderr.write(
      `real packets: ${seen.worlds} rule sets, ${seen.open} connections opened, ${seen.closed} did not (seed ${seed})\n`,
    );
  });

  /** What the network did that the model did not say. One that should open is given more time before it counts. */
  async function surprises(one: World): Promise<Probe[]> {
    lab.apply(rulesets(one));
    const tried = probes();
    const says = expected(cloudOf(one).network);
    const opened = await lab.probe(tried, 150);
    for (const open of opened) seen[open ? "open" : "closed"]++;
    const different = tried.filter((probe, index) => opened[index] !== says(probe));
    const late = different.filter(says).map((probe) => ({ ...probe, clientPort: probe.clientPort + 5_000 }));
    const openedLate = await lab.probe(late, 10_000);
    return [...different.filter((probe) => !says(probe)), ...late.filter((_, index) => !openedLate[index])];
  }

  test("pass exactly where the model says so", async () => {
    const deadline = Date.now() + 9_000;
    await holds(
      fc.asyncProperty(world, async (one) => {
        // A machine that is slow sends fewer of them.
        if (Date.now() > deadline && Math.min(seen.open, seen.closed) > 10) return;
        seen.worlds++;
        expect(await surprises(one)).toEqual([]);
      }),
      10,
      30,
      { endOnFailure: true },
    );
    expect(Math.min(seen.open, seen.closed)).toBeGreaterThan(10);
  });
});
