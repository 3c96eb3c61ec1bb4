/**
 * Clients of docs/clients.md with the variables that a synthesized Deployment gives them: against PostgreSQL, and against what
 * stands in its place. `CLIENTS=all` also tries those that need other languages (docs/examples/clients/README.md).
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { generate } from "selfsigned";
import { parse } from "yaml";
import { prove } from "../../src/assurance";
import { intentOf } from "../../src/stacks/intent";
import { sourcesOf } from "../assurance/support/sources";
import { PostgresServer } from "../lambda-src/database-credentials/support/postgres";
import { containerVariables } from "../support/container-variables";
import { oneOf } from "../support/effort";
import { environmentStacks } from "../support/environments";
import { environment, organization } from "../support/fixtures";
import { Impostor } from "../support/impostor";
import { project } from "../support/program";
import type { Synthesized } from "../support/synthesize";
import { attributesOf, blocksOf } from "./blocks";

const page = "docs/clients.md";
const examples = path.join(project, "docs/examples/clients");

/** Commands that run the examples. Every test run tries those that need nothing but this project's packages. */
const always: Record<string, string[]> = {
  "node-postgres": ["node", "node/node-postgres.mjs"],
  "node-postgres-parts": ["node", "node/node-postgres-parts.mjs"],
  prisma: ["node", "node/prisma.mjs"],
};
const withOtherLanguages: Record<string, string[]> = {
  psycopg: ["python3", "python/with_psycopg.py"],
  asyncpg: ["python3", "python/with_asyncpg.py"],
  sqlalchemy: ["python3", "python/with_sqlalchemy.py"],
  "sqlalchemy-asyncpg": ["python3", "python/with_sqlalchemy_asyncpg.py"],
  pgx: ["go", "run", "-C", "go", "."],
  jdbc: ["java", "java/Jdbc.java"],
  "prisma-6": ["prisma-engine"],
};
const commands = { ...always, ...(process.env.CLIENTS === "all" ? withOtherLanguages : {}) };

/** What the page has config give to clients, by their names. */
const settings = new Map(
  blocksOf(page).flatMap((block): [string, Record<string, string>][] => {
    const { client } = attributesOf(block);
    return client === undefined ? [] : [[client, parse(block.text).env]];
  }),
);
const names = [...new Set([...Object.keys(always), ...Object.keys(withOtherLanguages), ...settings.keys()])];
const config = environment({}, [
  organization("acme", {
    applications: names.map((name) => ({
      kind: "container",
      name,
      image: "registry.example.com/acme/app:1",
      ...(settings.has(name) && { env: settings.get(name) }),
    })),
  }),
]);

const stack = environmentStacks(config).get("test-org-acme") as Synthesized;

interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

const run = ([program = "", ...words]: string[], env: Record<string, string>): Promise<Outcome> =>
  new Promise((resolve) => {
    const { PATH = "", HOME = "", CLASSPATH = "" } = process.env;
    const child = spawn(program, words, { cwd: examples, env: { PATH, HOME, CLASSPATH, ...env } });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (text) => {
        output += text;
      });
    child.on("error", (error) => resolve({ status: null, output: error.message }));
    child.on("close", (status) => resolve({ status, output }));
  });

const login = { database: "acme", username: "acme__a", password: "aPassword1" };
let server: PostgresServer;
let folder: string;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "clients-"));
  server = await PostgresServer.start();
  await server.asSuperuser(`CREATE ROLE ${login.username} LOGIN PASSWORD '${login.password}'`);
  await server.asSuperuser(`CREATE DATABASE ${login.database}`);
});

afterAll(async () => {
  await server.stop();
  fs.rmSync(folder, { recursive: true });
});

const identityOf = async (name: string) => {
  const { cert, private: key } = await generate([{ name: "commonName", value: name }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: name }] }],
  });
  return { cert, key };
};

/** Calls an example, which finds these certificates where its pod has Amazon's. */
function attempt(client: string, port: number, authorities: string): Promise<Outcome> {
  const file = path.join(folder, "ca.pem");
  fs.writeFileSync(file, authorities);
  const secret = { host: "localhost", port: String(port), ...login };
  return run(commands[client] as string[], containerVariables(stack, client, secret, file));
}

/** What stands in the database's place, and the name that its certificate is for, if it has one. */
const impostors: [what: string, name: string | undefined][] = [
  ["has the certificate of another authority", "localhost"],
  ["has a certificate for another name", "elsewhere.example.com"],
  ["speaks no TLS", undefined],
];

describe.each(Object.keys(commands).map((client, turn): [string, number] => [client, turn]))(
  "%s",
  (client, turn) => {
    test("connects to the database", async () => {
      expect(await attempt(client, server.port, server.tls.ca)).toEqual({
        status: 0,
        output: expect.stringContaining("encrypted: true"),
      });
    }, 120_000);

    test("refuses the database where another authority vouches for it", async () => {
      const { cert } = await identityOf("another authority");
      const { status, output } = await attempt(client, server.port, cert);
      expect(output).toMatch(/certificate/i);
      expect(status).not.toBe(0);
    }, 120_000);

    test.each(oneOf(impostors, turn))(
      "tells nothing to what %s",
      async (_, name) => {
        const identity = name === undefined ? undefined : await identityOf(name);
        const impostor = await Impostor.open(identity);
        try {
          const trusted = name === "elsewhere.example.com" ? (identity?.cert ?? "") : server.tls.ca;
          const { status } = await attempt(client, impostor.port, trusted);
          expect({ succeeds: status === 0, isTrusted: impostor.isTrusted }).toEqual({
            succeeds: false,
            isTrusted: false,
          });
        } finally {
          impostor.close();
        }
      },
      120_000,
    );
  },
);

test("what the page has config give is proved to verify", () => {
  const [proof] = prove(sourcesOf(config), [intentOf(config)]);
  expect(proof?.problems).toEqual([]);
});
