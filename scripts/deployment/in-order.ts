export interface Order {
  /** Names of the tasks that must end before this one starts. Names outside of the run are ignored. */
  after(name: string): readonly string[];
  /** Maximum number of concurrent tasks. */
  readonly atOnce: number;
  /** Called before each start: after the first `false`, running tasks end and no other starts. */
  mayStart(): boolean;
}

/**
 * Runs a task per name.
 *
 * @param task returns whether dependent tasks may start
 */
export async function inOrder(
  names: readonly string[],
  { after, atOnce, mayStart }: Order,
  task: (name: string) => Promise<boolean>,
): Promise<void> {
  const waiting = new Set(names);
  const blocking = new Set(names);
  const running = new Map<string, Promise<void>>();
  const start = (name: string) => {
    waiting.delete(name);
    const end = task(name).then((mayGoOn) => {
      running.delete(name);
      if (mayGoOn) blocking.delete(name);
    });
    running.set(name, end);
  };
  for (;;) {
    for (const name of waiting) {
      if (running.size >= atOnce || !mayStart()) break;
      if (!after(name).some((other) => blocking.has(other))) start(name);
    }
    if (running.size === 0) return;
    await Promise.race(running.values());
  }
}
