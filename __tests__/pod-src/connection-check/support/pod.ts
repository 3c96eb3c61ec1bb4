import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Result } from "../../../../pod-src/connection-check/check";
import type { Expectation } from "../../../../pod-src/connection-check/expectation";
import { nameServers } from "../../../../pod-src/connection-check/name";
import { exitCode } from "../../../../pod-src/connection-check/report";
import type { RetryLimits } from "../../../../pod-src/connection-check/retries";
import { type Parts, runChecks } from "../../../../pod-src/connection-check/run";
import { NameServer } from "../../../lambda-src/register-targets/support/name-server";

/** Short pauses, but time enough for a slow machine to answer. */
export const limits: RetryLimits = { tries: 4, firstPause: 20, answer: 5_000 };

/** A pod as the check sees one: mounted files, variables, and a name server. */
export class Pod {
  static async start(): Promise<Pod> {
    const names = new NameServer();
    names.reply = () => ["127.0.0.1"];
    return new Pod(names, await names.start());
  }

  /** The name server of every pod. */
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "pod-"));

  private constructor(
    readonly names: NameServer,
    private readonly nameServer: string,
  ) {}

  async stop(): Promise<void> {
    await this.names.stop();
    fs.rmSync(this.folder, { recursive: true });
  }

  /** Runs the checks with these values mounted; what is undefined is not there. */
  async check(mounted: Mounted, overrides: Overrides = {}): Promise<readonly Result[]> {
    const { authorities, ...values } = mounted;
    const secrets = fs.mkdtempSync(path.join(this.folder, "secrets-"));
    const write = (name: string, text: string | undefined) => {
      const file = path.join(secrets, name);
      if (text !== undefined) fs.writeFileSync(file, text);
      return file;
    };
    const used = overrides.limits ?? limits;
    for (const [name, value] of Object.entries({ ...values, ...overrides.files })) write(name, value);
    return runChecks({
      expectation: { ...expectation, ...overrides.expectation },
      places: { secrets, authorities: write("ca.pem", authorities), variables: values },
      resolve: nameServers(used, [this.nameServer]),
      makeToken: overrides.makeToken ?? (() => Promise.reject(new Error("no token was asked for"))),
      limits: used,
    });
  }
}

/** What a pod mounts. */
export type Mounted = Readonly<Record<string, string | undefined>> & { readonly authorities?: string };

export interface Overrides {
  readonly expectation?: Partial<Expectation>;
  readonly makeToken?: Parts["makeToken"];
  readonly limits?: RetryLimits;
  /** Files that differ from the variables. */
  readonly files?: Readonly<Record<string, string>>;
}

export const expectation: Expectation = {
  environment: "test",
  organization: "acme",
  application: "api",
  region: "eu-west-1",
  authentication: "password",
  delivery: "environment",
  owner: "acme__owner",
  connectionLimit: 5,
  networks: ["127.0.0.0/8"],
};

/** What a run came to, for tests that expect it to fail: number and name of the check, its problem, what it found. */
export function failureOf(results: readonly Result[]) {
  const code = exitCode(results);
  const failed = results[code - 1];
  expect(results.slice(0, code - 1).map(({ status }) => status)).toEqual(Array(code - 1).fill("ok"));
  expect(results.slice(code).map(({ status }) => status)).toEqual(Array(6 - code).fill("skipped"));
  return { check: `${code} ${failed?.check}`, problem: failed?.problem?.id, found: failed?.found };
}
