import { type Proof, prove } from "../../../src/assurance";
import { html } from "../../../src/assurance/report/html/markup";
import { proofHtml } from "../../../src/assurance/report/html/report";
import type { StackSource } from "../../../src/assurance/terraform";
import type { Environment } from "../../../src/config/model";
import { intentOf } from "../../../src/stacks/intent";
import { atLeastOne } from "../../support/at-least-one";
import { environment, organization } from "../../support/fixtures";
import { firstLines } from "../support/first-lines";
import { many } from "../support/many";
import { type Json, resourcesEdited, sourcesOf } from "../support/sources";

const stacksOf = (config: Environment): StackSource[] => sourcesOf(config);

const proved = (config: Environment, sources = stacksOf(config)): Proof =>
  prove(sources, [intentOf(config)])[0] as Proof;

/** The words of a section, from its heading to the next one. */
const section = (report: string, heading: string): string => {
  const text = report.split("<h2>").find((part) => part.startsWith(heading));
  if (text === undefined) throw new Error(`There is no section ${heading}`);
  return text;
};

const paths = (report: string, kind: string): number => report.split(`<path class="line ${kind}"`).length - 1;

const boxes = (report: string, kind: string): string[] =>
  [...report.matchAll(new RegExp(`<g class="box ${kind}">.*?\\n<text class="title"[^>]*>([^<]*)<`, "g"))].map(
    ([, title]) => title as string,
  );

test("every text in HTML is escaped, and HTML itself is not", () => {
  expect(html`<p>${`<script>"'&`}${html`<b>${1}</b>`}</p>`.text).toBe(
    "<p>&lt;script&gt;&quot;&#39;&amp;<b>1</b></p>",
  );
});

