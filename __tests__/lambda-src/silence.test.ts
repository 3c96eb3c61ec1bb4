import { spawn } from "node:child_process";
import dgram from "node:dgram";
import fs from "node:fs";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { rootCertificates } from "node:tls";
import { nameServerQuery } from "../../lambda-src/register-targets/resolve";
import { nameServers } from "../../pod-src/connection-check/name";
import { defaultRetryLimits, lastOf } from "../../pod-src/connection-check/retries";
import { assumeRole } from "../../pod-src/connection-check/token";
import { credentialsCode } from "../../src/database/credentials-function";
import type { CodeProps } from "../../src/functions/code";
import { BlackHole } from "../pod-src/connection-check/support/black-hole";
import { type Behaviour, Gate, silence } from "../pod-src/connection-check/support/gate";
import { limits, Pod } from "../pod-src/connection-check/support/pod";
import { full } from "../support/effort";
import { SecretsManagerServer } from "./database-credentials/support/secrets-manager";
import { database } from "./register-targets/support/databases";
import { deploy } from "./support/deploy";

/** The longest that an answer may take, in milliseconds. */
const limit = 60_000;

const organization = "acme";

/** What a server says at once, and how it goes on. */
interface Talk {
  readonly start: string;
  readonly rest: readonly number[];
}

/** Says something at once, and from then on a byte a second that is never enough. */
const trickling =
  ({ start, rest }: Talk): Behaviour =>
  (socket) => {
    let sent = 0;
    socket.resume();
    socket.write(start);
    const timer = setInterval(() => socket.write(Buffer.of(rest[sent++] ?? 0)), 1_000);
    for (const event of ["close", "error"]) socket.once(event, () => clearInterval(timer));
  };

const http: Talk = {
  start: "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n{",
  rest: [],
};
/** PostgreSQL's consent to TLS, and a TLS record of 16 KiB. */
const handshake: Talk = { start: "S", rest: [0x16, 0x03, 0x03, 0x40, 0x00] };

interface Peer {
  readonly port: number;
  close(): void;
}

const peers = {
  "is mute": () => Gate.open(() => silence),
  "sends a byte a second": (talk: Talk) => Gate.open(() => trickling(talk)),
  "drops packets": () => BlackHole.open(),
} satisfies Record<string, (talk: Talk) => Promise<Peer>>;

type PeerName = keyof typeof peers;

const open: Peer[] = [];
afterAll(() => {
  for (const peer of open) peer.close();
});

async function peer(name: PeerName, talk: Talk): Promise<number> {
  const opened = await peers[name](talk);
  open.push(opened);
  return opened.port;
}

/** What came of something, and after how many milliseconds. */
interface Answer {
  readonly text: string;
  readonly after: number;
}

async function timed(work: () => Promise<unknown>): Promise<Answer> {
  const start = performance.now();
  const text = await work().then(
    (value) => JSON.stringify(value),
    (error) => String(lastOf(error).error ?? error),
  );
  return { text, after: performance.now() - start };
}

