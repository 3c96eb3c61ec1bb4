import { explain, proofText, questions } from "../../../src/assurance";
import { environment, opened, organization } from "../../support/fixtures";
import { Provable } from "../support/proofs";
import { answer, chapter, hops } from "./support";

const api = { kind: "container", name: "api", image: "registry.example.com/api:1.0.0" };
const provable = new Provable(
  environment({ applicationAccess: { allowedCidrs: ["203.0.113.0/24", "10.200.0.0/16"] } }, [
    organization("acme", { applications: [{ kind: "metabase", access: opened("metabase", "internal") }] }),
    organization("globex", { applications: [{ ...api, access: opened("globex", "internet-facing") }] }),
  ]),
);
const proof = provable.after(() => {});
const first = (source: string, target: string): string[] =>
  answer(proof, source, target).split("\n").slice(0, 2);

describe("an explanation of an opened application", () => {
  test("follows the packet from the internet to the load balancer, and from there to the pods", () => {
    expect(first("internet:203.0.113.7", "globex/api")).toEqual([
      "internet 203.0.113.7 > globex/api:8080, opened as globex.example.com  ALLOWED",
      "Config allows it.",
    ]);
    const lines = chapter(
      answer(proof, "internet:203.0.113.7", "globex/api"),
      "The path through load balancer test-org-globex-internet is open",
    );
    expect(hops(lines)).toEqual([
      "allowed public address",
      "allowed internet gateway",
      "allowed network ACL",
      "allowed security group",
      "allowed network ACL",
      "allowed route",
      "allowed security group",
      "allowed network ACL",
      "allowed route",
      "allowed network ACL",
      "allowed security group",
      "allowed network policy",
      "allowed network ACL",
      "allowed route",
      "allowed network ACL",
    ]);
  });

  test("accepts the application's host name as well", () => {
    expect(answer(proof, "internet:203.0.113.7", "globex.example.com")).toBe(
      answer(proof, "internet:203.0.113.7", "globex/api"),
    );
    expect(questions(proof)).toContain("  globex/api or globex.example.com");
  });

  test.each([
    ["internet:198.51.100.7", "globex/api", "DENIED", "Config does not allow it, either."],
    ["internet:203.0.113.7", "acme/metabase", "DENIED", "Config does not allow it, either."],
    ["acme/metabase", "globex/api", "DENIED", "Config does not allow it, either."],
    ["internet", "globex/api", "ALLOWED, from some of its addresses only", "Config allows it."],
    ["10.200.0.0/16", "globex/api", "DENIED", "Config does not allow it, either."],
  ])("by %s: %s is %s", (source, target, verdict, meaning) => {
    const [heading, meant] = first(source, target);
    expect(heading).toMatch(new RegExp(`  ${verdict}$`));
    expect(meant).toBe(meaning);
  });

  test("admits internal clients from a listed network, and mentions the route that config does not create", () => {
    const { verdict, lines } = explain(proof, "10.200.0.7", "acme/metabase");
    expect(verdict).toBe("denied");
    expect(lines).toEqual([
      "10.200.0.7 > acme/metabase:3000, opened as metabase.example.com  DENIED",
      "Config opens it; this project does not create a route to it.",
      "",
      "load balancer test-org-acme-internal and the network ACL of its subnets admit it",
      "no route of this configuration carries answers there: connect the network to the public cluster subnets, by a transit gateway, a VPN or a peering",
    ]);
  });
});

test("reports say who reaches which application, and who does not", () => {
  expect(
    proof.applications.map(({ found, ranges, withoutRoute, rest }) => [
      found.pods.name,
      found.hostname,
      ranges,
      withoutRoute,
      rest.verdict,
    ]),
  ).toEqual([
    ["acme/metabase", "metabase.example.com", [], ["10.200.0.0/16"], "DENIED"],
    ["globex/api", "globex.example.com", ["203.0.113.0/24"], [], "DENIED"],
  ]);
});

test("reports name the layers that stop other clients, and say so where no single layer does", () => {
  const neighbours = new Provable(
    environment({ applicationAccess: { allowedCidrs: ["203.0.113.0/24", "10.200.0.0/16"] } }, [
      organization("acme", {
        connectionLimit: 60,
        applications: [
          { kind: "metabase", access: opened("metabase", "internal") },
          { ...api, access: opened("acme", "internet-facing") },
        ],
      }),
    ]),
  ).after(() => {});
  const rows = proofText(neighbours)
    .split("\n")
    .filter((line) => line.includes("example.com"));
  expect(rows.map((row) => row.trim().split(/ {2,}/).at(-1))).toEqual([
    "denied: security groups",
    "denied by several layers together",
  ]);
});
