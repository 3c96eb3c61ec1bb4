import { changesBetween, changesMarkdown, nothingMeant, type Proof, prove } from "../../../src/assurance";
import type { StackSource } from "../../../src/assurance/terraform";
import { guide, intentOf } from "../../../src/stacks/intent";
import { environment, organization } from "../../support/fixtures";
import { resourcesEdited, sourcesOf } from "../support/sources";

const config = environment({}, [organization("acme"), organization("globex")]);
const sources = sourcesOf(config);
const proved = (stacks: readonly StackSource[], intent = intentOf(config)) =>
  prove(stacks, [intent]) as [Proof];
const before = proved(sources);

/** Changes of the one environment there is. */
const changes = (old: readonly Proof[], now: readonly Proof[]) => {
  const [found] = changesBetween(old, now);
  if (!found) throw new Error("no environment");
  return found;
};

test("of the same there is one line", () => {
  expect(changesMarkdown(changesBetween(before, before))).toBe(
    "# Changes of reach\n\n**test**: no change of reach.\n",
  );
});

describe("a wider rule", () => {
  const opened = resourcesEdited(sources, "aws_vpc_security_group_ingress_rule", (rule, name) => {
    if (name.startsWith("instance_access_postgresql")) {
      delete rule.referenced_security_group_id;
      rule.cidr_ipv4 = "10.0.0.0/22";
    }
  });
  const now = proved(opened);

  test("adds reach, with the rule that lets it in", () => {
    const { reach } = changes(before, now);
    const nodes = reach.filter(({ who }) => who.startsWith("nodes "));
    expect(nodes).toEqual([
      expect.objectContaining({
        kind: "added",
        what: "connects to test-shared:5432",
        before: "denied",
        after: "allowed directly",
        because: expect.stringContaining("aws_vpc_security_group_ingress_rule.instance_access_postgresql"),
      }),
    ]);
    expect(new Set(reach.map(({ kind }) => kind))).toEqual(new Set(["added"]));
  });

  test("taken back removes it, with what stands in the way", () => {
    const nodes = changes(now, before).reach.filter(({ who }) => who.startsWith("nodes "));
    expect(nodes).toEqual([
      expect.objectContaining({
        kind: "removed",
        before: "allowed directly",
        after: "denied",
        because: "no security group admits it any more",
      }),
    ]);
  });
});

test("an organization that leaves takes its reach and its reading along", () => {
  const left = sources.filter(({ name }) => name !== "test-org-globex");
  const { reach, credentials, findings } = changes(before, proved(left));
  expect(reach.map(({ kind, who, because }) => [kind, who, because])).toEqual([
    ["removed", "globex/api", "there is no globex/api any more"],
    ["removed", "any pod of globex", "there is no any pod of globex any more"],
  ]);
  expect(credentials.map(({ kind, what }) => [kind, what])).toContainEqual([
    "removed",
    "reads globex-test-database-credentials",
  ]);
  expect(new Set(credentials.map(({ kind }) => kind))).toEqual(new Set(["removed"]));
  expect(findings).toEqual([]);
});

test("a role that trusts somebody else is taken by them, and no longer by its own", () => {
  const edited = sources.map((one) => {
    if (one.name !== "test-org-globex") return one;
    const text = JSON.stringify(one.json).replaceAll(
      "serviceaccount:globex:globex",
      "serviceaccount:acme:acme",
    );
    return { ...one, json: JSON.parse(text) };
  });
  const { credentials } = changes(before, proved(edited));
  expect(credentials.map(({ kind, who, what }) => [kind, who, what])).toEqual([
    ["added", "service account acme/acme", "takes role test-org-globex"],
    ["removed", "service account globex/globex", "takes role test-org-globex"],
  ]);
});

test("what holds no longer, and what is no longer understood, is a finding", () => {
  const public_ = resourcesEdited(sources, "aws_db_instance", (database) => {
    database.publicly_accessible = true;
  });
  expect(changes(before, proved(public_)).findings).toEqual([
    expect.objectContaining({ kind: "added", what: "Databases have no public address", after: "broken" }),
  ]);
  const dual = resourcesEdited(sources, "aws_vpc", (vpc) => {
    vpc.ipv6_ipam_pool_id = "ipam-pool-1";
  });
  const { reach, findings } = changes(before, proved(dual));
  expect(findings).toContainEqual(expect.objectContaining({ kind: "added", after: "not understood" }));
  expect(reach).toEqual([]);
});

test("an environment on one side only is all added, or all removed", () => {
  const [added] = changesBetween([], before);
  expect(added?.on).toBe("the new side only");
  expect(new Set(added?.reach.map(({ kind }) => kind))).toEqual(new Set(["added"]));
  const [removed] = changesBetween(proved(sources, nothingMeant("test", guide)), []);
  expect(removed?.on).toBe("the old side only");
  expect(new Set(removed?.reach.map(({ because }) => because))).toEqual(new Set(["the environment is gone"]));
  expect(removed?.reach).toHaveLength(added?.reach.length ?? 0);
});

test("cells hold text, whatever is in it, and long tables end", () => {
  const change = {
    kind: "added",
    who: "a|b<img>\nc",
    what: "w",
    before: "x",
    after: "y",
    because: "z",
  } as const;
  const many = Array.from({ length: 60 }, () => change);
  const text = changesMarkdown([
    { environment: "test", on: "both sides", reach: many, credentials: [], findings: [] },
  ]);
  expect(text).toContain("| added | a\\|b&lt;img> c | w | x | y | z |");
  expect(text).toContain("**60 changes of reach.**");
  expect(text.match(/^\| added /gm)).toHaveLength(50);
  expect(text).toContain("And 10 more");
});
