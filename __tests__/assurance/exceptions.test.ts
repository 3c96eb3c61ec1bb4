import {
  type Exception,
  explain,
  type Proof,
  problemText,
  proofJson,
  proofMarkdown,
  proofText,
} from "../../src/assurance";
import { intentOf } from "../../src/stacks/intent";
import { environment, organization } from "../support/fixtures";
import { egress, ingress } from "./support/edits";
import type { Synthesis } from "./support/mutations";
import { Provable } from "./support/proofs";

const organizations = [organization("acme"), organization("globex")];
const config = environment({}, organizations);
const provable = new Provable(config);

type Change = (json: Synthesis) => void;

/** What is found after a change to the synthesized Terraform, where these exceptions are written in config. */
const proofWith = (change: Change, ...exceptions: Exception[]): Proof =>
  provable.after(change, { ...intentOf(config), exceptions });

const texts = ({ problems }: Proof): string[] => problems.map(({ text }) => text);
const reason = "Support looks at orders through it until the console can (OPS-12).";
const outsider = "arn:aws:iam::111122223333:role/break-glass";
const secret = "acme-test-database-credentials";

/** A machine in the cluster's subnets whose group the shared instance admits, as an escape hatch would add it. */
const bastion: Change = (json) => {
  json.add("network", "aws_security_group", "bastion", { vpc_id: json.id("network", "aws_vpc") });
  json.add("network", "aws_instance", "bastion", {
    subnet_id: json.id("network", "aws_subnet", "cluster-private_subnet-1"),
    vpc_security_group_ids: ["${aws_security_group.bastion.id}"],
  });
  json.json("network").output.bastion_group = { value: "${aws_security_group.bastion.id}" };
  const [state] = Object.keys(json.json("database").data.terraform_remote_state);
  json.add("database", ingress, "bastion", {
    security_group_id: json.id("database", "aws_security_group", "access_instance"),
    referenced_security_group_id: `\${data.terraform_remote_state.${state}.outputs.bastion_group}`,
    ip_protocol: "tcp",
    from_port: 5432,
    to_port: 5432,
  });
  json.add("network", egress, "bastion", {
    security_group_id: "${aws_security_group.bastion.id}",
    cidr_ipv4: "10.0.0.0/16",
    ip_protocol: "tcp",
    from_port: 5432,
    to_port: 5432,
  });
};
const forBastion: Exception = {
  allow: "connect",
  source: "instance:test-network/aws_instance.bastion",
  database: "test-shared",
  reason,
};

/** The policy document of acme's stack whose name starts so. */
// biome-ignore lint/suspicious/noExplicitAny: statements of synthesized policy documents
const statementsOf = (json: Synthesis, start: string): any[] => {
  const documents = json.json("org-acme").data.aws_iam_policy_document;
  const [name] = Object.keys(documents).filter((key) => key.startsWith(start));
  return documents[name as string].statement;
};

/** A role that these stacks do not make, let through both locks of one secret. */
const breakGlass: Change = (json) => {
  const guard = statementsOf(json, "secrets_credentials_guard").find(
    ({ sid }) => sid === "OnlyTheseRolesRead",
  );
  guard.condition[0].values.push(outsider);
  statementsOf(json, "secrets_key_policy").push({
    sid: "BreakGlass",
    actions: ["kms:Decrypt"],
    resources: ["*"],
    principals: [{ type: "AWS", identifiers: [outsider] }],
    condition: [
      {
        test: "StringEquals",
        variable: "kms:ViaService",
        values: ["secretsmanager.eu-west-1.amazonaws.com"],
      },
      {
        test: "StringLike",
        variable: "kms:EncryptionContext:SecretARN",
        values: [`arn:aws:secretsmanager:eu-west-1:111122223333:secret:${secret}-??????`],
      },
    ],
  });
};
const forBreakGlass: Exception = { allow: "read", principal: `identity:${outsider}`, secret, reason };

const open: Change = (json) => {
  json.one("database", "aws_db_instance").publicly_accessible = true;
};
const forOpen: Exception = {
  allow: "violation",
  rule: "database-not-public",
  at: `test-database/aws_db_instance.${Object.keys(provable.synthesis.json("database").resource.aws_db_instance)[0]}`,
  reason,
};

const passing =
  (...roles: string[]): Change =>
  (json) => {
    json.add("org-acme", "aws_iam_role_policy", "passing", {
      role: json.id("org-acme", "aws_iam_role", "identity", "name"),
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "iam:PassRole",
            Resource: roles.map((role) => `arn:aws:iam::111122223333:role/${role}`),
          },
        ],
      }),
    });
  };
