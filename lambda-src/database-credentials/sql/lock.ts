import { DatabaseError } from "../errors";
import type { Session } from "./session";

/** How long a run waits for another one with the same organization. Below the function's own timeout. */
const patience = "30s";

/**
 * Runs `work` while nobody else works on the same subject. The lock belongs to the session, so it ends with a killed
 * function; take it in the maintenance database, which organizations cannot connect to and therefore cannot block.
 */
export async function withLock<T>(session: Session, subject: string, work: () => Promise<T>): Promise<T> {
  const key = [`database-credentials/${subject}`];
  await session.query("SELECT set_config('lock_timeout', $1, false)", [patience]);
  try {
    await session.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", key);
  } catch (error) {
    if (error instanceof DatabaseError && error.code === "55P03") {
      throw new Error(
        `Another run has been working on ${subject} for ${patience}. Try again when it is over.`,
      );
    }
    throw error;
  }
  try {
    return await work();
  } finally {
    await session.query("SELECT pg_advisory_unlock(hashtextextended($1, 0))", key).catch(() => {});
  }
}
