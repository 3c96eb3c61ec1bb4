import { type Matrix, matrix, Network, type Reach, reach } from "../../../src/assurance/network";
import { environments, type StackSource } from "../../../src/assurance/terraform";
import { environment, organization } from "../../support/fixtures";
import { Cloud } from "../support/cloud";
import { shippedSources, sourcesOf } from "../support/sources";

const networkOf = (sources: StackSource[]): Network => {
  const [only, ...others] = environments(sources);
  if (!only || others.length > 0) throw new Error("not one environment");
  return new Network(only.configuration);
};

/** Names of the sources that reach each database. */
const reaching = ({ databases, judged }: Matrix) =>
  Object.fromEntries(
    databases.map((database) => [
      database.name,
      judged
        .filter((one) => one.database === database && one.verdict !== "DENIED")
        .map(({ source }) => source.name)
        .sort(),
    ]),
  );

const isolations = ["schema", "database", "instance"] as const;
const mixed = environment(
  {},
  isolations.map((isolation) => organization(isolation, { isolation })),
);

describe("the shipped environments", () => {
  const found = environments(shippedSources());

  test.each(["dev", "prod"])(
    "%s: pods of organizations and the credentials function reach the shared database, and no other source does",
    (name) => {
      const one = found.find((each) => each.name === name);
      if (!one) throw new Error(`no ${name}`);
      const network = new Network(one.configuration);
      const all = network.sources.map((source) => reach(network, source, network.databases[0] as never));
      expect(network.unknowns).toEqual([]);
      expect(network.databases.map((database) => database.name)).toEqual([`${name}-shared`]);
      expect(all.filter(({ verdict }) => verdict === "ALLOWED").map(({ source }) => source.name)).toEqual([
        "acme/metabase",
        "globex/miniflux",
        "any pod of acme",
        "any pod of globex",
        `function ${name}-database-credentials`,
      ]);
      expect(all.filter(({ verdict }) => verdict === "UNKNOWN")).toEqual([]);
      expect(all.filter(({ verdict, always }) => verdict === "ALLOWED" && !always)).toEqual([]);
    },
  );
});

describe("an environment with organizations of every isolation", () => {
  const network = networkOf(sourcesOf(mixed));
  const result = matrix(network);

  test("only its organization reaches an instance of its own, and only the others reach the shared one", () => {
    expect(result.unknowns).toEqual([]);
    expect(reaching(result)).toEqual({
      "test-shared": [
        "any pod of database",
        "any pod of schema",
        "database/api",
        "function test-database-credentials",
        "schema/api",
      ],
      "test-org-instance": ["any pod of instance", "function test-credentials-instance", "instance/api"],
    });
  });

  test("lists sources of every kind", () => {
    expect([...new Set(network.sources.map(({ kind }) => kind))].sort()).toEqual([
      "address",
      "control plane",
      "function",
      "internet",
      "nodes",
      "pods",
    ]);
  });

  test("every pair that the matrix leaves out is denied when it is computed", () => {
    const judged = new Set(result.judged.map(({ source, database }) => `${source.name} ${database.name}`));
    const others = network.databases.flatMap((database) =>
      network.sources
        .filter((source) => !judged.has(`${source.name} ${database.name}`))
        .map((source) => reach(network, source, database)),
    );
    expect(others.length).toBeGreaterThan(0);
    expect(others).toHaveLength(result.others.count);
    expect(result.others.verdict).toBe("DENIED");
    expect(others.filter(({ verdict }) => verdict !== "DENIED")).toEqual([]);
  });
});

test("the number of computed pairs grows with the organizations, not with their square", () => {
  const instances = (count: number) =>
    Array.from({ length: count }, (_, index) => organization(`org${index}`, { isolation: "instance" }));
  const judged = [2, 4].map((count) => {
    const app = environment({}, instances(count));
    return matrix(networkOf(sourcesOf(app))).judged.length;
  });
  // Two kinds of pods and a function each, and the function of the shared instance.
  expect(judged).toEqual([7, 13]);
});

describe("a witness", () => {
  const network = networkOf(sourcesOf(mixed));
  const from = (name: string): Reach => {
    const source = network.sources.find((one) => one.name === name);
    const database = network.databases.find((one) => one.name === "test-shared");
    if (!source || !database) throw new Error(name);
    return reach(network, source, database);
  };

  test("passes each component to the database and back", () => {
    const [path] = from("database/api").open;
    const hops = path?.witnesses[0]?.hops.map(({ component, answer }) => [component, answer]) ?? [];
    const name = (pattern: string) => expect.stringMatching(pattern);
    expect(hops).toEqual([
      ["network policies of database", false],
      [name("instance_access_client"), false],
      [name("cluster-private_acl.*egress"), false],
      [name("cluster-private_route-table"), false],
      [name("database-private_acl.*ingress"), false],
      [name("instance_access_instance"), false],
      [name("database-private_acl.*egress"), true],
      [name("database-private_route-table"), true],
      [name("cluster-private_acl.*ingress"), true],
    ]);
  });

  test("names the deciding rule at each component", () => {
    const [path] = from("database/api").open;
    expect(path?.witnesses[0]?.hops.map(({ rule }) => rule)).toEqual([
      expect.stringContaining("network-policies_allow-database"),
      expect.stringContaining("instance_access_postgresql-egress"),
      expect.stringMatching(/^rule 120 .*egress-120-database/),
      expect.stringContaining("local route"),
      expect.stringMatching(/^rule 120 .*ingress-120-database/),
      expect.stringContaining("instance_access_postgresql-ingress"),
      expect.stringMatching(/^rule 130 .*egress-130-database-answers/),
      expect.stringContaining("local route"),
      expect.stringMatching(/^rule 130 .*ingress-130-database-answers/),
    ]);
  });

  test("of a denial is the first component that stops each path", () => {
    const blocks = from("internet").closed.flatMap((path) => path.blocks);
    expect(blocks.map(({ code }) => code)).toEqual(["NO_PUBLIC_ADDRESS", "NO_PUBLIC_ADDRESS"]);
    const nodes = network.sources.find(({ kind }) => kind === "nodes");
    expect(from(nodes?.name ?? "").closed[0]?.blocks[0]).toMatchObject({
      code: "ENI_SG_RULES_MISMATCH",
      component: expect.stringContaining("instance_access_instance"),
      reason: "no ingress rule admits it",
    });
  });
});

describe("a database with a subnet that its clients do not reach", () => {
  const { network } = new Cloud()
    .subnet("pods", "10.0.1.0/24")
    .subnet("one", "10.0.2.0/24")
    .subnet("two", "10.0.3.0/24")
    .acl("closed", ["two"])
    .group("open", "all from any", "all to any")
    .database(["one", "two"], ["open"])
    .host("pod", "pods", ["open"]);

  test("is reachable only until it fails over", () => {
    const [only] = matrix(network).judged.filter(({ source }) => source.kind === "instance");
    expect(only).toMatchObject({ verdict: "ALLOWED", always: false });
  });
});
