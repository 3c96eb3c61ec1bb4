import { explain } from "../../../src/assurance";
import { ingress } from "../support/edits";
import { answer, chapter, Explained, hops } from "./support";

const inside = new Explained();
const outside = new Explained({
  topology: "private-link",
  externalAccess: { allowedCidrs: ["203.0.113.0/24"] },
});

const there = [
  "allowed network policy",
  "allowed security group",
  "allowed network ACL",
  "allowed route",
  "allowed network ACL",
  "allowed security group",
];
const back = ["allowed network ACL", "allowed route", "allowed network ACL"];

describe("an explanation of a connection that opens", () => {
  const text = answer(inside.proof, "acme/metabase", "database");

  test("follows a packet to the database and its answer back, rule by rule", () => {
    const lines = chapter(text, "The direct path is open");
    expect(text.split("\n")[0]).toBe("acme/metabase > test-shared:5432  ALLOWED");
    expect(lines[0]).toMatch(/^ {2}tcp 10\.0\.\d+\.\d+:1024 > 10\.0\.\d+\.\d+:5432$/);
    expect(lines).toContainEqual(
      expect.stringMatching(/^ {2}answered by tcp 10\.0\..*:5432 > 10\.0\..*:1024$/),
    );
    expect(hops(lines)).toEqual([...there, ...back]);
  });

  test("quotes the descriptions of the rules", () => {
    expect(text).toContain('"PostgreSQL from holders of the client group to test-shared"');
  });

  test("passes endpoint and load balancer where there is no route", () => {
    const lines = chapter(
      answer(outside.proof, "acme/metabase", "database"),
      "The path through endpoint test-database/aws_vpc_endpoint.instance_access_vpc-endpoint and load balancer test-shared is open",
    );
    expect(hops(lines)).toEqual([...there, ...back, "allowed target", ...there.slice(1), ...back]);
  });
});

test("names what closes the other paths where one path is open", () => {
  const lines = chapter(
    answer(outside.proof, "acme/metabase", "database"),
    "Closed paths, and the hop that closes each",
  );
  expect(lines).toEqual([
    expect.stringMatching(/^ {2}The direct path: no egress rule lets it out, at .*access_client$/),
    expect.stringMatching(/^ {2}The path through load balancer test-shared: no egress rule lets it out, at /),
    expect.stringMatching(/^ {2}The path through load balancer test-shared-external: .*, at \S+/),
  ]);
  expect(answer(inside.proof, "acme/metabase", "database")).not.toContain("Closed paths");
});

describe("an explanation of a connection that does not open", () => {
  const text = answer(inside.proof, "nodes", "test-shared");

  test("follows the packet to what stops it, from all subnets", () => {
    const lines = chapter(text, "The direct path is closed");
    expect(hops(lines)).toEqual([...there.slice(1, 5), "DENIED security group"]);
    expect(lines).toContainEqual(
      expect.stringContaining("at test-database/aws_security_group.instance_access_instance"),
    );
    expect(lines).toContain("  All 4 pairs of interfaces are denied there.");
  });

  test("names only paths that lead to this database", () => {
    const paths = answer(outside.proof, "nodes", "test-shared").match(/^The .* is closed$/gm) ?? [];
    expect(paths.map((path) => path.replace(/endpoint \S+/, "endpoint"))).toEqual([
      "The direct path is closed",
      "The path through load balancer test-shared is closed",
      "The path through load balancer test-shared-external is closed",
      "The path through endpoint and load balancer test-shared is closed",
    ]);
  });

  test("says that the client sees a timeout", () => {
    expect(text).toContain("Symptom: the connection times out: a security group drops it.");
    expect(text).toMatch(/A client whose connection or login is refused has reached another server/);
    expect(text).not.toContain("If it fails nevertheless");
  });

  test("names every layer that stops the packet", () => {
    expect(text).toContain("On the direct path, only this layer denies it: security groups.");
    expect(answer(inside.proof, "internet", "test-shared")).toContain(
      "each of these layers denies it by itself: no public address, no route, network ACLs, security groups.",
    );
  });
});

test("says UNKNOWN at a hop that is not understood", () => {
  const proof = inside.changed((json) => {
    json.one("database", ingress, "access_postgresql").ip_protocol = "${var.protocol}";
  });
  expect(explain(proof, "acme/metabase", "database").verdict).toBe("unknown");
  const text = answer(proof, "acme/metabase", "database");
  expect(hops(chapter(text, "The direct path may be open"))).toEqual([
    ...there.slice(0, 5),
    "UNKNOWN security group",
    ...back,
  ]);
  expect(chapter(text, "Not understood").length).toBeGreaterThan(0);
  expect(text).not.toContain("is closed");
});