describe("the report of an environment that is proved", () => {
  const planner = "arn:aws:iam::111122223333:role/atlantis";
  const config = environment({ planner: { assumedBy: [planner] } }, [
    organization("acme"),
    organization("globex", { isolation: "instance" }),
  ]);
  const sources = stacksOf(config);
  let report = "";
  beforeAll(async () => {
    report = await proofHtml([proved(config, sources)]);
  });

  test("is one file that loads nothing and runs no script", () => {
    expect(report).toMatch(/^<!doctype html>/);
    expect(report).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(report).not.toMatch(/<script|<link|<img|<iframe|@import|url\((?!#)|\b(src|href)=/i);
  });

  test("begins with the verdict and a digest of the stacks, which changes with any stack", async () => {
    expect(report).toContain("<strong>Proved.</strong>");
    const digest = /what was judged <code>([0-9a-f]{64})</.exec(report)?.[1];
    const changed = sources.map((one) => ({ ...one, json: { ...(one.json as object), locals: {} } }));
    const other = await proofHtml([proved(config, changed)]);
    expect(digest).toBeDefined();
    expect(other).not.toContain(digest);
  });

  test("marks no row as a problem, not even the planner", () => {
    expect(section(report, "Who can read the credentials")).toContain(`<code>${planner}</code>`);
    expect(report).not.toContain('class="badge bad"');
  });

  test("has the same bytes every time", async () => {
    expect(await proofHtml([proved(config, structuredClone(sources))])).toBe(report);
  });

  test("draws which pods and functions reach which instance", () => {
    expect(boxes(report, "allowed").sort()).toEqual([
      "pods of acme",
      "pods of globex",
      "test-credentials-globex",
      "test-database-credentials",
    ]);
    expect(boxes(report, "database").sort()).toEqual(["test-org-globex", "test-shared"]);
    expect(boxes(report, "kept-out").sort()).toEqual([
      "control plane",
      "internet, to databases",
      "nodes and other pods",
    ]);
    expect([paths(report, "allowed"), paths(report, "breach"), paths(report, "doubtful")]).toEqual([4, 0, 0]);
    for (const words of ["VPC test", "10.0.4.0/24 in eu-west-1a", "no route to the internet"])
      expect(section(report, "The network")).toContain(words);
  });

  test("states for every source and database whether a connection opens, and what closes it", () => {
    const text = section(report, "Who can open a connection");
    expect(text.split('<span class="badge good">allowed</span>')).toHaveLength(1 + 6);
    expect(text.split('<span class="badge none">denied</span>')).toHaveLength(1 + 6 + 2 * 11);
  });

  test("lists readers and writers of each secret", () => {
    const text = section(report, "Who can read the credentials");
    const row = text.split("<tr>").find((one) => one.includes(">acme-test-database-credentials<")) ?? "";
    expect(row.match(/badge (good|none)">[a-z]+/g)).toEqual([
      'badge good">reads',
      'badge good">reads',
      'badge good">writes',
      'badge none">denied',
      'badge none">denied',
    ]);
  });

  test("lists every rule, the limits of the proof, and a packet for every open connection", () => {
    expect(section(report, "Rules")).toContain("Databases refuse connections without TLS");
    expect(section(report, "Limits")).toContain("Kubernetes RBAC");
    const witnesses = section(report, "How each connection opens");
    expect(witnesses.split("<details>")).toHaveLength(1 + 6);
    expect(witnesses).toContain("answered by tcp ");
  });

  test("has the digest of each stack as sha256sum prints it", () => {
    expect(section(report, "What was judged").match(/[0-9a-f]{64} {2}test-\S+\/cdk\.tf\.json/g)).toHaveLength(
      6,
    );
  });
});

describe("the report of an environment with problems", () => {
  const config = environment({}, [organization("acme")]);
  const sources = stacksOf(config);
  const edited = (type: string, edit: (block: Json, name: string) => void) =>
    proved(config, resourcesEdited(sources, type, edit));

  test("begins with the verdict, and shows each open connection in red, in the table, hop by hop", async () => {
    const proof = edited("aws_vpc_security_group_ingress_rule", (rule, name) => {
      if (!name.includes("postgresql")) return;
      delete rule.referenced_security_group_id;
      rule.cidr_ipv4 = "10.0.0.0/8";
    });
    const report = await proofHtml([proof]);
    const lines = firstLines(proof);
    expect(report).toContain("<strong>Not proved.</strong>");
    for (const line of atLeastOne(lines)) expect(report).toContain(`<summary>${line}</summary><pre>`);
    expect(boxes(report, "breach").length).toBeGreaterThan(0);
    expect(paths(report, "breach")).toBeGreaterThan(0);
    expect(section(report, "Who can open a connection")).toContain("allowed, but not intended");
  });

  test("says of no principal that it is denied while something is not understood", async () => {
    const report = await proofHtml([edited("aws_vpc", (vpc) => (vpc.ipv6_ipam_pool_id = "ipam-pool-1"))]);
    expect(section(report, "Who can open a connection")).not.toContain(">denied<");
    expect(section(report, "The network")).toContain("not proved to be denied");
    expect(section(report, "The network")).not.toContain("denied: ");
  });

  test("shows names as text, whatever they contain", async () => {
    const name = '<script>"x"</script>';
    const report = await proofHtml([edited("aws_db_instance", (database) => (database.identifier = name))]);
    expect(report).toContain("&lt;script&gt;&quot;x&quot;&lt;/script&gt;");
    expect(report).not.toContain("<script");
  });
});

test("lists exceptions with their reasons, and marks where they apply", async () => {
  const config = environment({}, [organization("acme")]);
  const sources = stacksOf(config);
  const intent = intentOf(config);
  const narrower = {
    ...intent,
    organizations: intent.organizations.map((one) => ({ ...one, workloads: [] })),
  };
  const exception = {
    allow: "connect",
    source: "workload:acme/api",
    database: "test-shared",
    reason: "Because of <it>",
  };
  const proof = prove(sources, [narrower])[0] as Proof;
  const exceptions = [
    { exception, excuses: proof.problems },
    { exception: { ...exception, source: "pods:acme" }, excuses: [] },
  ];
  const report = await proofHtml([{ ...proof, exceptions } as Proof]);
  expect(section(report, "Exceptions")).toContain("acme/api may connect to test-shared");
  expect(section(report, "Exceptions")).toContain("no: delete it");
  expect(section(report, "Who can open a connection")).toMatch(
    /allowed by exception<\/span> .*Because of &lt;it&gt;/,
  );
  expect(paths(report, "excepted")).toBe(1);
});

test.each([
  ["peering", ["VPC peering"], []],
  ["private-link", [], ["test-shared", "test-shared", "test-shared-external"]],
])(
  "%s with external access is drawn with its load balancers and endpoints",
  async (topology, gateways, relays) => {
    const ranges = ["203.0.113.0/24"];
    const config = environment({ topology, externalAccess: { allowedCidrs: ranges } }, [
      organization("acme"),
    ]);
    const report = await proofHtml([proved(config)]);
    expect(boxes(report, "gateway")).toEqual(expect.arrayContaining(gateways));
    expect(boxes(report, "relay").sort()).toEqual(topology === "peering" ? ["test-shared-external"] : relays);
    expect(boxes(report, "allowed")).toContain("internet, to databases");
    expect(boxes(report, "kept-out")).toContain("internet, all else, to databases");
    // Where ACLs of the cluster's subnets have to take answers from the internet, groups alone keep it from an endpoint there.
    const layers = topology === "private-link" ? "security groups" : "network ACLs, security groups";
    expect(section(report, "Who can open a connection")).toContain(
      `<th scope="row">internet, all else</th><td><span class="badge none">denied</span> <span class="small">${layers}</span>`,
    );
  },
);

test("many organizations are drawn in few boxes", async () => {
  const report = await proofHtml([proved(many())]);
  expect(boxes(report, "allowed").sort()).toEqual([
    "5 functions",
    "pods of 10 namespaces",
    "pods of 5 namespaces",
    "test-database-credentials",
  ]);
  expect(boxes(report, "database").sort()).toEqual(["5 instances", "test-shared"]);
});
