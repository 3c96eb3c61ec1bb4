import fs from "node:fs";
import { changesBetween, changesMarkdown, emptyIntent, type Proof, prove } from "../../../src/assurance";
import { ruleNames } from "../../../src/assurance/rule-names";
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

test("two equal reports differ in no finding: one line says so", () => {
  expect(changesMarkdown(changesBetween(before, before))).toBe(
    "## Changes of access\n\nNo change of access: test.\n",
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

  test("adds a connection, with the rule that admits it", () => {
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

  test("removes the connection when it is reverted, with the layer that stops it", () => {
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

test("a removed organization removes its connections and readers", () => {
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

test("a role that trusts another principal is assumed by that principal, and no longer by its own", () => {
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
    ["added", "service account acme/acme", "assumes role test-org-globex"],
    ["removed", "service account globex/globex", "assumes role test-org-globex"],
  ]);
});

test("a violated rule, and a value that is no longer understood, is a finding", () => {
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

test("all results of an environment that only one side has are added, or removed", () => {
  const [added] = changesBetween([], before);
  expect(added?.on).toBe("the new side only");
  expect(new Set(added?.reach.map(({ kind }) => kind))).toEqual(new Set(["added"]));
  const [removed] = changesBetween(proved(sources, emptyIntent("test", guide)), []);
  expect(removed?.on).toBe("the old side only");
  expect(new Set(removed?.reach.map(({ because }) => because))).toEqual(new Set(["the environment is gone"]));
  expect(removed?.reach).toHaveLength(added?.reach.length ?? 0);
});

describe("the comment on a pull request", () => {
  const without = proved(sources.filter(({ name }) => name !== "test-org-globex"));
  const joined = changesMarkdown(changesBetween(without, before));
  const none = { environment: "a", on: "both sides", reach: [], credentials: [], findings: [] } as const;

  test("lists what is weaker first, then what is added per principal, and removals last", () => {
    const weaker = {
      kind: "added",
      isOfNewThing: false,
      who: "nodes",
      what: "connects to d:5432",
      before: "denied",
      after: "allowed directly",
      because: "aws_rule.r",
    } as const;
    const rule = { ...weaker, who: "aws_vpc.a", what: "VPCs log", after: "broken", because: "it has no log" };
    const added = { ...weaker, isOfNewThing: true, who: "acme/api" };
    const ended = { ...added, kind: "removed", who: "globex/api" } as const;
    const text = changesMarkdown([
      { ...none, reach: [added, { ...added, what: "connects to e:5432" }] },
      { ...none, environment: "b", findings: [rule], reach: [added, ended, weaker] },
    ]);
    expect(text).toMatch(/^## Changes of access: 2 weaker\n/);
    expect(text.split("```")[1]).toBe(`diff
@@ b: 2 weaker, 1 with something new, 1 ended @@
- aws_vpc.a: it has no log
    broken: VPCs log
- nodes: connects to d:5432 (allowed directly, was denied)
    because aws_rule.r
+ acme/api: connects to d:5432
  globex/api: connects to d:5432
@@ a: 0 weaker, 2 with something new, 0 ended @@
+ acme/api: connects to d:5432; connects to e:5432
`);
  });

  test("has the form that docs/assurance.md shows", () => {
    const page = fs.readFileSync("docs/assurance.md", "utf8");
    const because = "prod-database/aws_vpc_security_group_ingress_rule.extra";
    const nodes = {
      kind: "added",
      isOfNewThing: false,
      who: "nodes and pods of prod-cluster/aws_eks_node_group.nodes_group-general_9414052C",
      what: "connects to prod-shared:5432",
      before: "denied",
      after: "allowed directly",
      because,
    } as const;
    const rule = {
      ...nodes,
      who: because,
      what: ruleNames["groups-name-peers"],
      after: "broken",
      because: "it admits 10.0.0.0/8",
    };
    const added = { ...nodes, isOfNewThing: true, who: "any pod of initech" };
    const text = changesMarkdown([
      { ...none, environment: "prod", findings: [rule], reach: [added, nodes] },
      { ...none, environment: "dev" },
    ]);
    expect(page).toContain(`\`\`\`\`\n${text}\`\`\`\`\n`);
  });

  test("counts a new organization as added: nothing is weaker, in under 60 lines", () => {
    expect(joined).toContain("@@ test: 0 weaker, ");
    expect(joined).toContain("+ any pod of globex: connects to test-shared:5432\n");
    expect(joined.split("\n").length).toBeLessThan(60);
  });

  test("counts a wider rule as weaker", () => {
    const wider = resourcesEdited(sources, "aws_vpc_security_group_ingress_rule", (rule, name) => {
      if (!name.startsWith("instance_access_postgresql")) return;
      delete rule.referenced_security_group_id;
      rule.cidr_ipv4 = "10.0.0.0/22";
    });
    expect(changesMarkdown(changesBetween(before, proved(wider)))).toMatch(
      /^## Changes of access: \d+ weaker\n/,
    );
  });

  test("of a hundred organizations has under 60 kB", () => {
    const one = changes(without, before);
    const hundred = (list: typeof one.reach) =>
      Array.from({ length: 100 }, (_, at) =>
        list.map((change) => ({
          ...change,
          who: change.who.replaceAll("globex", `globex-${at}`),
          what: change.what.replaceAll("globex", `globex-${at}`),
        })),
      ).flat();
    const text = changesMarkdown([
      { ...one, reach: hundred(one.reach), credentials: hundred(one.credentials) },
    ]);
    expect(text.length).toBeLessThan(60_000);
    expect(text).toContain("+ any pod of globex-99: connects to test-shared:5432\n");
  });

  test("lets names of a pull request end no fence and begin no line, and cuts a long text", () => {
    const change = {
      kind: "added",
      isOfNewThing: false,
      who: "a\n+ b```",
      what: "w",
      before: "x",
      after: "y",
      because: "",
    } as const;
    const text = changesMarkdown([{ ...none, reach: Array(5000).fill(change) }]);
    expect(text).toContain("\n- a + b''': w (y, was x)\n");
    expect(text.match(/```/g)).toHaveLength(2);
    expect(text.length).toBeLessThan(60_000);
    expect(text).toMatch(/\n {2}\d+ more lines: --format json has all of it\n```/);
  });
});
