import { maintenanceDatabase } from "../../../../lambda-src/database-credentials/context";
import type { Connect, Session } from "../../../../lambda-src/database-credentials/sql/session";
import { master, sharedDatabase } from "./postgres";
import type { Reused } from "./reused";

/**
 * Opens sessions for the function, and uses those of the master again where no organization can change what its next
 * login meets.
 */
export const reusing =
  (sessions: Reused<Session>, connect: Connect): Connect =>
  async (login) => {
    const { username, database, password, ...others } = login;
    const places = [maintenanceDatabase, sharedDatabase];
    if (username !== master.username || !places.includes(database)) return connect(login);
    const key = JSON.stringify([username, database, password.reveal(), others]);
    const { session, giveBack } = await sessions.take(key, () => connect(login));
    let isEnded = false;
    return {
      ...session,
      query: async (text, values) => {
        if (isEnded) throw new Error("The session was ended");
        return session.query(text, values);
      },
      end: () => {
        isEnded = true;
        return giveBack();
      },
      destroy: () => {
        if (!isEnded) session.destroy();
      },
    };
  };