const forPassing: Exception = {
  allow: "violation",
  rule: "no-takeovers",
  at: "test-org-acme passes a role to something that it runs: test-rds-monitoring",
  reason,
};

const cases: [string, Change, Exception, RegExp][] = [
  [
    "a connection",
    bastion,
    forBastion,
    /instance test-network\/aws_instance.bastion reaches test-shared, which config does not allow/,
  ],
  ["a reader", breakGlass, forBreakGlass, /role\/break-glass may read acme-test-database-credentials/],
  ["a rule", open, forOpen, /aws_db_instance.*: publicly_accessible is true/],
  [
    "an indirect way",
    passing("test-rds-monitoring"),
    forPassing,
    /^test-org-acme passes a role to .*-monitoring$/,
  ],
];

test("an exception covers one resource that a list of known ones lacks", () => {
  const chart: Change = (json) => {
    json.add("platform", "helm_release", "metrics", { name: "metrics", chart: "metrics-server" });
  };
  const exception: Exception = {
    allow: "violation",
    rule: "charts-known",
    at: "test-platform/helm_release.metrics",
    reason,
  };
  expect(texts(proofWith(chart))).toEqual([
    expect.stringMatching(/^test-platform\/helm_release\.metrics: /),
    expect.stringMatching(/^root on a node .*: test-platform\/helm_release\.metrics installs/),
  ]);
  expect(texts(proofWith(chart, exception))).toEqual([]);
});

test("an exception for one indirect path of a role covers no other path", () => {
  const proof = proofWith(passing("test-rds-monitoring", "test-database-credentials"), forPassing);
  expect(texts(proof)).toEqual([
    "test-org-acme passes a role to something that it runs: test-database-credentials",
  ]);
});

describe.each(cases)("an exception for %s", (_, change, exception, found) => {
  test("is needed: without it the gate finds exactly one problem, and none in the unchanged environment", () => {
    const refused = proofWith(change);
    expect(texts(refused)).toEqual([expect.stringMatching(found)]);
    expect(problemText(refused)).toMatch(/\nTo accept a finding, record an exception with its reason: .*$/);
    expect(texts(proofWith(() => {}))).toEqual([]);
  });

  const proof = proofWith(change, exception);

  test("covers that problem, which stays on record with its counter-example", () => {
    expect(texts(proof)).toEqual([]);
    expect(proof.exceptions.map(({ excuses }) => excuses.map(({ text }) => text))).toEqual([
      [expect.stringMatching(found)],
    ]);
  });

  test("is listed in every report with its reason", () => {
    expect(proofText(proof)).toContain(`: ${reason}`);
    expect(proofMarkdown(proof)).toContain(`| ${reason} | yes |`);
    expect(proofJson(proof).exceptions).toEqual([expect.objectContaining({ ...exception, needed: true })]);
  });

  test("is itself a problem once it covers nothing", () => {
    const stale = proofWith(() => {}, exception);
    expect(texts(stale)).toEqual([expect.stringMatching(/^nothing needs the exception that /)]);
    expect(problemText(stale)).toContain(`its reason: ${reason}`);
    expect(proofText(stale)).not.toContain("excepted");
    expect(proofMarkdown(stale)).toContain(`| ${reason} | **no** |`);
  });
});

test("explanations print its reason", () => {
  const reasonTo = (change: Change, exception: Exception, source: string, target: string) =>
    explain(proofWith(change, exception), source, target).lines[1];
  expect(reasonTo(bastion, forBastion, "bastion", "database")).toBe(`Config excepts it: ${reason}`);
  expect(reasonTo(breakGlass, forBreakGlass, outsider, secret)).toBe(`Config excepts it: ${reason}`);
});

test("matrices show which client it covers", () => {
  const proof = proofWith(
    (json) => {
      bastion(json);
      breakGlass(json);
    },
    forBastion,
    forBreakGlass,
  );
  const lines = proofText(proof).split("\n");
  expect(lines).toContainEqual(
    expect.stringMatching(/^ {2}instance test-network\/aws_instance.bastion +excepted$/),
  );
  expect(lines).toContainEqual(
    expect.stringMatching(/^ {2}acme-test-database-credentials .* reads \(excepted\)/),
  );
});

