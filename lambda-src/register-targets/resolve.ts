import { Resolver } from "node:dns/promises";
import type { Clock } from "./clock";
import type { Database } from "./configuration";
import type { Answer } from "./decide";

/** Queries the name servers for the A records of a name. */
export type QueryA = (hostname: string) => Promise<readonly string[]>;

const queryMilliseconds = 1_000;

export interface NameServerQueryOptions {
  /** Milliseconds before a query fails. @default - `queryMilliseconds` */
  readonly timeout?: number;
  /** Addresses of the name servers. @default - those of the runtime */
  readonly servers?: readonly string[];
}

/**
 * Queries name servers like `dig`, not by `lookup()`, which uses the host's files and caches. Each query has its own
 * resolver: several releases of Node.js 20 and 22 cache answers in the resolver until their TTL has passed
 * (https://github.com/nodejs/node/issues/57636).
 */
export function nameServerQuery({
  timeout = queryMilliseconds,
  servers,
}: NameServerQueryOptions = {}): QueryA {
  return async (hostname) => {
    const resolver = new Resolver({ timeout, tries: 1 });
    if (servers) resolver.setServers(servers);
    // The resolver's own timeout applies per name server, and not after a response has started.
    const timer = setTimeout(() => resolver.cancel(), timeout + 100);
    try {
      return await resolver.resolve4(hostname);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Lookups per resolution: two for the one address of an instance, five where the addresses of a name rotate. */
const lookups = { one: 2, several: 5 } as const;

/** Number of queries per lookup before the resolution fails. */
const triesPerLookup = 3;

const pauseMilliseconds = 200;

/** Maximum duration of a resolution, in milliseconds: that of an instance, if all queries but the last fail. */
export const resolutionMilliseconds = 8_000;

/**
 * Resolves a name to its addresses: the union of several lookups.
 *
 * A failed lookup fails the resolution, since an incomplete result would be wrong; only single queries are retried.
 */
export async function resolve(database: Database, query: QueryA, clock: Clock): Promise<Answer> {
  const addresses = new Set<string>();
  const until = clock.now() + resolutionMilliseconds - queryMilliseconds;
  for (let index = 0; index < lookups[database.addresses]; index++) {
    if (index > 0) await clock.sleep(pauseMilliseconds);
    const answer = await lookUp(database.hostname, query, clock, until);
    if (!answer.addresses) return answer;
    for (const address of answer.addresses) addresses.add(address);
  }
  return { addresses: [...addresses].sort() };
}

async function lookUp(hostname: string, query: QueryA, clock: Clock, until: number): Promise<Answer> {
  let failure = explain("ETIMEOUT");
  for (let attempt = 0; attempt < triesPerLookup; attempt++) {
    if (attempt > 0) await clock.sleep(pauseMilliseconds);
    if (clock.now() > until) break;
    try {
      const addresses = await query(hostname);
      if (addresses.length) return { addresses };
      failure = explain("ENODATA");
    } catch (error) {
      failure = explain((error as NodeJS.ErrnoException).code ?? String(error));
    }
  }
  return { failure };
}

const explanations: Readonly<Record<string, string>> = {
  ENOTFOUND: "does not exist (NXDOMAIN)",
  ENODATA: "has no A record",
  ESERVFAIL: "cannot be resolved (SERVFAIL)",
  EREFUSED: "cannot be resolved (REFUSED)",
  ECANCELLED: "cannot be resolved: name servers do not answer in time",
  ETIMEOUT: "cannot be resolved: name servers do not answer in time",
  ECONNREFUSED: "cannot be resolved: no connection to the name servers",
};

const explain = (code: string): string => explanations[code] ?? `cannot be resolved (${code})`;
