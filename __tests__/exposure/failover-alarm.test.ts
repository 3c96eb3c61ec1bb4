import { first, second } from "../lambda-src/register-targets/support/databases";
import { minute, oneAtATime } from "../lambda-src/register-targets/support/schedule";
import { World } from "../lambda-src/register-targets/support/world";
import type { Synthesized } from "../support/synthesize";
import { externalAccess, find, stacks } from "./support";

const stack = stacks({ externalAccess }).get("test-database") as Synthesized;
const alarm = find(stack, "aws_cloudwatch_metric_alarm", ({ alarm_name }) =>
  alarm_name.endsWith("-no-healthy-target"),
).resource;
const { health_check } = find(stack, "aws_lb_target_group", () => true).resource;

/** RDS says one to two minutes. */
const failover = 2 * minute;
/** From a registration to the first check. https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1834 */
const registration = 3 * minute;
const checks = 1_000 * Number(health_check.interval) * Number(health_check.healthy_threshold);

/**
 * Periods without a healthy target, one after the other, where the name moves so many milliseconds into a minute: no event
 * tells of it, and name servers are five seconds behind.
 */
async function silentPeriods(phase: number): Promise<number> {
  const movedAt = 2 * minute + phase;
  const moves = [
    { at: 0, address: first },
    { at: movedAt, address: second },
  ];
  const world = new World({ moves, latencies: [150], lags: [5_000] });
  let registered = Number.POSITIVE_INFINITY;
  world.group.onChange = () => {
    if (world.group.addresses().includes(second)) registered = Math.min(registered, world.time());
  };
  await world.clock.run(oneAtATime(world));
  const period = 1_000 * alarm.period;
  const begin = Math.ceil((movedAt - failover) / period);
  const end = Math.floor((registered + registration + checks) / period);
  return end - begin;
}

test("an ordinary failover raises no alarm, though the load balancer takes three minutes to know a target", async () => {
  const moments = Array.from({ length: 12 }, (_, index) => index * 5_000 + 500);
  const longest = Math.max(...(await Promise.all(moments.map(silentPeriods))));
  expect(longest).toBeLessThan(alarm.evaluation_periods);
  // It is as long as a failover gets: an alarm that waited for four minutes would ring.
  expect(longest).toBeGreaterThan(4);
  expect([alarm.statistic, alarm.treat_missing_data]).toEqual(["Maximum", "breaching"]);
});
