import { generate } from "selfsigned";
import { problems } from "../../../pod-src/connection-check/problems";
import { BlackHole } from "./support/black-hole";
import { behind, plain, refusing, reset, silence } from "./support/gate";
import { failureOf, limits, type Mounted, type Overrides, Pod } from "./support/pod";

/** The path up to the server: what stands there needs no PostgreSQL. */
let pod: Pod;
let mounted: Mounted;
let identity: { cert: string; key: string };

/** Every problem that some test below has caused. */
const caused = new Set<string>();

beforeAll(async () => {
  pod = await Pod.start();
  identity = await identityOf("localhost");
  mounted = {
    DB_HOST: "localhost",
    DB_PORT: "5432",
    DB_NAME: "acme",
    DB_USER: "acme__a",
    DB_PASSWORD: "a password",
    authorities: identity.cert,
  };
});

afterAll(() => pod.stop());

async function identityOf(name: string, validity = {}) {
  const { cert, private: key } = await generate([{ name: "commonName", value: name }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: name }] }],
    ...validity,
  });
  return { cert, key };
}

async function failure(changes: Mounted, overrides?: Overrides) {
  const found = failureOf(await pod.check({ ...mounted, ...changes }, overrides));
  caused.add(found.problem ?? "none");
  return found;
}

const once: typeof limits = { ...limits, tries: 1 };

describe("1 settings", () => {
  test.each(["DB_HOST", "DB_PORT", "DB_NAME", "DB_USER", "DB_PASSWORD"])(
    "fail if %s is not mounted",
    async (name) => {
      expect(await failure({ [name]: undefined })).toEqual({
        check: "1 settings",
        problem: "settings-missing",
        found: expect.stringMatching(new RegExp(`${name} cannot be read \\(ENOENT\\)$`)),
      });
    },
  );

  test("fail if a value is empty", async () => {
    expect((await failure({ DB_PASSWORD: "" })).found).toMatch(/DB_PASSWORD is empty$/);
  });

  test("fail if the Kubernetes secret lacks a key of the mount", async () => {
    const { found } = await failure({ DB_USER: undefined }, { files: { DB_USER: "acme__a" } });
    expect(found).toBe("variable DB_USER is not there");
  });

  test("are read from files only, where credentials are delivered as files", async () => {
    const files = Object.fromEntries(
      Object.entries(mounted).flatMap(([name, value]) =>
        name === "authorities" ? [] : [[name, value ?? ""]],
      ),
    );
    const found = async (changed: Readonly<Record<string, string>>) =>
      (
        await pod.check(
          { authorities: identity.cert },
          { files: { ...files, ...changed }, expectation: { delivery: "files" }, limits: once },
        )
      )[0];
    expect(await found({})).toMatchObject({ check: "settings", status: "ok" });
    expect(await found({ DB_PORT: "five" })).toMatchObject({ found: "DB_PORT is not a port number" });
  });

  test("fail if the port is not a number", async () => {
    expect((await failure({ DB_PORT: "five" })).found).toBe("DB_PORT is not a port number");
  });

  test.each([
    ["are not mounted", undefined, /ca\.pem cannot be read \(ENOENT\)$/],
    ["are none", "hello", /ca\.pem contains no certificate$/],
    [
      "are broken",
      "-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----",
      /contains something that is not a certificate$/,
    ],
  ])("fail if the authorities %s", async (_, authorities, found) => {
    expect(await failure({ authorities })).toMatchObject({
      check: "1 settings",
      problem: "settings-missing",
      found: expect.stringMatching(found),
    });
  });
});