describe("the explanation of a declared connection", () => {
  test.each([
    [inside, "acme/metabase", "Config allows it."],
    [inside, "nodes", "Config does not allow it, either."],
    [outside, "internet", "Config allows it."],
    [outside, "internet:203.0.113.9", "Config allows it."],
    [outside, "internet:198.51.100.7", "Config does not allow it, either."],
  ])("%#: %s", ({ proof }, source, expected) => {
    expect(answer(proof, source, "test-shared").split("\n")[1]).toBe(expected);
  });

  test("says that the gate fails where the result differs", () => {
    const closed = inside.changed((json) => json.remove("database", ingress, "access_postgresql"));
    expect(answer(closed, "acme/metabase", "database")).toContain("Config allows it, so the proof fails.");
    const open = inside.changed((json) => {
      Object.assign(json.one("database", ingress, "access_postgresql"), {
        referenced_security_group_id: undefined,
        cidr_ipv4: "10.0.0.0/16",
      });
    });
    expect(answer(open, "nodes", "test-shared")).toContain("Config does not allow it, so the proof fails.");
  });
});

describe("a question about one address on the internet", () => {
  test.each([
    ["203.0.113.9", "allowed"],
    ["203.0.113.0/25", "allowed"],
    ["198.51.100.7", "denied"],
  ])("%s is %s", (address, verdict) => {
    expect(explain(outside.proof, `internet:${address}`, "test-shared").verdict).toBe(verdict);
  });

  test("names an address that packets from the internet can have", () => {
    expect(() => explain(outside.proof, "internet:10.0.0.1", "test-shared")).toThrow(
      "internet:10.0.0.1: no packet from the internet has such an address.",
    );
  });
});

describe("troubleshooting steps for a declared connection", () => {
  const symptoms = ["The connection times out", "The connection is refused", "Authentication fails"];
  const causes = (text: string, symptom: string) =>
    chapter(text, symptom)
      .filter((line) => /^ {2}\d\. /.test(line))
      .map((line) => line.replace(/^ {2}(\d\. \W*\w+ \S+ \S+).*/, "$1"));

  test("start, for pods of the same VPC, with their groups, then the application's settings, then the password", () => {
    const text = answer(inside.proof, "acme/metabase", "database");
    expect(symptoms.map((symptom) => causes(text, symptom))).toEqual([
      ["1. The pod has", "2. The instance has", "3. A security group", "4. The applied infrastructure"],
      ["1. The application connects", "2. The instance restarts:"],
      [
        "1. The instance's log",
        '2. "password authentication failed":',
        "3. The credentials function",
        "4. The pod has",
        '5. "no pg_hba.conf entry',
        '6. "too many connections',
      ],
    ]);
  });

  test("cover endpoints and load balancers on the path", () => {
    const text = answer(outside.proof, "acme/metabase", "database");
    expect(causes(text, "The connection times out")).toEqual(
      expect.arrayContaining(["2. The load balancer's", "3. The endpoint is"]),
    );
    expect(causes(text, "The connection is refused")).toContain("3. The load balancer");
    expect(text).toContain("describe-target-groups --names test-shared ");
  });

  test("ask, for external clients, whether their address is listed", () => {
    const text = answer(outside.proof, "internet", "test-shared");
    expect(chapter(text, "The connection times out")[0]).toBe(
      "  1. The client's address is in none of the ranges that may connect: 203.0.113.0/24.",
    );
    expect(text).not.toContain("kubectl");
  });

  test("ask, for logins with a token, for its age and its role, and not for a password", () => {
    const text = answer(inside.proof, "globex/api", "database");
    expect(text).toContain("the token is older than 15 minutes");
    expect(text).toContain("aws logs tail /aws/rds/instance/test-shared/iam-db-auth-error --since 1h");
    expect(text).not.toContain("password");
  });

  test("name an organization's own instance with its function, log and stack", () => {
    const text = answer(inside.proof, "hooli/api", "database");
    expect(text).toMatch(/^hooli\/api > test-org-hooli:5432 {2}ALLOWED\n/);
    expect(text).toContain("aws logs tail /aws/lambda/test-credentials-hooli ");
    expect(text).toContain("/aws/rds/instance/test-org-hooli/postgresql");
    expect(text).toContain("$ npx cdktf diff test-org-hooli");
  });

  test("name only addresses of the configuration, and no command prints a credential", () => {
    for (const { proof } of [inside, outside])
      for (const source of [
        "acme/metabase",
        "globex/api",
        "any pod of acme",
        "function test-database-credentials",
      ]) {
        const lines = explain(proof, source, "test-shared").lines.join("\n");
        const addresses = [...lines.matchAll(/\btest-[\w-]+\/(?:data\.)?\w+\.[\w-]+/g)].map(
          ([address]) => address,
        );
        expect(addresses.length).toBeGreaterThan(10);
        expect(addresses.filter((address) => !proof.configuration.find(address))).toEqual([]);
        expect(lines).not.toMatch(/get-secret-value|PASSWORD|undefined/);
      }
  });
});
