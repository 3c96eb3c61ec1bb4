import { setTimeout } from "node:timers/promises";
import type { Session } from "./session";

/** Milliseconds that a run waits for another run for the same organization. */
const patience = 20_000;

const pause = 200;

/**
 * Runs `work` while no other run works on the same subject. The lock belongs to the session, so it ends with a killed
 * function. Use the maintenance database, where organizations, which cannot connect to it, cannot hold the lock.
 */
export async function withLock<T>(session: Session, subject: string, work: () => Promise<T>): Promise<T> {
  const key = [`database-credentials/${subject}`];
  const start = performance.now();
  while (!(await tryLock(session, key))) {
    if (performance.now() - start > patience) {
      throw new Error(
        `Another run has been working on ${subject} for ${patience / 1_000} seconds. Try again when it is over.`,
      );
    }
    await setTimeout(pause);
  }
  try {
    return await work();
  } finally {
    await session
      .query("SELECT pg_catalog.pg_advisory_unlock(pg_catalog.hashtextextended($1, 0))", key)
      .catch(() => {});
  }
}

async function tryLock(session: Session, key: readonly string[]): Promise<boolean> {
  const [row] = await session.query<{ locked: boolean }>(
    "SELECT pg_catalog.pg_try_advisory_lock(pg_catalog.hashtextextended($1, 0)) AS locked",
    key,
  );
  return row?.locked === true;
}
