import { rulePriority } from "../../src/config/opened-applications";
import { environmentWith, load, minimal, onlyProblem, problemsOf } from "./support";

const frame = "applicationAccess: { allowedCidrs: [203.0.113.0/24, 10.200.0.0/16] }\n";
const certificate = (place = "eu-west-1:111122223333") =>
  `arn:aws:acm:${place}:certificate/1234abcd-12ab-34cd-56ef-1234567890ab`;

interface Opened {
  readonly name?: string;
  readonly hostname?: string;
  readonly ranges?: string;
  readonly scheme?: string;
  readonly certificateArn?: string;
  readonly more?: string;
}

const application = ({
  name = "api",
  hostname = `${name}.example.com`,
  ranges = "203.0.113.0/24",
  scheme = "internet-facing",
  certificateArn = certificate(),
  more = "",
}: Opened = {}) =>
  `  - { kind: container, name: ${name}, image: "registry.example.com/api:1.0.0", poolSize: 1, ${more}access: { hostname: ${hostname}, certificateArn: "${certificateArn}", allowedCidrs: [${ranges}], scheme: ${scheme} } }\n`;

type Opening = Parameters<typeof rulePriority>[0];

const applicationAt = (name: string, hostname: string): Opening => ({
  name,
  access: { hostname, certificateArn: certificate(), allowedCidrs: [], scheme: "internal" },
});

const organizationOf = (...applications: Opened[]) =>
  `isolation: database\napplications:\n${applications.map((one) => application(one)).join("")}`;

const opened = (one: Opened = {}, lines = frame) => environmentWith(lines, { acme: organizationOf(one) });

describe("applicationAccess", () => {
  test("is absent by default; once set, it has ports for container images and for Metabase", () => {
    expect(load(environmentWith(""))[0]?.applicationAccess).toBeUndefined();
    expect(load(environmentWith(frame))[0]?.applicationAccess).toEqual({
      allowedCidrs: ["203.0.113.0/24", "10.200.0.0/16"],
      ports: [3000, 8080],
      idleTimeoutSeconds: 60,
      deletionProtection: true,
    });
  });

  test.each([
    ["0.0.0.0/0", '"0.0.0.0/0": the whole Internet'],
    ["203.0.0.0/15", '"203.0.0.0/15"'],
    ["169.254.0.0/24", "inside 169.254.0.0/16: never the source of a packet"],
  ])("refuses %s", (range, found) => {
    expect(onlyProblem(environmentWith(`applicationAccess: { allowedCidrs: [${range}] }\n`))).toContain(
      found,
    );
  });

  test("refuses the VPC's own addresses", () => {
    const lines = "applicationAccess: { allowedCidrs: [10.0.128.0/17] }\n";
    expect(onlyProblem(environmentWith(lines))).toContain("which overlaps the VPC's 10.0.0.0/16");
  });

  test("refuses more ranges and ports than a network ACL has room for", () => {
    const ranges = Array.from({ length: 8 }, (_, i) => `203.0.${i}.0/24`).join(", ");
    const apart = "network: { subnets: { clusterPrivate: [10.0.0.0/24, 10.0.2.0/24] } }\ntopology: peering\n";
    const lines = (ports: string) => `applicationAccess: { allowedCidrs: [${ranges}], ports: [${ports}] }\n`;
    expect(load(environmentWith(lines("3000, 8080, 8000, 9000, 5000")))).toHaveLength(1);
    expect(load(environmentWith(apart + lines("3000, 8080")))).toHaveLength(1);
    expect(onlyProblem(environmentWith(apart + lines("3000, 8080, 8000")))).toContain(
      "which take 14 entries of a network ACL (two per port",
    );
  });

  test.each([
    [3000, 3317, 3318],
    [65_218, 65_535, 65_534],
  ])("refuses the ports %i and %i, whose rules have one number", (first, second, free) => {
    const lines = (ports: readonly number[]) =>
      `applicationAccess: { allowedCidrs: [203.0.113.0/24], ports: [${ports.join()}] }\n`;
    const problem = onlyProblem(environmentWith(lines([first, second])));
    expect(problem).toContain(`${second}, which by coincidence gets the rule number of ${first}`);
    expect(problem).toContain(`Choose another port, such as ${free}.`);
    expect(load(environmentWith(lines([first, free])))).toHaveLength(1);
  });

  test("accepts a web ACL of its own account and region only", () => {
    const lines = (place: string) =>
      frame.replace(" }", `, webAclArn: "arn:aws:wafv2:${place}:regional/webacl/people/1234abcd" }`);
    expect(load(environmentWith(lines("eu-west-1:111122223333")))).toHaveLength(1);
    expect(onlyProblem(environmentWith(lines("eu-west-1:444455556666")))).toContain(
      "an ARN of eu-west-1, account 444455556666",
    );
  });
});

