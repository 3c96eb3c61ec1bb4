/** A session that PostgreSQL's `DISCARD ALL` brings back to what it was when it began. */
interface Resettable {
  query(text: string): Promise<unknown>;
  end(): Promise<void>;
}

/** A session that was taken. Give it back in place of ending it. */
interface Taken<S> {
  readonly session: S;
  giveBack(): Promise<void>;
}

/**
 * Sessions that begin anew instead of being opened anew. A login, and the first statements of a session that knows no
 * catalog yet, take most of what PostgreSQL takes in these tests.
 */
export class Reused<S extends Resettable> {
  private idle = new Map<string, S[]>();

  /** @param key all that a login depends on */
  async take(key: string, open: () => Promise<S>): Promise<Taken<S>> {
    const { idle } = this;
    const session = (await this.living(key)) ?? (await open());
    let taken = true;
    const giveBack = async () => {
      if (!taken) return;
      taken = false;
      // What was cleared in between is not used again. PostgreSQL refuses the statement in a transaction.
      const isNew = idle === this.idle && (await succeeds(session.query("DISCARD ALL")));
      if (isNew) idle.set(key, [...(idle.get(key) ?? []), session]);
      else await session.end();
    };
    return { session, giveBack };
  }

  /** Ends all, since something changes that a login would notice. */
  async clear(): Promise<void> {
    const { idle } = this;
    this.idle = new Map();
    await Promise.all([...idle.values()].flat().map((session) => succeeds(session.end())));
  }

  /** One that was not ended meanwhile, by a test or a restart. */
  private async living(key: string): Promise<S | undefined> {
    const idle = this.idle.get(key) ?? [];
    for (let session = idle.pop(); session; session = idle.pop()) {
      if (await succeeds(session.query("SELECT"))) return session;
    }
    return undefined;
  }
}

const succeeds = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );
