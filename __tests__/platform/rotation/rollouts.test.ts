import { driverValues } from "../../../src/platform/secrets-store";
import { full } from "../../support/effort";
import { environment, organization } from "../../support/fixtures";
import { organizationStack } from "../../workloads/support";
import { type MountedSecret, type Outcome, type Rotation, rotate, type Trigger } from "./model";

const minute = 60;
const pollInterval = minute * Number.parseInt(driverValues(true, { digests: {} }).rotationPollInterval, 10);

/** What docs/applications.md promises, with the time that four pods take one after the other. */
const bound = 20 * minute;

/** A secret whose versions tell when they were written, and one whose do not. */
const timed = (...changes: number[]): MountedSecret => ({ goesForward: true, changes });
const untimed = (...changes: number[]): MountedSecret => ({ goesForward: false, changes });

interface Course extends Partial<Rotation> {
  readonly secrets: readonly MountedSecret[];
}

/** The same course of events by chance differently, by default with two to four replicas. */
const outcomes = (course: (seed: number) => Course): Outcome[] =>
  Array.from({ length: full(100, 200) }, (_, seed) =>
    rotate({ trigger: "mount", replicas: 2 + (seed % 3), pollInterval, seed, ...course(seed) }),
  );

const rolloutsOf = (all: readonly Outcome[]): number[] =>
  [...new Set(all.map(({ rollouts }) => rollouts))].sort();
const mean = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;
const staleIn = (all: readonly Outcome[]): number => all.filter(({ stale }) => stale > 0).length;

/** Every pod holds the last values, in time, and there are as many as there shall be. */
function expectCurrent(all: readonly Outcome[], lastChange: number, within = bound): void {
  expect(staleIn(all)).toBe(0);
  expect(Math.max(...all.map(({ settled }) => settled - lastChange))).toBeLessThanOrEqual(within);
  expect(all.every(({ pods }) => pods >= 1)).toBe(true);
}

test("one change causes one rollout, after which every pod has the new value", () => {
  const all = outcomes(() => ({ secrets: [timed(1)] }));
  expect(rolloutsOf(all)).toEqual([1]);
  expect(all.map(({ pods }) => pods)).toEqual(all.map((_, seed) => 2 + (seed % 3)));
  expectCurrent(all, 1);
});

test("several secrets that change at once cause one rollout", () => {
  const all = outcomes(() => ({ secrets: [timed(10), timed(10), timed(10)] }));
  expect(rolloutsOf(all)).toEqual([1]);
  expectCurrent(all, 10);
});

test("without a change there is no rollout, whether the API server answers or not", () => {
  const secrets = [timed(), untimed()];
  expect(rolloutsOf(outcomes(() => ({ secrets })))).toEqual([0]);
  expect(rolloutsOf(outcomes((seed) => ({ secrets, silence: [seed * 5, seed * 5 + 2 * minute] })))).toEqual([
    0,
  ]);
});

test("a secret that changes again, before or during the rollout, causes at most one more rollout", () => {
  const again = (seed: number) => 10 + seed * 8;
  const all = outcomes((seed) => ({ secrets: [timed(1), timed(1, again(seed))] }));
  expect(rolloutsOf(all)).toEqual([1, 2]);
  expect(staleIn(all)).toBe(0);
  expect(Math.max(...all.map(({ settled }, seed) => settled - again(seed)))).toBeLessThanOrEqual(bound);
});

test.each([0, 1])("a delayed secret, at position %i of two, delays only its own values", (slow) => {
  const all = outcomes((seed) => ({
    secrets: [timed(1 + seed), timed(1 + seed)].map((secret, at) =>
      at === slow ? { ...secret, seconds: minute } : secret,
    ),
  }));
  expect(mean(all.map(({ rollouts }) => rollouts))).toBeLessThanOrEqual(1.05);
  expectCurrent(all, 200);
});

test.each([5, 2 * minute])(
  "an API server that is down for %i seconds delays rollouts, and none is lost",
  (seconds) => {
    const all = outcomes((seed) => ({
      secrets: [timed(1), timed(1)],
      silence: [seed * 6, seed * 6 + seconds],
    }));
    expect(rolloutsOf(all)).toEqual([1]);
    expectCurrent(all, 1, bound + seconds);
  },
);

test("a single pod may then restart an interval later, and after a long outage not at all, as the page says", () => {
  const alone = (seconds: number) =>
    outcomes((seed) => ({
      secrets: [timed(1)],
      replicas: 1,
      silence: [seed * 6, seed * 6 + seconds],
    }));
  expectCurrent(alone(5), 1, bound + pollInterval);
  expect(staleIn(alone(2 * minute))).toBeGreaterThan(0);
});

test("the model fails without its time conditions: reverted values, causes of restarts, and starting pods", () => {
  const secrets = [untimed(1)];
  const bySecret = outcomes(() => ({ trigger: "secret" satisfies Trigger, secrets })).map(
    ({ rollouts }) => rollouts,
  );
  expect(mean(bySecret)).toBeGreaterThan(1.1);
  expect(Math.max(...bySecret)).toBeGreaterThan(2);
  expect(staleIn(outcomes(() => ({ secrets })))).toBeGreaterThan(0);
});

test("deployments name the trigger of the model, and no secret", () => {
  const stack = organizationStack(environment({}, [organization("acme")]));
  expect(stack.resource("kubernetes_deployment_v1").metadata.annotations).toEqual({
    "secretproviderclass.reloader.stakater.com/reload": "api-database-secrets",
  });
});