/** Runs a function as deployed once, as Lambda would. */
async function invoke(
  code: CodeProps,
  event: unknown,
  variables: Readonly<Record<string, string>>,
): Promise<unknown> {
  const folder = deploy(code);
  const program = `require("./index.js").handler(${JSON.stringify(event)}, { getRemainingTimeInMillis: () => 180000 })
    .catch((error) => error.message).then((answer) => { process.stderr.write(JSON.stringify(answer)); process.exit(); })`;
  const child = spawn(process.execPath, ["-e", program], {
    cwd: folder,
    env: {
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      ...variables,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let answer = "";
  child.stderr.on("data", (data) => {
    answer += data;
  });
  await new Promise((resolve) => child.once("close", resolve));
  throw new Error(answer);
}

const credentials = (ports: { readonly secrets: number; readonly database: number }, event: unknown) =>
  invoke(credentialsCode("eu-west-1"), event, {
    AWS_LAMBDA_FUNCTION_NAME: "test-database-credentials",
    ENVIRONMENT_NAME: "test",
    DATABASE_HOST: "localhost",
    CLIENT_HOST: "localhost",
    DATABASE_PORT: String(ports.database),
    MASTER_SECRET_ARN: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!db-master-AbCdEf",
    SHARED_DATABASE_NAME: "organizations",
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${ports.secrets}`,
  });

const targets = (port: number, event: unknown) =>
  invoke({ source: "register-targets" }, event, {
    METRICS_NAMESPACE: "test",
    DATABASES: JSON.stringify([{ ...database() }]),
    AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: `http://127.0.0.1:${port}`,
  });

let manager: SecretsManagerServer;
let event: Record<string, unknown>;
beforeAll(async () => {
  manager = await SecretsManagerServer.start();
  const master = manager.create("rds!db-master");
  manager.put(master, JSON.stringify({ username: "dbadmin", password: "x" }));
  const tags = { Organization: organization, Environment: "test" };
  const secretArn = manager.create(`${organization}-test-database-credentials`, tags);
  const limits = { connectionLimit: 5, statementTimeoutSeconds: 300, idleInTransactionTimeoutSeconds: 60 };
  event = {
    version: 2,
    task: "provision",
    organization,
    isolation: "database",
    authentication: "password",
    secretArn,
    generatedSecretArns: [],
    logins: { application: limits },
  };
});
afterAll(() => manager.stop());

const managerPort = () => Number(new URL(manager.endpoint).port);

/** Each client, calling a server that behaves so. */
const clients: Record<string, (name: PeerName) => Promise<unknown>> = {
  "the credentials function's, of Secrets Manager": async (name) =>
    credentials({ secrets: await peer(name, http), database: 1 }, event),
  "the credentials function's, of PostgreSQL": async (name) =>
    credentials({ secrets: managerPort(), database: await peer(name, handshake) }, event),
  "the credentials function's, of PostgreSQL, at a removal": async (name) =>
    credentials(
      { secrets: managerPort(), database: await peer(name, handshake) },
      { removal: { organization, secretArn: event.secretArn }, tf: { action: "delete" } },
    ),
  "the target registration's, of the load balancer, on schedule": async (name) =>
    targets(await peer(name, http), { source: "aws.events" }),
  "the target registration's, of the load balancer, after an event": async (name) =>
    targets(await peer(name, http), { source: "aws.rds" }),
  "the connection check's, of PostgreSQL": async (name) => {
    const pod = await Pod.start();
    const port = String(await peer(name, handshake));
    const authorities = rootCertificates[0] as string;
    const mounted = { DB_HOST: "localhost", DB_PORT: port, DB_NAME: "acme", DB_USER: "a", DB_PASSWORD: "x" };
    const results = await pod.check({ ...mounted, authorities }, { limits: defaultRetryLimits() });
    await pod.stop();
    throw new Error(results.map(({ found }) => found).join("; "));
  },
  "the connection check's, of STS": async (name) => {
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "token-")), "token");
    fs.writeFileSync(file, "token");
    const variables = {
      AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/acme",
      AWS_WEB_IDENTITY_TOKEN_FILE: file,
    };
    return assumeRole(variables, "eu-west-1", limits.answer, `http://127.0.0.1:${await peer(name, http)}/`);
  },
};

const always = [
  "the credentials function's, of Secrets Manager",
  "the credentials function's, of PostgreSQL",
];
const cases = full(
  always.map((client) => [client, "is mute"] as const),
  Object.keys(clients).flatMap((client) =>
    (Object.keys(peers) as PeerName[]).map((name) => [client, name] as const),
  ),
);

describe("a client of a silent or useless server fails within a minute", () => {
  const answers = new Map<string, Promise<Answer>>();
  // All at the same time: they wait, and nothing else.
  beforeAll(() => {
    for (const [client, name] of cases)
      answers.set(
        client + name,
        timed(() => (clients[client] as (typeof clients)[string])(name)),
      );
  });

  test.each(cases)(
    "%s, that %s",
    async (client, name) => {
      const { text, after } = (await answers.get(client + name)) as Answer;
      expect(text).toMatch(/time|ETIMEDOUT|silent|abort|reached/i);
      expect(after).toBeLessThan(limit);
    },
    90_000,
  );
});

test.each(full(["register-targets"], ["register-targets", "connection-check"]))(
  "name servers that are mute have an answer in time (%s)",
  async (client) => {
    const socket = dgram.createSocket("udp4");
    await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
    const servers = [`127.0.0.1:${(socket.address() as AddressInfo).port}`];
    const query =
      client === "register-targets"
        ? nameServerQuery({ servers: [...servers, ...servers] })
        : nameServers(limits, servers);
    const { text, after } = await timed(() => query("shared.example.com") as Promise<unknown>);
    expect(text).toMatch(/ETIMEOUT|ECANCELLED/);
    expect(after).toBeLessThan(client === "register-targets" ? 2_000 : 12_000);
    socket.close();
  },
);
