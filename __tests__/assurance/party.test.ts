import {
  type PartyId,
  parseParty,
  partySpelling,
  partyText,
  principalPrefixes,
  restOfInternet,
  sourcePrefixes,
  spellingsText,
  targetSpelling,
} from "../../src/assurance/party";
import { atLeastOne } from "../support/at-least-one";

const cases: [PartyId, string, string][] = [
  [{ kind: "pods", namespace: "acme" }, "pods:acme", "any pod of acme"],
  [{ kind: "pods", namespace: "acme", workload: "api" }, "workload:acme/api", "acme/api"],
  [{ kind: "function", name: "dev-x" }, "function:dev-x", "function dev-x"],
  [{ kind: "proxy", name: "dev-shared" }, "proxy:dev-shared", "proxy dev-shared"],
  [
    { kind: "instance", name: "dev/aws_instance.x[0]" },
    "instance:dev/aws_instance.x[0]",
    "instance dev/aws_instance.x[0]",
  ],
  [{ kind: "nodes", name: "dev/group.a" }, "nodes:dev/group.a", "nodes and pods of dev/group.a"],
  [{ kind: "node root", name: "general" }, "node:general", "root on a node of general"],
  [{ kind: "members", name: "acme" }, "members:acme", "members of acme"],
  [{ kind: "control plane", name: "dev" }, "control-plane:dev", "control plane of dev"],
  [{ kind: "address", name: "dev/aws_subnet.a" }, "subnet:dev/aws_subnet.a", "anything in dev/aws_subnet.a"],
  [{ kind: "internet" }, "internet", "internet"],
  [{ kind: "internet", range: "198.51.100.0/24" }, "internet:198.51.100.0/24", "internet 198.51.100.0/24"],
  [restOfInternet, "internet:rest", "internet, all else"],
  [{ kind: "load balancer", name: "x" }, "load-balancer:x", "load balancer x"],
  [{ kind: "endpoint", name: "x" }, "endpoint:x", "endpoint x"],
  [{ kind: "resource gateway", name: "x" }, "resource-gateway:x", "resource gateway x"],
  [{ kind: "role", name: "dev-org-acme" }, "role:dev-org-acme", "dev-org-acme"],
  [
    { kind: "identity", name: "arn:aws:iam::1:role/a/b" },
    "identity:arn:aws:iam::1:role/a/b",
    "arn:aws:iam::1:role/a/b",
  ],
  [{ kind: "service", name: "rds.amazonaws.com" }, "service:rds.amazonaws.com", "rds.amazonaws.com"],
  [
    { kind: "service account", namespace: "acme", name: "api" },
    "service-account:acme/api",
    "service account acme/api",
  ],
  [{ kind: "administrators", name: "1" }, "administrators:1", "administrators of 1"],
  [{ kind: "account", name: "1" }, "account:1", "account 1"],
  [
    { kind: "principals", name: "aws:principalorgid o-1" },
    "principals:aws:principalorgid o-1",
    "principals with aws:principalorgid o-1",
  ],
  [{ kind: "other accounts" }, "other-accounts", "other accounts"],
  [{ kind: "database", name: "dev-shared" }, "database:dev-shared", "dev-shared"],
  [{ kind: "secret", name: "a-b" }, "secret:a-b", "a-b"],
  [
    { kind: "master password", name: "dev-shared" },
    "master-password:dev-shared",
    "master password of dev-shared",
  ],
];

test.each(cases)("%j has the spelling %s and the name %s", (party, spelling, words) => {
  expect(partySpelling(party)).toBe(spelling);
  expect(partyText(party)).toBe(words);
  expect(parseParty(spelling)).toEqual(party);
});

test("no two parties share a spelling", () => {
  expect(new Set(cases.map(([, spelling]) => spelling)).size).toBe(cases.length);
});

test("words with a dollar sign, as in addresses with for_each keys, stay unchanged", () => {
  expect(partyText({ kind: "instance", name: "$& $1" })).toBe("instance $& $1");
});

test.each([
  "",
  "pods",
  "pods:",
  "workload:acme",
  "workload:acme/",
  "workload:/api",
  "any pod of acme",
  "acme/api",
  "internet:",
  "other-accounts:x",
  "pod:acme",
])("%j is no spelling", (spelling) => {
  expect(parseParty(spelling)).toBeUndefined();
});

test("config spells databases and secrets by their names alone, and a master password by its instance", () => {
  const targets: PartyId[] = [
    { kind: "database", name: "dev-shared" },
    { kind: "secret", name: "a" },
    { kind: "master password", name: "dev-shared" },
  ];
  expect(targets.map(targetSpelling)).toEqual(["dev-shared", "a", "master-password:dev-shared"]);
});

test("messages list every prefix that exceptions may use", () => {
  const shown = spellingsText([...sourcePrefixes, ...principalPrefixes]);
  for (const prefix of atLeastOne([...sourcePrefixes, ...principalPrefixes]))
    expect(shown).toContain(`${prefix}:`);
});
