import { X509Certificate } from "node:crypto";
import fs from "node:fs";
import { reservedConnections } from "../../src/config/checks/connections";
import { databaseAuthorities, proxyAuthorities } from "../../src/config/facts/database-certificates";
import { knownDatabaseClasses, maxConnections } from "../../src/config/facts/database-classes";
import { databaseInstances, instanceOf } from "../../src/config/instances";
import { proxySchema } from "../../src/config/schema/proxy";
import { atLeastOne } from "../support/at-least-one";
import { environment, organization } from "../support/fixtures";
import { environmentWith, load, problemsOf, type Refusal, refusesEach } from "./support";

const container = (application: string, more = "") =>
  `isolation: database\nauthentication: iam\n${more}applications:\n  - { kind: container, name: api, image: "registry.example.com/api:1.0.0", ${application} }\n`;
const own = (instance: string, more = "authentication: iam\n") =>
  `isolation: instance\ninstance: ${instance}\n${more}applications:\n  - { kind: container, name: api, image: "registry.example.com/api:1.0.0" }\n`;

describe("pooling", () => {
  test("is off by default; its default settings fit every instance class", () => {
    const { pooling, proxy } = environment().database;
    expect({ pooling, proxy }).toEqual({
      pooling: "none",
      proxy: {
        maxConnectionsPercent: 70,
        maxIdleConnectionsPercent: 40,
        borrowTimeoutSeconds: 30,
        idleClientTimeoutSeconds: 1800,
      },
    });
    // What is kept for AWS, the credentials function and people: 15 connections.
    for (const name of atLeastOne(knownDatabaseClasses))
      expect(
        maxConnections({ instanceClass: name }) - Math.floor(maxConnections({ instanceClass: name }) * 0.8),
      ).toBeGreaterThanOrEqual(15);
  });

  test("each setting of a dedicated instance overrides the environment's", () => {
    const acme = organization("acme", {
      isolation: "instance",
      instance: { pooling: "rds-proxy", proxy: { borrowTimeoutSeconds: 5 } },
    });
    const globex = organization("globex", { isolation: "instance" });
    const initech = organization("initech");
    const of = environment({ database: { proxy: { maxConnectionsPercent: 60 } } }, [acme, globex, initech]);
    const shown = [acme, globex, initech].map((one) => {
      const { pooling, proxy } = instanceOf(of, one).settings;
      return [pooling, proxy.maxConnectionsPercent, proxy.borrowTimeoutSeconds];
    });
    expect(shown).toEqual([
      ["rds-proxy", 60, 5],
      ["none", 60, 30],
      ["none", 60, 30],
    ]);
    expect(databaseInstances(of).map(({ settings }) => settings.pooling)).toEqual([
      "none",
      "rds-proxy",
      "none",
    ]);
  });

  test("allows pools above the connection limit of their login: most of their connections are idle", () => {
    const files = environmentWith("database: { pooling: rds-proxy }\n", {
      acme: container("replicas: 3, poolSize: 50"),
    });
    const [only] = load(files);
    expect(only?.organizations[0]?.connectionLimit).toBe(20);
  });
});

const reasons = {
  iam: "iam: the proxy holds no secret, and takes nothing but tokens of IAM",
  kept: "21 are kept (3 for superuser, 2 for rds_superuser, 10 for the credentials function, 6 for monitoring and people)",
  address:
    "pooling with same-vpc or peering: endpoints of this topology follow the one address of the instance",
};

