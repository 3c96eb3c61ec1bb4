import type { Client } from "pg";
import { Checks, type Result } from "./check";
import { connectionCheck } from "./connection";
import { encryptionCheck } from "./encryption";
import type { Expectation } from "./expectation";
import { loginCheck, type MakeToken } from "./login";
import { nameCheck, type Resolve } from "./name";
import type { RetryLimits } from "./retries";
import { rightsCheck } from "./rights";
import { type Places, settingsCheck } from "./settings";

/** Dependencies of the checks, including everything outside of the process. */
export interface Parts {
  readonly expectation: Expectation;
  readonly places: Places;
  readonly resolve: Resolve;
  readonly makeToken: MakeToken;
  readonly limits: RetryLimits;
}

/** Runs all checks of a connection, from the pod's settings to its privileges in the database. */
export async function runChecks(parts: Parts): Promise<readonly Result[]> {
  const { expectation, places, resolve, makeToken, limits } = parts;
  const checks = new Checks();
  const settings = await checks.run(settingsCheck(places), expectation);
  const named = await checks.run(nameCheck(resolve, limits, expectation), settings);
  const reached = await checks.run(connectionCheck(limits), named);
  const secured = await checks.run(encryptionCheck(limits), reached);
  const client = await checks.run(loginCheck(expectation, makeToken, limits), secured);
  await checks.run(rightsCheck(expectation), client);
  if (client) await end(client);
  return checks.results;
}

/** Limits the time, since the server may no longer respond. */
async function end(client: Client): Promise<void> {
  const timer = setTimeout(() => client.connection.stream.destroy(), 1_000);
  await client
    .end()
    .catch(() => {})
    .finally(() => clearTimeout(timer));
}
