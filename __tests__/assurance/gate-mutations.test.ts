import { type Proof, problemText, proofText, prove } from "../../src/assurance";
import { loadEnvironments } from "../../src/config/load";
import { intentOf } from "../../src/stacks/intent";
import { Synthesis } from "./support/mutations";
import { shippedSources } from "./support/sources";

const intents = loadEnvironments("config")
  .filter(({ name }) => name === "prod")
  .map(intentOf);
const shipped = new Synthesis(shippedSources().filter(({ name }) => name.startsWith("prod-")));

function changed(change: (json: Synthesis) => void): Proof {
  const mutant = shipped.copy();
  change(mutant);
  return prove(mutant.sources, intents)[0] as Proof;
}

type Mutation = [name: string, change: (json: Synthesis) => void, ...caught: RegExp[]];

const ingress = "aws_vpc_security_group_ingress_rule";
// biome-ignore lint/suspicious/noExplicitAny: statements of synthesized policy documents
const statement = (json: Synthesis, stack: string, document: string, sid?: string): any => {
  const documents = json.json(stack).data.aws_iam_policy_document;
  const [name] = Object.keys(documents).filter((key) => key.startsWith(document));
  return documents[name as string].statement.find(
    (one: { sid: string }) => sid === undefined || one.sid === sid,
  );
};

const open = (json: Synthesis, name: string, attributes: Record<string, unknown>) =>
  json.add("database", ingress, name, {
    ...json.one("database", ingress, "access_postgresql"),
    referenced_security_group_id: undefined,
    ...attributes,
  });

const weakenings: Mutation[] = [
  [
    "the whole VPC on the database",
    (json) => open(json, "wide", { cidr_ipv4: "10.0.0.0/16" }),
    /network: nodes and pods of .* reaches prod-shared, and is not meant to/,
    /network: anything in .*cluster-private_subnet-1.* reaches prod-shared/,
    /aws_vpc_security_group_ingress_rule.wide/,
  ],
  [
    "two halves of everything",
    (json) => {
      open(json, "low", { cidr_ipv4: "0.0.0.0/1" });
      open(json, "high", { cidr_ipv4: "128.0.0.0/1" });
    },
    /network: anything in .* reaches prod-shared/,
  ],
  [
    "the group of the nodes on the database",
    (json) => {
      const group = json.id("cluster", "aws_eks_cluster", "", "vpc_config[0].cluster_security_group_id");
      json.json("cluster").output.nodes_group = { value: group };
      json.json("database").data.terraform_remote_state = {
        ...json.json("database").data.terraform_remote_state,
        cluster: {
          backend: "s3",
          config: {
            ...json.json("cluster").terraform.backend.s3,
            use_lockfile: undefined,
            encrypt: undefined,
          },
        },
      };
      open(json, "nodes", {
        referenced_security_group_id: "${data.terraform_remote_state.cluster.outputs.nodes_group}",
      });
    },
    /network: nodes and pods of .* reaches prod-shared, and is not meant to/,
  ],
  [
    "no rule for the clients",
    (json) => json.remove("database", ingress, "access_postgresql"),
    /network: acme\/metabase is meant to reach prod-shared, and does not for certain/,
    /ENI_SG_RULES_MISMATCH at prod-database\/aws_security_group.instance_access_instance/,
  ],
  [
    "no answers from the database's subnets",
    (json) =>
      json.remove("network", "aws_network_acl_rule", "database-private_acl_egress-130-database-answers"),
    /network: globex\/api is meant to reach prod-shared/,
    /SUBNET_ACL_RESTRICTION/,
  ],
  [
    "a public database behind open ACLs and a default route",
    (json) => {
      json.one("database", "aws_db_instance").publicly_accessible = true;
      open(json, "internet", { cidr_ipv4: "0.0.0.0/0" });
      const gateway = json.id("network", "aws_internet_gateway");
      json.add("network", "aws_route", "default", {
        route_table_id: json.id("network", "aws_route_table", "database-private_route-table"),
        destination_cidr_block: "0.0.0.0/0",
        gateway_id: gateway,
      });
      for (const [name, egress] of [
        ["in", false],
        ["out", true],
      ])
        json.add("network", "aws_network_acl_rule", `any-${name}`, {
          network_acl_id: json.id("network", "aws_network_acl", "database-private_acl"),
          rule_number: 1,
          egress,
          protocol: "-1",
          rule_action: "allow",
          cidr_block: "0.0.0.0/0",
        });
    },
    /network: internet reaches prod-shared, and is not meant to/,
    /invariants: does not hold: Databases have no public address/,
  ],
  [
    "a public address alone",
    (json) => {
      json.one("database", "aws_db_instance").publicly_accessible = true;
    },
    /invariants: does not hold: Databases have no public address\n {2}prod-database\/aws_db_instance/,
  ],
  [
    "a type that may carry packets",
    (json) => json.add("network", "aws_ec2_transit_gateway_vpc_attachment", "hub", {}),
    /network: something on the way is not understood\n.*aws_ec2_transit_gateway_vpc_attachment.hub may carry packets/,
  ],
  [
    "a trust that asks for no subject",
    (json) => {
      const trust = statement(json, "org-acme", "identity_role_trust");
      trust.condition = trust.condition.filter(
        ({ variable }: { variable: string }) => !variable.endsWith(":sub"),
      );
    },
    /credentials: .* may take prod-org-acme/,
  ],
  [
    "every action in an organization's policy",
    (json) => {
      statement(json, "org-globex", "identity_role_permissions", "ReadSecrets").actions = [
        "secretsmanager:*",
      ];
    },
    /invariants: does not hold: Roles of organizations' pods name actions and resources without wildcards/,
    /credentials: prod-org-globex replaces a secret's policy: globex-prod-database-credentials/,
  ],
  [
    "a neighbour's secret, with both of its locks opened",
    (json) => {
      statement(json, "org-globex", "identity_role_permissions", "ReadSecrets").resources = ["*"];
      const decrypt = statement(json, "org-globex", "identity_role_permissions", "DecryptSecrets");
      decrypt.resources = ["*"];
      decrypt.condition = [];
      const neighbour = "arn:aws:iam::444455556666:role/prod-org-globex";
      for (const [document, sid] of [
        ["secrets_credentials_guard", "OnlyTheseRolesRead"],
        ["secrets_key_policy", "ReadSecretsAsOrganization"],
      ] as const)
        for (const { variable, values } of statement(json, "org-acme", document, sid).condition)
          if (variable === "aws:PrincipalArn") values.push(neighbour);
    },
    /credentials: prod-org-globex may read acme-prod-database-credentials/,
  ],
  [
    "no right to decrypt",
    (json) => {
      statement(json, "org-globex", "identity_role_permissions", "DecryptSecrets").actions = [
        "kms:DescribeKey",
      ];
    },
    /credentials: prod-org-globex may not be able to read globex-prod-database-credentials/,
  ],
  [
    "a login as a neighbour's user",
    (json) => {
      statement(json, "org-acme", "identity_role_permissions", "LogInToDatabase").resources[0] = statement(
        json,
        "org-acme",
        "identity_role_permissions",
        "LogInToDatabase",
      ).resources[0].replace("acme__iam", "globex__iam");
    },
    /credentials: unintended: prod-org-acme log in to prod-shared as globex__iam/,
    /credentials: not certain: prod-org-acme log in to prod-shared as acme__iam/,
  ],
  [
    "connections without TLS",
    (json) => {
      const group = json.one("database", "aws_db_parameter_group");
      for (const parameter of group.parameter) if (parameter.name === "rds.force_ssl") parameter.value = "0";
    },
    /invariants: does not hold: Databases refuse connections without TLS/,
  ],
  [
    "a database that can be deleted",
    (json) => {
      json.one("database", "aws_db_instance").deletion_protection = false;
    },
    /invariants: does not hold: Databases that are to be protected from deletion are/,
  ],
  [
    "a password in the JSON",
    (json) => {
      json.one("database", "aws_db_instance").password = "hunter2";
    },
    /invariants: does not hold: The Terraform JSON contains no credentials/,
  ],
  [
    "a second database that nobody declared",
    (json) =>
      json.add("database", "aws_db_instance", "copy", {
        ...json.one("database", "aws_db_instance"),
        identifier: "prod-copy",
      }),
    /network: prod-copy is a database that nobody declared/,
    /network: acme\/metabase reaches prod-copy, and is not meant to/,
  ],
];

