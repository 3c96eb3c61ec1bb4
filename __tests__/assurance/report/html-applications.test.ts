import type { Proof } from "../../../src/assurance";
import type { Drawing } from "../../../src/assurance/report/html/drawing/drawing";
import { drawingOf } from "../../../src/assurance/report/html/drawing/from-proof";
import { laidOut, type Placed } from "../../../src/assurance/report/html/drawing/layout";
import { proofHtml } from "../../../src/assurance/report/html/report";
import { environment, opened, organization } from "../../support/fixtures";
import { aclRule, all, type Change, clusterGroup, egress, ingress, reading } from "../support/edits";
import type { Synthesis } from "../support/mutations";
import { Provable } from "../support/proofs";

const api = { kind: "container", name: "api", image: "registry.example.com/api:1.0.0" };
const provable = new Provable(
  environment({ applicationAccess: { allowedCidrs: ["203.0.113.0/24", "10.200.0.0/16"] } }, [
    organization("acme", { applications: [{ kind: "metabase", access: opened("metabase", "internal") }] }),
    organization("globex", { applications: [{ ...api, access: opened("globex", "internet-facing") }] }),
  ]),
);

const boxesOf = ({ boxes, places }: Drawing) => [
  ...boxes,
  ...places.flatMap((vpc) => [...vpc.boxes, ...vpc.places.flatMap((place) => place.boxes)]),
];

/** Lines that say a port, as `from > to: label, kind`; a box outside with its first note, since titles repeat there. */
function pathsIn(proof: Proof): string[] {
  const drawing = drawingOf(proof);
  const names = new Map(
    boxesOf(drawing).map((box) => [
      box.id,
      drawing.boxes.includes(box) ? [box.title, ...box.notes].join(", ") : box.title,
    ]),
  );
  return drawing.lines.flatMap(({ from, to, label, kind }) =>
    label === undefined ? [] : [`${names.get(from)} > ${names.get(to)}: ${label}, ${kind}`],
  );
}

const paths = [
  "other networks, to applications, 10.200.0.0/16, no route leads there > test-org-acme-internal: 443, doubtful",
  "internet, to applications, 203.0.113.0/24 > test-org-globex-internet: 443, allowed",
  "test-org-acme-internal > pods of acme: 3000, allowed",
  "test-org-globex-internet > pods of globex: 8080, allowed",
];

const balancerGroup = (json: Synthesis) => json.id("org-globex", "aws_security_group", "access_");

/** Lets the load balancer of globex through to a group, by the rules of both. */
const through =
  (group: (json: Synthesis) => string, port: number): Change =>
  (json) => {
    const balancer = balancerGroup(json);
    const ports = { ip_protocol: "tcp", from_port: port, to_port: port };
    const peers = [
      [egress, balancer, group(json)],
      [ingress, group(json), balancer],
    ] as const;
    for (const [type, own, other] of peers)
      json.add("org-globex", type, "mutant", {
        ...ports,
        security_group_id: own,
        referenced_security_group_id: other,
      });
  };

const openToAnyPort: Change = (json) => {
  json.one("org-globex", "kubernetes_network_policy_v1", "access_").spec.ingress[0].ports = [];
};

const https = { from_port: 443, to_port: 443 };

describe("the drawn connections to applications that people open", () => {
  const proof = provable.after(() => {});

  test("start in another box than connections to databases, and the titles distinguish them", () => {
    const titles = drawingOf(proof).boxes.map(({ title }) => title);
    expect(titles.filter((title) => title.startsWith("internet")).sort()).toEqual([
      "internet, to applications",
      "internet, to databases",
    ]);
  });

  test("lead from listed ranges to load balancers, and from there to pods of their organization", () => {
    expect(pathsIn(proof)).toEqual(paths);
  });

  test("pass a load balancer in the public subnets, labelled with its host name", () => {
    const [vpc] = drawingOf(proof).places;
    const publicSubnets = vpc?.places.find(({ title }) => title === "subnets test-cluster-public");
    expect(publicSubnets?.boxes.filter(({ kind }) => kind === "relay")).toEqual([
      expect.objectContaining({
        title: "test-org-acme-internal",
        notes: ["load balancer", "metabase.example.com"],
      }),
      expect.objectContaining({
        title: "test-org-globex-internet",
        notes: ["load balancer", "globex.example.com"],
      }),
    ]);
  });

  test("have their ports beside their lines, where no other label is", async () => {
    const { boxes, lines } = await laidOut(drawingOf(proof));
    const labels = lines.flatMap(({ label }) => label ?? []);
    expect(labels.map(({ of }) => of)).toEqual(["443", "443", "3000", "8080"]);
    const overlaps = labels.flatMap((label) =>
      [...labels, ...boxes].filter((other) => other !== label && overlap(label, other)),
    );
    expect(overlaps).toEqual([]);
    const drawn = [...(await proofHtml([proof])).matchAll(/<text class="label"[^>]*>([^<]+)</g)];
    expect(drawn.map(([, label]) => label)).toEqual(["443", "443", "3000", "8080"]);
    expect(labels.every(({ x, y }) => x > 0 && y > 0)).toBe(true);
  });
});

const overlap = (a: Placed<unknown>, b: Placed<unknown>): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

test("start at one box if there are many ranges", () => {
  const proof = provable.after(() => {});
  const applications = Array.from({ length: 5 }, (_, index) =>
    proof.applications.slice(1).map((one) => ({ ...one, ranges: [`203.0.113.${index}/32`] })),
  ).flat();
  expect(pathsIn({ ...proof, applications })).toEqual([
    "internet, to applications, 203.0.113.0/32, 203.0.113.1/32,, and 3 more > test-org-globex-internet: 443, allowed",
    "test-org-globex-internet > pods of globex: 8080, allowed",
  ]);
});

test("are missing where no application is opened", async () => {
  const closed = new Provable(environment({}, [organization("acme")])).after(() => {});
  expect(pathsIn(closed)).toEqual([]);
  expect(boxesOf(drawingOf(closed)).map(({ kind }) => kind)).not.toContain("relay");
  expect(await proofHtml([closed])).not.toContain('class="label"');
});

test("lead to pods that reach no database as well", () => {
  const proof = provable.after((json) => {
    delete json.json("database").resource[ingress];
  });
  expect(boxesOf(drawingOf(proof))).toContainEqual(
    expect.objectContaining({ kind: "kept-out", title: "pods of globex", notes: ["api"] }),
  );
  expect(pathsIn(proof)).toEqual(paths);
});

test.each<[string, Change, string]>([
  [
    "a load balancer that also reaches nodes",
    all(
      reading("org-globex", "cluster-state"),
      through(() => clusterGroup, 3000),
    ),
    "test-org-globex-internet > nodes and other pods: 3000, breach",
  ],
  [
    "a load balancer that reaches its pods on other ports as well",
    all(
      through((json) => json.id("org-globex", "aws_security_group", "security-group"), 3000),
      openToAnyPort,
    ),
    "test-org-globex-internet > pods of globex: 3000, 8080, breach",
  ],
  [
    "a load balancer that all of the internet may open",
    all(aclRule("cluster-public", { ...https, protocol: "tcp", rule_number: 950 }), (json) =>
      json.add("org-globex", ingress, "mutant", {
        security_group_id: balancerGroup(json),
        ...https,
        ip_protocol: "tcp",
        cidr_ipv4: "0.0.0.0/0",
      }),
    ),
    "internet, all else, to applications > test-org-globex-internet: 443, breach",
  ],
])("%s is drawn so", (_, change, line) => {
  expect(pathsIn(provable.after(change))).toContain(line);
});