refusesEach([
  [
    "a login with a password on a shared instance with a proxy",
    environmentWith("database: { pooling: rds-proxy }\n", {
      acme: container("").replace("authentication: iam\n", ""),
    }),
    [
      "dev/organizations/acme.yaml:1:1 authentication (not in the file)",
      '"password", on an instance with pooling "rds-proxy"',
      reasons.iam,
      "Write `authentication: iam`, or give the organization an instance of its own with `pooling: none`.",
    ],
  ],
  [
    "a login with a password on a dedicated instance with a proxy",
    environmentWith("", { acme: own("{ pooling: rds-proxy }", "authentication: password\n") }),
    [
      "dev/organizations/acme.yaml:3:17 authentication",
      '"password", on an instance with pooling "rds-proxy"',
      reasons.iam,
      "Write `authentication: iam`, or give the organization an instance of its own with `pooling: none`.",
    ],
  ],
  [
    "a read-only login where only the proxy reaches the instance",
    environmentWith("database: { pooling: rds-proxy }\n", {
      acme: container("poolSize: 2", "readOnlyLogin: {}\n"),
    }),
    [
      "dev/organizations/acme.yaml:3:16 readOnlyLogin",
      'a login that only reads, on an instance with pooling "rds-proxy"',
      "readOnlyLogin with pooling none: the proxy serves logins of applications alone",
      "Delete it, or give the organization an instance of its own with `pooling: none`.",
    ],
  ],
  ...["private-link", "resource-endpoint"].map(
    (topology): Refusal => [
      `a proxy with topology ${topology}`,
      environmentWith(`topology: ${topology}\ndatabase: { pooling: rds-proxy }\n`, {
        acme: own("{ multiAz: false }"),
      }),
      [
        "dev/environment.yaml:6:22 database.pooling",
        `"rds-proxy", with topology "${topology}"`,
        reasons.address,
        "Write `pooling: none`, or choose the topology same-vpc or peering.",
      ],
    ],
  ),
  [
    "a proxy of an organization alone with topology private-link",
    environmentWith("topology: private-link\n", { acme: own("{ pooling: rds-proxy }") }),
    [
      "dev/organizations/acme.yaml:2:22 instance.pooling",
      '"rds-proxy", with topology "private-link"',
      reasons.address,
      "Write `pooling: none`, or choose the topology same-vpc or peering.",
    ],
  ],
  [
    "a proxy that uses all connections",
    environmentWith(
      "database: { instanceClass: db.t4g.micro, pooling: rds-proxy, proxy: { maxConnectionsPercent: 95 } }\n",
    ),
    [
      "dev/environment.yaml:5:94 database.proxy.maxConnectionsPercent",
      "95, which is 76 of the about 81 connections of db.t4g.micro",
      `at most 74, which is 59: ${reasons.kept}`,
      "Lower it to 74, or take a larger class.",
    ],
  ],
  [
    "logins that may hold more together than the proxy may open",
    environmentWith("database: { instanceClass: db.t4g.micro, pooling: rds-proxy }\n", {
      acme: container("", "connectionLimit: 40\n"),
      globex: container("", "connectionLimit: 30\n"),
    }),
    [
      "dev/environment.yaml:5:28 database.instanceClass",
      "db.t4g.micro, which has about 81 connections, of which the proxy may open 56, for up to 70 (logins × connectionLimit: acme 1 × 40 + globex 1 × 30)",
      "at most 56: proxy.maxConnectionsPercent is 70",
      "Take a larger class, raise proxy.maxConnectionsPercent, lower connectionLimit, or give an organization an instance of its own.",
    ],
  ],
  [
    "settings of a proxy that is not there",
    environmentWith("", { acme: own("{ pooling: none, proxy: { borrowTimeoutSeconds: 5 } }") }),
    [
      "dev/organizations/acme.yaml:2:35 instance.proxy",
      'settings of a proxy, with pooling "none"',
      "`proxy` together with pooling rds-proxy: nothing else reads it",
      "Delete it, or write `pooling: rds-proxy`.",
    ],
  ],
  [
    "more idle connections than connections",
    environmentWith("", { acme: own("{ pooling: rds-proxy, proxy: { maxConnectionsPercent: 30 } }") }),
    [
      "dev/organizations/acme.yaml:2:33 instance.proxy.maxIdleConnectionsPercent (not in the file)",
      "40, with maxConnectionsPercent 30",
      "0 to 30: no more can be idle than there may be",
      "Write 15, half of the most, or raise maxConnectionsPercent.",
    ],
  ],
]);

test("reports a mistake that concerns all instances once", () => {
  const files = environmentWith(
    "topology: private-link\ndatabase: { pooling: rds-proxy, proxy: { maxConnectionsPercent: 30 } }\n",
    { acme: own("{ multiAz: false }"), globex: own("{ multiAz: false }") },
  );
  expect(problemsOf(files).map(({ path }) => path)).toEqual([
    "database.pooling",
    "database.proxy.maxIdleConnectionsPercent (not in the file)",
  ]);
});

test.each([
  ["topology: private-link", "pooling: rds-proxy", "database.pooling"],
  [
    "topology: peering",
    "pooling: rds-proxy, proxy: { maxConnectionsPercent: 30 }",
    "database.proxy.maxIdleConnectionsPercent (not in the file)",
  ],
  ["topology: peering", "instanceClass: db.m99.large", "database.instanceClass"],
  ["topology: peering", "instanceMemoryGiB: 8", "database.instanceMemoryGiB"],
  ["topology: peering", "storageGiB: 300, maxStorageGiB: 300", "database.maxStorageGiB"],
])("says it where no instance is shared, too (%s, %s)", (topology, settings, place) => {
  const files = environmentWith(`${topology}\ndatabase: { shared: false, ${settings} }\n`, {
    acme: own("{ multiAz: false }"),
    globex: own("{ multiAz: false }"),
  });
  expect(problemsOf(files).map(({ path }) => path)).toEqual([place]);
});

test("docs/pooling.md has the numbers that synthesis uses", () => {
  const rows = [...fs.readFileSync("docs/pooling.md", "utf8").matchAll(/^\| (db\.\S+) \| (.*) \|$/gm)];
  expect(rows.length).toBeGreaterThan(3);
  for (const [, name = "", cells = ""] of atLeastOne(rows)) {
    const most = maxConnections({ instanceClass: name });
    const direct = most - reservedConnections;
    const share = Math.floor((most * proxySchema.parse({}).maxConnectionsPercent) / 100);
    const organizations = `${Math.floor(direct / 40)} / ${Math.floor(direct / 20)}`;
    expect(`${name}: ${cells}`).toBe(`${name}: ${most} | ${direct} | ${organizations} | ${share}`);
  }
});

describe("certificates", () => {
  const subjects = (pems: readonly string[]) =>
    pems.map((pem) => /^CN=(.*)$/m.exec(new X509Certificate(pem).subject)?.[1]);

  test("of proxies chain to the four roots of Amazon Trust Services", () => {
    expect(subjects(proxyAuthorities)).toEqual([1, 2, 3, 4].map((number) => `Amazon Root CA ${number}`));
  });

  test("of proxies verify no instance, and those of instances verify no proxy", () => {
    const instances = databaseAuthorities("eu-west-1");
    expect(instances.length).toBeGreaterThan(0);
    expect(instances.filter((pem) => proxyAuthorities.includes(pem))).toEqual([]);
  });
});
