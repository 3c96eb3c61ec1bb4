import { setMaxListeners } from "node:events";
import type { Context } from "./context";
import { SilenceError } from "./errors";
import { abortable } from "./secret";
import type { Session } from "./sql/session";

/**
 * Runs `work` with a context that expires. At the deadline its sessions are destroyed and its calls refused, so that
 * unfinished work changes nothing more, not even if Lambda resumes the frozen process at the next invocation.
 */
export async function within<T>(
  context: Context,
  milliseconds: number,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  const end = new AbortController();
  // Each call listens to the signal, and Node.js warns about a possible leak above ten listeners.
  setMaxListeners(0, end.signal);
  const sessions = new Set<Session>();
  const late = new SilenceError(
    `Not finished after ${Math.round(milliseconds / 1_000)} seconds, and given up. Completed steps stay; the next run continues from there.`,
  );
  const limited: Context = {
    ...context,
    secrets: abortable(context.secrets, end.signal),
    connect: async (login) => {
      end.signal.throwIfAborted();
      const session = await context.connect(login);
      sessions.add(session);
      if (end.signal.aborted) session.destroy();
      return session;
    },
  };
  const timeUp = new Promise<never>((_, reject) => {
    end.signal.addEventListener("abort", () => reject(late), { once: true });
  });
  const timer = setTimeout(() => end.abort(late), milliseconds);
  try {
    return await Promise.race([work(limited), timeUp]);
  } finally {
    clearTimeout(timer);
    end.abort(late);
    for (const session of sessions) session.destroy();
  }
}
