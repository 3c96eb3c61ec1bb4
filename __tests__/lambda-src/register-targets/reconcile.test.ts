import type { Answer } from "../../../lambda-src/register-targets/decide";
import { Log } from "../../../lambda-src/register-targets/log";
import { reconcile } from "../../../lambda-src/register-targets/reconcile";
import { database, first, second } from "./support/databases";
import { FakeTargetGroup } from "./support/target-group";
import { VirtualClock } from "./support/virtual-clock";

const port = 5432;
const leadsTo = (...addresses: string[]): Answer => ({ addresses });
const failure: Answer = { failure: "cannot be resolved (SERVFAIL)" };

/** One run in virtual time: what the name answers after some seconds, and what goes wrong with calls. */
function scene({ targets = [first], addresses = "one" as "one" | "several" } = {}) {
  const clock = new VirtualClock();
  const start = clock.now();
  const group = new FakeTargetGroup(
    () => clock.now(),
    targets.map((address) => ({ address, port })),
  );
  const lines: Record<string, unknown>[] = [];
  const calls: string[] = [];
  const seconds = () => (clock.now() - start) / 1_000;
  const fails: Partial<Record<"read" | "register" | "deregister", (time: number) => boolean>> = {};
  const call = async <T>(name: "read" | "register" | "deregister", action: () => T): Promise<T> => {
    calls.push(name);
    if (fails[name]?.(seconds())) throw new Error(`${name} failed`);
    return action();
  };
  const run = (answer: (time: number) => Answer, { quiet = 0, deadline = 30 } = {}) =>
    clock.run(
      reconcile(database({ addresses }), {
        group: {
          read: () => call("read", () => group.read()),
          register: (list) => call("register", () => group.register(list)),
          deregister: (list) => call("deregister", () => group.deregister(list)),
        },
        ask: async () => answer(seconds()),
        clock,
        log: new Log((line) => lines.push(JSON.parse(line)), clock),
        deadline: start + deadline * 1_000,
        quiet: quiet * 1_000,
        trouble: 60_000,
      }),
    );
  return { group, run, lines, calls, seconds, fails };
}

describe("reconcile without an event", () => {
  test("ends after one pass if there is nothing to do", async () => {
    const { run, calls } = scene();
    expect(await run(() => leadsTo(first))).toMatchObject({ case: "in-place", passes: 1, registered: 0 });
    expect(calls).toEqual(["read"]);
  });

  test("registers the new target, checks that the group has it, deregisters the old one, and checks again", async () => {
    const { run, calls, group } = scene();
    const outcome = await run(() => leadsTo(second));
    expect(outcome).toMatchObject({ case: "in-place", registered: 1, deregistered: 1, passes: 3 });
    expect(calls).toEqual(["read", "register", "read", "deregister", "read"]);
    expect(group.addresses()).toEqual([second]);
  });

  test("deregisters nothing if registration failed, and reports it", async () => {
    const { run, calls, group, fails } = scene();
    fails.register = () => true;
    expect(await run(() => leadsTo(second))).toMatchObject({
      case: "error",
      problem: "Error: register failed",
    });
    expect(calls).not.toContain("deregister");
    expect(group.addresses()).toEqual([first]);
  });

  test("removes the old target in a later pass when deregistering failed first", async () => {
    const { run, group, fails } = scene();
    fails.deregister = (time) => time < 5;
    const outcome = await run(() => leadsTo(second));
    expect(outcome).toMatchObject({ case: "in-place", failedPasses: 1, registered: 1, deregistered: 1 });
    expect(outcome.problem).toBeUndefined();
    expect(group.addresses()).toEqual([second]);
  });

  test("keeps both targets and fails if deregistration keeps failing", async () => {
    const { run, group, fails } = scene();
    fails.deregister = () => true;
    expect((await run(() => leadsTo(second))).problem).toBe("Error: deregister failed");
    expect(group.addresses()).toEqual([first, second]);
  });

  test("changes nothing when the group cannot be read", async () => {
    const { run, calls, fails } = scene();
    fails.read = () => true;
    expect((await run(() => leadsTo(second))).problem).toBe("Error: read failed");
    expect(new Set(calls)).toEqual(new Set(["read"]));
  });

  test("keeps targets and fails while the name is not resolved", async () => {
    const { run, group } = scene();
    expect(await run(() => failure)).toMatchObject({ case: "unresolved", unresolved: 7, failedPasses: 7 });
    expect(group.addresses()).toEqual([first]);
  });

  test("retries a lookup that failed once", async () => {
    const { run } = scene();
    const outcome = await run((time) => (time < 5 ? failure : leadsTo(first)));
    expect(outcome).toMatchObject({ case: "in-place", unresolved: 1, passes: 2 });
    expect(outcome.problem).toBeUndefined();
  });

  test("waits until a changing name resolves to one address", async () => {
    const { run, group } = scene();
    const outcome = await run((time) => (time < 5 ? leadsTo(first, second) : leadsTo(second)));
    expect(outcome.problem).toBeUndefined();
    expect(group.addresses()).toEqual([second]);
  });

  test("registers a draining target again if the name returns to it", async () => {
    const { run, group } = scene({ targets: [first, second] });
    group.deregister([{ address: first, port }]);
    await run(() => leadsTo(first));
    expect(group.addresses()).toEqual([first]);
  });

  test("keeps the old target if the name returns to it before its removal", async () => {
    const { run, calls, group } = scene();
    let asked = 0;
    await run(() => leadsTo(++asked === 1 ? second : first));
    expect(calls).toEqual(["read", "register", "read", "deregister", "read"]);
    expect(group.addresses()).toEqual([first]);
  });

  test("does not trust a registration that the group does not show", async () => {
    const { run, calls, group } = scene();
    group.register = () => undefined;
    await run(() => leadsTo(second));
    expect(calls).not.toContain("deregister");
    expect(group.addresses()).toEqual([first]);
  });

  test("does not remove a target that a concurrent run registered from a newer answer", async () => {
    const { run, group } = scene();
    await run(() => {
      group.register([{ address: second, port }]);
      return leadsTo(first);
    });
    expect(group.addresses()).toEqual([first, second]);
  });

  test("does not wait for the new target's health", async () => {
    const { run, group, seconds } = scene();
    group.health = () => "initial";
    await run(() => leadsTo(second));
    expect(seconds()).toBe(1 + 5);
  });

  test("removes an address of rotating answers only after three lookups without it", async () => {
    const { run, group, seconds } = scene({ targets: [first, second], addresses: "several" });
    await run(() => leadsTo(first));
    expect(group.addresses()).toEqual([first]);
    expect(seconds()).toBe(15);
  });

  test("keeps the addresses of answers that rotate", async () => {
    const { run, group, calls } = scene({ targets: [first, second], addresses: "several" });
    await run((time) => leadsTo(time % 10 < 5 ? first : second));
    expect(group.addresses()).toEqual([first, second]);
    expect(calls).not.toContain("deregister");
  });
});

