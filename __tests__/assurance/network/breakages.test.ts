// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import { changed } from "../support/changes";
import { acl, aclRule, type Change, egress, ingress, policy, remove, set } from "../support/edits";

/** Changes that break what must work. */
const breakages: [string, Change, RegExp][] = [
  [
    "no rule on the database for the key",
    remove("database", ingress, "access_postgresql"),
    /^acme\/api > test-shared: ALLOWED always -> DENIED by security groups$/,
  ],
  [
    "no rule on the key for the database",
    remove("database", egress, "access_postgresql"),
    /^acme\/api > test-shared: ALLOWED always -> DENIED by security groups$/,
  ],
  [
    "another port on the database",
    set("database", "aws_db_instance", "", { port: 5433 }),
    /^acme\/api > test-shared: ALLOWED always -> DENIED/,
  ],
  [
    "a policy that selects other pods",
    (json) => {
      policy(json, "acme").serviceAccountSelector.matchLabels["app.kubernetes.io/part-of"] = "other";
    },
    /^acme\/api > test-shared: ALLOWED always -> DENIED by security groups$/,
  ],
  [
    "a policy without the key",
    (json) => {
      policy(json, "acme").securityGroups.groupIds.pop();
    },
    /^acme\/api > test-shared: ALLOWED always -> DENIED/,
  ],
  [
    "no answers out of the database's subnets",
    remove("network", acl, "database-private_acl_egress-130"),
    /^acme\/api > test-shared: ALLOWED always -> DENIED by network ACLs$/,
  ],
  [
    "no answers into the pods' subnets",
    remove("network", acl, "cluster-private_acl_ingress-130"),
    /^acme\/api > test-shared: ALLOWED always -> DENIED by network ACLs$/,
  ],
  [
    "answers to half of the clients' ports",
    set("network", acl, "database-private_acl_egress-130", { from_port: 32768 }),
    /^acme\/api > test-shared: ALLOWED always -> ALLOWED sometimes$/,
  ],
  [
    "only one of the pods' subnets admitted",
    set("network", acl, "database-private_acl_ingress-120", { cidr_block: "10.0.0.0/23" }),
    /^acme\/api > test-shared: ALLOWED always -> ALLOWED sometimes$/,
  ],
  [
    "a deny before the allow",
    aclRule("database-private", { rule_action: "deny" }),
    /^acme\/api > test-shared: ALLOWED always -> DENIED by network ACLs$/,
  ],
  [
    "pods without a policy",
    (json) => json.remove("org-acme", "kubernetes_manifest", "security-group-policy"),
    /^acme\/api > test-shared: ALLOWED always -> DENIED by security groups$/,
  ],
  [
    "no network policy that lets pods out to the database",
    remove("org-acme", "kubernetes_network_policy_v1", "allow-database"),
    /^acme\/api > test-shared: ALLOWED always -> UNKNOWN/,
  ],
  [
    "a network policy for another port",
    (json) => {
      json.one("org-acme", "kubernetes_network_policy_v1", "allow-database").spec.egress[0].ports[0].port =
        "5433";
    },
    /^acme\/api > test-shared: ALLOWED always -> UNKNOWN/,
  ],
  [
    "a network policy for one of the database's subnets",
    (json) => {
      json.one("org-acme", "kubernetes_network_policy_v1", "allow-database").spec.egress[0].to.pop();
    },
    /^acme\/api > test-shared: ALLOWED always -> ALLOWED sometimes/,
  ],
  [
    "a network policy for other pods",
    (json) => {
      json.one("org-acme", "kubernetes_network_policy_v1", "allow-database").spec.pod_selector = {
        match_labels: { app: "other" },
      };
    },
    /^acme\/api > test-shared: ALLOWED always -> UNKNOWN/,
  ],
  [
    "the database in a subnet that its ACL does not know",
    (json) => {
      json.one("database", "aws_db_subnet_group").subnet_ids =
        "${data.terraform_remote_state.network-state.outputs.database_public_subnet_ids}";
    },
    /^acme\/api > test-shared: ALLOWED always -> DENIED by network ACLs$/,
  ],
];

/** Changes that mean nothing to the question. */
const harmless: [string, Change][] = [
  ["another description", set("database", ingress, "access_postgresql", { description: "other" })],
  [
    "other numbers in the same order",
    set("network", acl, "database-private_acl_ingress-120", { rule_number: 121 }),
  ],
  [
    "a key, a topic and a log group more",
    (json) => json.add("database", "aws_sns_topic", "more", { name: "more" }),
  ],
  [
    "a group that nothing holds",
    (json) => json.add("database", "aws_security_group", "more", { name: "more" }),
  ],
  [
    "a deny of what is denied already",
    aclRule("database-private", { rule_action: "deny", rule_number: 32000 }),
  ],
  [
    "an allow that an earlier one covers",
    aclRule("database-private", {
      cidr_block: "10.0.0.0/23",
      protocol: "tcp",
      from_port: 5432,
      to_port: 5432,
      rule_number: 500,
    }),
  ],
  [
    "HTTPS into the database's group from the same holders",
    (json) =>
      json.add("database", ingress, "more", {
        ...json.one("database", ingress, "access_postgresql"),
        from_port: 443,
        to_port: 443,
      }),
  ],
  [
    "a longer route to the VPC's own subnets",
    (json) =>
      json.add("network", "aws_route", "more", {
        route_table_id: json.id("network", "aws_route_table", "database-public_route-table-1"),
        destination_cidr_block: "198.51.100.0/24",
        gateway_id: json.id("network", "aws_internet_gateway"),
      }),
  ],
  [
    "no network policies at all: then nothing is shut in",
    (json) => {
      delete json.json("org-acme").resource.kubernetes_network_policy_v1;
    },
  ],
  [
    "the same policy in other words",
    (json) => {
      const spec = policy(json, "acme");
      spec.serviceAccountSelector.matchLabels = { "app.kubernetes.io/part-of": "acme" };
    },
  ],
];

describe("a change that breaks a declared connection is a finding", () => {
  test.each(breakages)("%s", (_, change, expected) => {
    expect(changed(change)).toContainEqual(expect.stringMatching(expected));
  });
});

describe("a change without effect on the result is no finding", () => {
  test.each(harmless)("%s", (_, change) => {
    expect(changed(change)).toEqual([]);
  });
});