describe("2 name", () => {
  afterEach(() => {
    pod.names.reply = () => ["127.0.0.1"];
  });

  test.each([
    ["NXDOMAIN", "does not exist (NXDOMAIN)", 1],
    ["REFUSED", "cannot be resolved (REFUSED)", 1],
    ["SERVFAIL", "cannot be resolved (SERVFAIL), 4 times", 4],
  ] as const)("the name server says %s", async (reply, found, questions) => {
    pod.names.reply = () => reply;
    const before = pod.names.questions.length;
    expect(await failure({})).toEqual({
      check: "2 name",
      problem: "name-unknown",
      found: `localhost ${found}`,
    });
    expect(pod.names.questions.length - before).toBe(questions);
  });

  test("fails if the name server does not answer", async () => {
    pod.names.reply = () => "silence";
    const { problem, found } = await failure({}, { limits: { ...once, answer: 200 } });
    expect(problem).toBe("name-unknown");
    expect(found).toBe("localhost cannot be resolved: the cluster's DNS does not answer");
  });

  test("fails if the name resolves to a wrong address, although another one is right", async () => {
    pod.names.reply = () => ["127.0.0.1", "198.51.100.7"];
    expect(await failure({})).toEqual({
      check: "2 name",
      problem: "name-elsewhere",
      found: "localhost is 198.51.100.7, not in 127.0.0.0/8",
    });
  });

  test("is retried after a temporary failure", async () => {
    const start = pod.names.questions.length;
    pod.names.reply = (_, time) => (time - start < 3 ? "SERVFAIL" : ["127.0.0.1"]);
    const [, name] = await pod.check({ ...mounted, DB_PORT: "1" }, { limits });
    expect(name).toMatchObject({ status: "ok", found: "localhost is 127.0.0.1, at try 3" });
  });
});

describe("3 connection", () => {
  test("fails if nothing listens", async () => {
    const port = await behind(
      () => silence,
      async (closed) => closed,
    );
    expect(await failure({ DB_PORT: port })).toEqual({
      check: "3 connection",
      problem: "connection-refused",
      found: `127.0.0.1:${port} refuses connections, 4 times`,
    });
  });

  test("fails if packets are lost", async () => {
    const hole = await BlackHole.open();
    try {
      expect(await failure({ DB_PORT: String(hole.port) }, { limits: { ...once, answer: 300 } })).toEqual({
        check: "3 connection",
        problem: "connection-timeout",
        found: `127.0.0.1:${hole.port} does not answer in 300 ms`,
      });
    } finally {
      hole.close();
    }
  });

  test("fails if there is no route", async () => {
    // The kernel sends nothing to this address: it is the end of no way.
    pod.names.reply = () => ["255.255.255.255"];
    const result = await failure({}, { expectation: { networks: ["255.255.255.255/32"] } });
    pod.names.reply = () => ["127.0.0.1"];
    expect(result).toMatchObject({ check: "3 connection", problem: "connection-unreachable" });
  });
});

describe("4 encryption", () => {
  /** A server that shows a certificate; no client gets to its login. */
  const shown = (certificate: typeof identity, changes: Mounted) =>
    behind(
      () => refusing(certificate, "XX000", "not asked"),
      (port) => failure({ DB_PORT: port, ...changes }),
    );

  test("fails if the server is not PostgreSQL", async () => {
    expect(
      await behind(
        () => plain,
        (port) => failure({ DB_PORT: port }),
      ),
    ).toMatchObject({
      check: "4 encryption",
      problem: "tls-missing",
    });
  });

  test("fails if a load balancer without a target resets the connection", async () => {
    const result = await behind(
      (connection) => (connection === 1 ? silence : reset),
      (port) => failure({ DB_PORT: port }),
    );
    expect(result).toMatchObject({ check: "4 encryption", problem: "connection-refused" });
    expect(result.found).toMatch(/ended the connection, 4 times$/);
  });

  test("fails if the server hangs", async () => {
    const result = await behind(
      () => silence,
      (port) => failure({ DB_PORT: port }, { limits: { ...once, answer: 300 } }),
    );
    expect(result).toMatchObject({ check: "4 encryption", problem: "connection-timeout" });
  });

  test("fails if another authority signed the certificate", async () => {
    const { cert: authorities } = await identityOf("stranger");
    expect(await shown(identity, { authorities })).toMatchObject({
      check: "4 encryption",
      problem: "tls-authority",
    });
  });

  test("fails if the host is an alias of the server", async () => {
    expect(await shown(identity, { DB_HOST: "database.example.com" })).toMatchObject({
      check: "4 encryption",
      problem: "tls-name",
    });
  });

  test("fails if the certificate has expired", async () => {
    const old = { notBeforeDate: new Date("2020-01-01"), notAfterDate: new Date("2021-01-01") };
    const expired = await identityOf("localhost", old);
    expect(await shown(expired, { authorities: expired.cert })).toMatchObject({
      check: "4 encryption",
      problem: "tls-expired",
    });
  });
});

test("the tests above cause every problem of the path", () => {
  const ids = Object.keys(problems).filter((id) => !/^(login|rights)-/.test(id));
  expect([...caused].sort()).toEqual(ids.sort());
});
