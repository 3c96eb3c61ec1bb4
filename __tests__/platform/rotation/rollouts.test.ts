import { driverValues } from "../../../src/platform/secrets-store";
import { environment, organization } from "../../support/fixtures";
import { organizationStack } from "../../workloads/support";
import { type Outcome, rotate, type Trigger } from "./model";

const pollInterval = 60 * Number.parseInt(driverValues(true, { digests: {} }).rotationPollInterval, 10);

/** Rotations of applications with two to four replicas. */
const rotations = (trigger: Trigger, goesForward: boolean): Outcome[] =>
  Array.from({ length: 400 }, (_, seed) =>
    rotate({ trigger, goesForward, replicas: 2 + (seed % 3), pollInterval, seed }),
  );

const mean = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;
const rollouts = (outcomes: readonly Outcome[]): number[] => outcomes.map((outcome) => outcome.rollouts);

test("one rotation is one rollout, after which every pod holds the new login", () => {
  const outcomes = rotations("mount", true);
  expect(mean(rollouts(outcomes))).toBeLessThanOrEqual(1.1);
  expect(Math.max(...rollouts(outcomes))).toBeLessThanOrEqual(2);
  expect(Math.min(...rollouts(outcomes))).toBe(1);
  expect(outcomes.map(({ pods }) => pods)).toEqual(outcomes.map((_, seed) => 2 + (seed % 3)));
  expect(outcomes.filter(({ stale }) => stale > 0)).toEqual([]);
});

test("the model knows both faults: logins that are written back, as a cause of restarts, and in pods that start", () => {
  const bySecret = rollouts(rotations("secret", false));
  expect(mean(bySecret)).toBeGreaterThan(1.1);
  expect(Math.max(...bySecret)).toBeGreaterThan(2);
  expect(rotations("mount", false).some(({ stale }) => stale > 0)).toBe(true);
});

test("deployments name the trigger that the model is about, and no secret", () => {
  const stack = organizationStack(environment({}, [organization("acme")]));
  expect(stack.resource("kubernetes_deployment_v1").metadata.annotations).toEqual({
    "secretproviderclass.reloader.stakater.com/reload": "api-database-secrets",
  });
});