describe("an exception covers nothing beyond its text", () => {
  test.each<[string, Change, Exception, RegExp]>([
    [
      "another source",
      bastion,
      { ...forBastion, source: "instance:test-network/aws_instance.bastoin" },
      /bastion reaches/,
    ],
    [
      "another secret",
      breakGlass,
      { ...forBreakGlass, secret: "globex-test-database-credentials" },
      /break-glass may read acme/,
    ],
    ["another place", open, { ...forOpen, at: "test-database/aws_db_instance.other" }, /publicly_accessible/],
  ])("to %s", (_, change, exception, found) => {
    const proof = proofWith(change, exception);
    expect(texts(proof)).toEqual([expect.stringMatching(found), expect.stringMatching(/^nothing needs/)]);
  });

  test("an unknown name is answered with a similar one", () => {
    const proof = proofWith(bastion, { ...forBastion, source: "instance:test-network/aws_instance.bastoin" });
    expect(problemText(proof)).toContain(
      "no source is called instance:test-network/aws_instance.bastoin; near it: instance:test-network/aws_instance.bastion",
    );
  });
});

describe("no exception covers", () => {
  test("a configuration that is not understood", () => {
    const unclear: Change = (json) => {
      bastion(json);
      json.one("network", egress, "bastion").ip_protocol = "${var.protocol}";
    };
    const proof = proofWith(unclear, forBastion);
    expect(texts(proof)).toContainEqual(expect.stringMatching(/^instance .*bastion may reach test-shared/));
    expect(proofText(proof)).toMatch(/bastion +NOT KNOWN$/m);
    expect(texts(proof)).toContainEqual(expect.stringMatching(/^nothing needs the exception/));
  });

  test("open paths beside others that are not understood", () => {
    const more: Change = (json) => {
      bastion(json);
      const known = json.one("network", egress, "bastion");
      json.add("network", egress, "more", { ...known, ip_protocol: "${var.protocol}" });
      known.cidr_ipv4 = "10.0.4.0/24";
    };
    expect(texts(proofWith(more, forBastion))).toEqual([
      expect.stringMatching(/^instance .*bastion reaches test-shared/),
      expect.stringMatching(/^nothing needs the exception/),
    ]);
  });

  test("the internet as a whole", () => {
    const everyAddress = { cidr_block: "0.0.0.0/0", protocol: "-1", rule_action: "allow", rule_number: 1 };
    const exposed: Change = (json) => {
      json.one("database", "aws_db_instance").publicly_accessible = true;
      Object.assign(json.one("database", ingress, "access_postgresql"), {
        referenced_security_group_id: undefined,
        cidr_ipv4: "0.0.0.0/0",
      });
      json.add("network", "aws_route", "out", {
        route_table_id: json.id("network", "aws_route_table", "database-private_route-table"),
        destination_cidr_block: "0.0.0.0/0",
        gateway_id: json.id("network", "aws_internet_gateway"),
      });
      for (const egress of [true, false])
        json.add("network", "aws_network_acl_rule", `any-${egress}`, {
          ...everyAddress,
          egress,
          network_acl_id: json.id("network", "aws_network_acl", "database-private_acl"),
        });
    };
    const found = texts(
      proofWith(exposed, { allow: "connect", source: "internet", database: "test-shared", reason }),
    );
    expect(found).toContain("internet reaches test-shared, which config does not allow");
  });

  test("a machine with a role of its own, which the gate does not model", () => {
    const withRole: Change = (json) => {
      bastion(json);
      json.one("network", "aws_instance").iam_instance_profile = "bastion";
    };
    const forMachine: Exception = {
      allow: "violation",
      rule: "only-known-kinds",
      at: "test-network/aws_instance.bastion",
      reason,
    };
    expect(texts(proofWith(withRole, forBastion, forMachine))).toEqual([
      "test-network/aws_instance.bastion: a machine with iam_instance_profile is not modelled",
      expect.stringMatching(/^nothing needs the exception/),
    ]);
  });

  test("a declared connection that is missing", () => {
    const exception: Exception = {
      allow: "connect",
      source: "workload:acme/api",
      database: "test-shared",
      reason,
    };
    const proof = proofWith((json) => json.remove("database", ingress, "access_postgresql"), exception);
    expect(texts(proof)).toContainEqual(
      "acme/api should reach test-shared by config, but does not for certain",
    );
    expect(texts(proof)).toContainEqual(expect.stringMatching(/^nothing needs the exception/));
  });

  test("administrators as a group: they are not one principal", () => {
    const principal = "administrators of 111122223333";
    const unguarded: Change = (json) => {
      statementsOf(json, "secrets_credentials_guard").splice(0);
      statementsOf(json, "secrets_key_policy").push({
        actions: ["kms:*"],
        resources: ["*"],
        principals: [{ type: "AWS", identifiers: ["arn:aws:iam::111122223333:root"] }],
      });
    };
    const proof = proofWith(unguarded, {
      allow: "read",
      principal: "administrators:111122223333",
      secret,
      reason,
    });
    expect(texts(proof)).toContainEqual(`${principal} may read ${secret}`);
  });
});