const harmless: Mutation[] = [
  [
    "another description of a rule",
    (json) => {
      json.one("database", ingress, "access_postgresql").description = "other";
    },
  ],
  [
    "another tag",
    (json) => Object.assign(json.one("database", "aws_db_instance").tags ?? {}, { Owner: "us" }),
  ],
  [
    "one more alarm",
    (json) => json.add("database", "aws_cloudwatch_metric_alarm", "more", { alarm_name: "prod-more" }),
  ],
];

describe("a weakening of prod is caught, and named", () => {
  test.each(weakenings)("%s", (_, change, ...caught) => {
    const proof = changed(change);
    expect(proofText(proof)).toMatch(/^prod {2}NOT proved: \d+ problems?\n/);
    for (const expected of caught) expect(problemText(proof)).toMatch(expected);
  });
});

describe("a change without consequences passes", () => {
  test.each(harmless)("%s", (_, change) => {
    expect(problemText(changed(change))).toBe("");
  });
});

test("an indirect way to a credential is told once, though the rule about it is broken, too", () => {
  const { problems, invariants } = changed((json) =>
    json.add("org-globex", "aws_iam_role_policy", "indirect", {
      role: json.id("org-globex", "aws_iam_role", "identity", "name"),
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "ssm:StartSession", Resource: "*" }],
      }),
    }),
  );
  const way = /prod-org-globex opens a session on a node/;
  expect(problems.filter(({ text, details }) => way.test([text, ...details].join()))).toHaveLength(1);
  expect(
    invariants.filter(({ rule, result }) => /indirectly/.test(rule) && result !== "compliant"),
  ).toHaveLength(1);
});