describe("access to an application", () => {
  test("is accepted within the ranges that the environment permits", () => {
    expect(load(opened())[0]?.organizations[0]?.applications[0]?.access).toEqual({
      hostname: "api.example.com",
      certificateArn: certificate(),
      allowedCidrs: ["203.0.113.0/24"],
      scheme: "internet-facing",
    });
    expect(load(opened({ ranges: "10.200.7.0/24", scheme: "internal" }))).toHaveLength(1);
  });

  test("needs applicationAccess, and names both files", () => {
    expect(onlyProblem(opened({}, ""))).toMatch(
      /^dev\/organizations\/acme\.yaml:3:\d+ applications\[0\]\.access\naccess to api, in an environment that opens no application\naccess where environment\.yaml has `applicationAccess` \(.*dev\/environment\.yaml:1:1 applicationAccess \(not in the file\)\)/,
    );
  });

  test.each<[string, Opened, string]>([
    [
      "a range outside",
      { ranges: "203.0.113.0/24, 198.51.100.0/24" },
      "198.51.100.0/24, which applicationAccess does not open\nranges inside 203.0.113.0/24, 10.200.0.0/16 (",
    ],
    ["a wider range", { ranges: "203.0.112.0/22" }, "203.0.112.0/22, which applicationAccess does not open"],
    [
      "a port outside",
      { more: "port: 9000, " },
      "access to api, which listens on 9000\napplications that listen on 3000, 8080 (",
    ],
  ])("refuses %s, and names both lines", (_, one, found) => {
    const problem = onlyProblem(opened(one));
    expect(problem).toContain(found);
    expect(problem).toMatch(/^dev\/organizations\/acme\.yaml:3:\d+ applications\[0\]\.access/);
    expect(problem).toMatch(/dev\/environment\.yaml:5:\d+ applicationAccess/);
  });

  test.each<[string, Opened, string]>([
    [
      "private ranges on the Internet",
      { ranges: "10.200.0.0/16" },
      "a private range, with scheme internet-facing",
    ],
    ["public ranges inside", { scheme: "internal" }, "a public range, with scheme internal"],
    [
      "a certificate of another region",
      { certificateArn: certificate("us-east-1:111122223333") },
      "an ARN of us-east-1",
    ],
    [
      "a certificate of another account",
      { certificateArn: certificate("eu-west-1:444455556666") },
      "account 444455556666",
    ],
    ["a wildcard", { hostname: '"*.example.com"' }, "a whole host name in lower case"],
    ["an address of a page", { hostname: '"https://api.example.com"' }, "a whole host name in lower case"],
    ["a name without a dot", { hostname: "api" }, "a whole host name in lower case"],
  ])("refuses %s", (_, one, found) => {
    expect(onlyProblem(opened(one))).toContain(found);
  });

  test("has the same ranges for all applications of a load balancer", () => {
    const pair = (second: Opened) =>
      environmentWith(frame, { acme: organizationOf({ name: "api" }, { name: "web", ...second }) });
    expect(load(pair({}))).toHaveLength(1);
    expect(load(pair({ ranges: "10.200.0.0/16", scheme: "internal", more: "port: 3000, " }))).toHaveLength(1);
    expect(onlyProblem(pair({ ranges: "203.0.113.7/32" }))).toMatch(
      /acme\.yaml:4:\d+ applications\[1\]\.access\.allowedCidrs\nother ranges than those of api.*\n203\.0\.113\.0\/24: internet-facing.*acme\.yaml:3:\d+ applications\[0\]\.access\.allowedCidrs\)/,
    );
  });

  test("needs different ports per scheme: network policies admit load balancers by their subnets", () => {
    const second = { name: "web", ranges: "10.200.0.0/16", scheme: "internal" };
    const pair = environmentWith(frame, { acme: organizationOf({ name: "api" }, second) });
    expect(onlyProblem(pair)).toMatch(
      /acme\.yaml:4:\d+ applications\[1\]\.access\.scheme\ninternal on port 8080, which api opens as internet-facing.*\n.*acme\.yaml:3:\d+ applications\[0\]\.access\.scheme\)/,
    );
  });

  test("needs a host name that is unique in the environment", () => {
    const files = environmentWith(frame, {
      acme: organizationOf({ hostname: "reports.example.com" }),
      globex: organizationOf({ hostname: "reports.example.com" }),
    });
    expect(onlyProblem(files)).toMatch(
      /^dev\/organizations\/globex\.yaml:3:\d+ .*\nreports\.example\.com, which acme\/api has as well\n.*acme\.yaml:3:/,
    );
  });

  test("has no more ranges than a security group has rules", () => {
    const to = (count: number) =>
      opened({ ranges: Array.from({ length: count }, (_, i) => `203.0.113.${i}/32`).join(", ") });
    expect(load(to(29))).toHaveLength(1);
    expect(onlyProblem(to(30))).toContain("a list of 30\na list of 1 to 29");
  });

  test("has no more certificates than a load balancer may have", () => {
    const nodes = "network: { subnets: { clusterPrivate: [10.0.64.0/18, 10.0.128.0/18] } }\n";
    const room = minimal.replace(
      "] }",
      "], nodeGroups: [{ name: general, minSize: 10, maxSize: 10, instanceTypes: [m7g.xlarge] }] }",
    );
    const of = (certificates: number) => ({
      "dev/environment.yaml": room + nodes + frame,
      "dev/organizations/acme.yaml": `connectionLimit: 100\nquota: { pods: 200, cpu: "40", memory: 64Gi, ephemeralStorage: 100Gi }\n${organizationOf(
        ...Array.from({ length: 28 }, (_, i) => ({
          name: `api-${i}`,
          more: "replicas: 1, ",
          certificateArn: `${certificate()}${i % certificates}`,
        })),
      )}`,
    });
    expect(load(of(26))).toHaveLength(1);
    expect(onlyProblem(of(27))).toContain("27 certificates of internet-facing applications\nat most 26");
  });

  test.each(["internal", "internet-facing"])("is refused for an application named %s", (name) => {
    expect(onlyProblem(opened({ name }))).toContain(`"${name}", an opened application called as a scheme`);
  });

  test("has rules with unique conditions", () => {
    const byPriority = new Map<number, string>();
    for (let i = 0; ; i++) {
      const name = `app-${i}`;
      const priority = rulePriority(applicationAt(name, `${name}.example.com`));
      const other = byPriority.get(priority);
      byPriority.set(priority, name);
      if (other === undefined) continue;
      const one = organizationOf({ name: other }, { name });
      expect(onlyProblem(environmentWith(frame, { acme: one }))).toContain(
        `${name}.example.com, whose rule by coincidence gets the priority of ${other}.example.com`,
      );
      break;
    }
  });

  test("keeps rule priorities unique when applications exchange names or host names", () => {
    const [blue, green] = ["blue", "green"].map((name) => applicationAt(name, `${name}.example.com`));
    const before = [blue, green].map((one) => rulePriority(one as Opening));
    const after = [
      applicationAt("blue", "green.example.com"),
      applicationAt("green", "blue.example.com"),
      applicationAt("red", "blue.example.com"),
    ].map(rulePriority);
    expect(after.filter((priority) => before.includes(priority))).toEqual([]);
  });

  test("counts towards the quota of load balancers per account and region, over all environments", () => {
    const both = organizationOf(
      {},
      { name: "web", ranges: "10.200.0.0/16", scheme: "internal", more: "port: 3000, " },
    );
    const files = (quota: number) => ({
      ...environmentWith(`${frame}quotas: { applicationLoadBalancers: ${quota} }\n`, {
        acme: both,
        globex: both.replaceAll("example.com", "example.org"),
      }),
    });
    expect(load(files(4))).toHaveLength(1);
    expect(problemsOf(files(3)).map(({ path, found }) => `${path} ${found}`)).toEqual([
      "quotas.applicationLoadBalancers 3, for 4 application load balancers in 111122223333, eu-west-1: 4 of dev",
    ]);
  });

  test("uses addresses of the public subnets", () => {
    const small = "network: { subnets: { clusterPublic: [10.0.6.0/27, 10.0.6.32/27] } }\n";
    const four = Object.fromEntries(
      ["acme", "globex", "hooli", "initech"].map((name) => [
        name,
        organizationOf({ hostname: `${name}.example.com` }),
      ]),
    );
    const { acme, globex, hooli } = four as Record<string, string>;
    expect(
      load(environmentWith(frame + small, { acme, globex, hooli } as Record<string, string>)),
    ).toHaveLength(1);
    const [problem] = problemsOf(environmentWith(frame + small, four));
    expect(problem?.found).toBe("10.0.6.0/27, 32 addresses for 4 load balancers of applications");
    expect(problem?.allowed).toContain("/26 or larger");
  });

  test.each([
    "env: { MB_SITE_URL: https://old.example.com }",
    "secrets: { MB_SITE_URL: { secret: bi, key: url } }",
  ])("sets what Metabase has to know of it, and refuses %s", (setting) => {
    const file = (more: string) =>
      environmentWith(frame, {
        acme: organizationOf({ name: "bi", more })
          .replace("kind: container", "kind: metabase")
          .replace(' image: "registry.example.com/api:1.0.0",', "")
          .concat("secretWriters: [arn:aws:iam::111122223333:role/acme-secrets]\n"),
      });
    expect(onlyProblem(file(`${setting}, `))).toContain("the variable MB_SITE_URL, which `access` sets");
  });
});
