import type { World } from "./world";

/** Milliseconds between scheduled runs. */
export const minute = 60_000;

/** A scheduled run every minute and perhaps an event's, never two at once: what comes meanwhile waits. */
export async function oneAtATime(world: World, eventAt?: number): Promise<void> {
  const scheduled = [1, 2, 3, 4].map((nth) => ({ at: nth * minute, trigger: "schedule" as const }));
  const event = eventAt === undefined ? [] : [{ at: eventAt, trigger: "database-event" as const }];
  for (const { at, trigger } of [...scheduled, ...event].sort((a, b) => a.at - b.at)) {
    await world.clock.sleep(at - world.time());
    await world.run(trigger);
  }
}