describe("reconcile after an event", () => {
  const afterEvent = { quiet: 120, deadline: 275 };

  test("finds a move that comes after the event", async () => {
    const { run, group, seconds } = scene();
    const outcome = await run((time) => leadsTo(time < 47 ? first : second), afterEvent);
    expect(outcome).toMatchObject({ case: "in-place", registered: 1, deregistered: 1 });
    expect(group.addresses()).toEqual([second]);
    expect(seconds()).toBe(50 + 1 + 120);
  });

  test("continues to watch after a first move, since the name may return", async () => {
    const { run, group } = scene();
    await run((time) => leadsTo(time >= 20 && time < 60 ? second : first), afterEvent);
    expect(group.addresses()).toEqual([first]);
  });

  test("ends after two minutes without a change", async () => {
    const { run, seconds } = scene();
    expect((await run(() => leadsTo(first), afterEvent)).problem).toBeUndefined();
    expect(seconds()).toBe(120);
  });

  test("waits for health, up to the deadline, and leaves an unhealthy target alone", async () => {
    const { run, group, seconds, calls } = scene();
    group.health = () => "unhealthy";
    expect((await run(() => leadsTo(first), afterEvent)).problem).toBeUndefined();
    expect(seconds()).toBe(275);
    expect(new Set(calls)).toEqual(new Set(["read"]));
  });

  test("ends with an error if calls fail for a minute, and leaves the rest to the next run", async () => {
    const { run, seconds, fails } = scene();
    fails.read = (time) => time >= 30;
    expect(await run(() => leadsTo(first), afterEvent)).toMatchObject({
      case: "error",
      problem: "Error: read failed",
    });
    expect(seconds()).toBe(85);
  });

  test("logs changes only, not every pass", async () => {
    const { run, lines } = scene();
    await run((time) => leadsTo(time < 47 ? first : second), afterEvent);
    expect(lines).toEqual([
      expect.objectContaining({
        message: "targets read",
        case: "in-place",
        before: [`${first}:5432 healthy`],
      }),
      expect.objectContaining({
        message: "targets changed",
        case: "moved",
        answer: [second],
        before: [`${first}:5432 healthy`],
        registered: [`${second}:5432`],
        deregistered: [],
      }),
      expect.objectContaining({
        message: "targets changed",
        case: "leftovers",
        registered: [],
        deregistered: [`${first}:5432`],
      }),
      expect.objectContaining({ before: [`${first}:5432 draining`, `${second}:5432 healthy`] }),
      expect.objectContaining({ before: [`${second}:5432 healthy`] }),
    ]);
  });
});
