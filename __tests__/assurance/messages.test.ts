// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import { type Proof, problemText, prove } from "../../src/assurance";
import { causesOf } from "../../src/assurance/causes";
import { loadEnvironments } from "../../src/config/load";
import { intentOf } from "../../src/stacks/intent";
import { acl, type Change, egress, ingress } from "./support/edits";
import { Synthesis } from "./support/mutations";
import { shippedSources } from "./support/sources";

const prod = loadEnvironments("config").filter(({ name }) => name === "prod");
const intents = prod.map(intentOf);
const synthesis = new Synthesis(shippedSources().filter(({ name }) => name.startsWith("prod-")));
const unchanged = prove(synthesis.sources, intents);

function after(change: Change): Proof {
  const copy = synthesis.copy();
  change(copy);
  return prove(copy.sources, intents, unchanged)[0] as Proof;
}

// biome-ignore lint/suspicious/noExplicitAny: a policy document
function policy(block: any, attribute: string, edit: (document: any) => void): void {
  const document = JSON.parse(block[attribute]);
  edit(document);
  block[attribute] = JSON.stringify(document);
}

const statement =
  (stack: string, type: string, name: string, attribute: string, added: object): Change =>
  (json) =>
    policy(json.one(stack, type, name), attribute, ({ Statement }) => Statement.push(added));

const instanceGroup = (json: Synthesis) =>
  json.id("database", "aws_security_group", "instance_access_instance");
const opened =
  (peer: object): Change =>
  (json) =>
    json.add("database", ingress, "extra", {
      security_group_id: instanceGroup(json),
      ip_protocol: "tcp",
      from_port: 5432,
      to_port: 5432,
      ...peer,
    });

/** A weakening of each kind, and the line that people read first. */
const weakenings: [kind: string, change: Change, line: RegExp][] = [
  [
    "a rule of a security group",
    opened({ cidr_ipv4: "10.0.0.0/8" }),
    /^prod: prod-database\/aws_vpc_security_group_ingress_rule\.extra: it admits 10\.0\.0\.0\/8$/,
  ],
  [
    "a rule for a security group that nothing declares",
    opened({ referenced_security_group_id: "sg-0123456789abcdef0" }),
    /^prod: prod-database\/aws_vpc_security_group_ingress_rule\.extra: names a security group that .*"sg-0123456789abcdef0"$/,
  ],
  [
    "a rule that is gone",
    (json) => json.remove("database", egress, "instance_access_postgresql"),
    /^prod: prod-database\/aws_security_group\.instance_access_client_\w+: acme\/metabase should reach prod-shared by config, but does not/,
  ],
  [
    "a statement of which a part is missing",
    statement("database", "aws_kms_key", "instance_keys_data", "policy", {
      Sid: "Extra",
      Effect: "Allow",
      Principal: "*",
    }),
    /^prod: prod-database\/aws_kms_key\.instance_keys_data_\w+: Extra has no actions$/,
  ],
  [
    "a name that says nothing of its environment",
    (json) => {
      json.one("database", "aws_iam_role", "monitoring_role").name = "monitoring";
    },
    /^prod: prod-database\/aws_iam_role\.monitoring_role_\w+: the role monitoring does not bear the name of prod$/,
  ],
  [
    "a login that no policy allows",
    (json) =>
      policy(json.one("database", "aws_iam_role_policy", "credentials_function"), "policy", (document) => {
        document.Statement = document.Statement.filter(
          ({ Sid }: { Sid?: string }) => Sid !== "LogInAsMaster",
        );
      }),
    /^prod: prod-database\/aws_iam_role\.credentials_function_role_\w+: it is not certain that prod-database-credentials logs in to prod-shared/,
  ],
  [
    "a network policy that no longer admits a load balancer",
    (json) => {
      json.one("org-globex", "kubernetes_network_policy_v1", "access_miniflux").spec.policy_types = [];
    },
    /^prod: prod-org-globex\/aws_lb\.access_internet-facing_\w+: internet \S+ should open globex\/miniflux by config, but does not for certain$/,
  ],
  [
    "an empty text",
    (json) => {
      json.one("org-acme", "kubernetes_manifest", "applications_metabase_secrets").manifest.apiVersion = "";
    },
    /^prod: prod-org-acme\/kubernetes_manifest\.\w+: manifest\.apiVersion is an empty text, which the proof does not know$/,
  ],
  [
    "a rule of a network ACL",
    (json) => {
      json.one("network", acl, "database-private_acl_ingress-120").cidr_block = "10.0.0.0/8";
    },
    /^prod: prod-network\/aws_network_acl_rule\.database-private_acl_ingress-120-database_\w+: lets 10\.0\.6\.0 to 10\.255\.255\.255 into /,
  ],
  [
    "a rule of a network ACL that there may be more of",
    (json) => {
      json.one("network", acl, "database-private_acl_ingress-120").count = 2;
    },
    /^prod: prod-network\/aws_network_acl_rule\.database-private_acl_ingress-120-database_\w+: it uses count$/,
  ],
  [
    "a route",
    (json) =>
      json.add("network", "aws_route", "extra", {
        route_table_id: json.id("network", "aws_route_table", "database-private"),
        destination_cidr_block: "0.0.0.0/0",
        gateway_id: json.id("network", "aws_internet_gateway"),
      }),
    /^prod: prod-network\/aws_route\.extra: an internet gateway leads to prod-network\/aws_subnet\.database-private_subnet-1_\w+/,
  ],
  [
    "a policy of a role",
    statement("org-globex", "aws_iam_role_policy", "identity", "policy", {
      Effect: "Allow",
      Action: "ec2:AuthorizeSecurityGroupIngress",
      Resource: "*",
    }),
    /^prod: prod-org-globex\/aws_iam_role_policy\.\w+: statement \d allows ec2:AuthorizeSecurityGroupIngress on \*$/,
  ],
  [
    "the trust of a role",
    statement("org-acme", "aws_iam_role", "identity", "assume_role_policy", {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::999988887777:root" },
      Action: "sts:AssumeRole",
    }),
    /^prod: prod-org-acme\/aws_iam_role\.identity_role_\w+: account 999988887777 may assume prod-org-acme$/,
  ],
  [
    "the policy of a secret",
    (json) =>
      policy(
        json.one("org-acme", "aws_secretsmanager_secret_policy", "secrets_credentials"),
        "policy",
        (document) => {
          document.Statement = document.Statement.filter(
            ({ Effect }: { Effect: string }) => Effect !== "Deny",
          );
        },
      ),
    /^prod: prod-org-acme\/aws_secretsmanager_secret_policy\.secrets_credentials_policy_\w+: the policy of the secret admits administrators of the account$/,
  ],
  [
    "the policy of a key",
    statement("org-acme", "aws_kms_key", "secrets_key", "policy", {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::999988887777:role/eve" },
      Action: "kms:Decrypt",
      Resource: "*",
    }),
    /^prod: prod-org-acme\/aws_kms_key\.secrets_key_\w+: the policy of its key does not keep arn:aws:iam::999988887777:role\/eve from reading acme-prod-database-credentials$/,
  ],
  [
    "a network policy",
    (json) => {
      json.one(
        "org-acme",
        "kubernetes_network_policy_v1",
        "network-policies_default-deny",
      ).spec.policy_types = ["Ingress"];
    },
    /^prod: prod-org-acme\/kubernetes_network_policy_v1\.network-policies_default-deny_\w+: no network policy of the namespace selects all pods/,
  ],
  [
    "a setting of a pod",
    (json) => {
      json.one("org-acme", "kubernetes_deployment_v1").spec.template.spec.host_network = true;
    },
    /^prod: prod-org-acme\/kubernetes_deployment_v1\.\w+: host_network is true$/,
  ],
  [
    "the service account of a pod",
    (json) => {
      json.one("org-acme", "kubernetes_deployment_v1").spec.template.spec.service_account_name = "default";
    },
    /^prod: prod-org-acme\/kubernetes_deployment_v1\.\w+: its pods mount acme-prod-database-credentials, and may not read it$/,
  ],
  [
    "a class of secrets",
    (json) => {
      const { parameters } = json.one("org-globex", "kubernetes_manifest", "applications_").manifest.spec;
      parameters.objects = parameters.objects.replaceAll("globex-prod-database", "acme-prod-database");
    },
    /^prod: prod-org-globex\/kubernetes_manifest\.applications_miniflux_secrets_\w+: its pods mount acme-prod-database-credentials, and may not/,
  ],
  [
    "a label by which pods get security groups",
    (json) => {
      json.one(
        "org-globex",
        "kubernetes_manifest",
        "security-group-policy",
      ).manifest.spec.serviceAccountSelector = { matchLabels: {} };
    },
    /^prod: prod-org-globex\/kubernetes_manifest\.security-group-policy_\w+: manifest\.spec\.serviceAccountSelector\.matchLabels is empty/,
  ],
  [
    "a parameter for TLS",
    (json) => {
      const { parameter } = json.one("database", "aws_db_parameter_group", "instance");
      parameter.find(({ name }: { name: string }) => name === "rds.force_ssl").value = "0";
    },
    /^prod: prod-database\/aws_db_parameter_group\.instance_parameters_\w+: does not set rds\.force_ssl to 1$/,
  ],
  [
    "a provider",
    (json) => {
      delete json.json("org-acme").provider.aws[0].allowed_account_ids;
    },
    /^prod: prod-org-acme: its AWS provider accepts any account: it has no allowed_account_ids$/,
  ],
  [
    "a binding of a role of Kubernetes",
    (json) =>
      json.add("org-globex", "kubernetes_cluster_role_binding_v1", "extra", {
        metadata: { name: "extra" },
        role_ref: { api_group: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
        subject: [{ kind: "ServiceAccount", name: "globex", namespace: "globex" }],
      }),
    /^prod: prod-org-globex\/kubernetes_cluster_role_binding_v1\.extra: gives the ClusterRole cluster-admin/,
  ],
  [
    "an admission policy",
    (json) => {
      json.one(
        "platform",
        "kubernetes_manifest",
        "driver-policy_copies_binding",
      ).manifest.spec.validationActions = ["Warn"];
    },
    /^prod: prod-platform\/kubernetes_manifest\.driver-policy_copies_\w+: service account kube-system\/secrets-store-csi-driver makes Kubernetes secrets/,
  ],
  [
    "a group of a load balancer",
    (json) => {
      json.one("org-globex", ingress, "access_internet-facing_clients").cidr_ipv4 = "0.0.0.0/0";
    },
    /^prod: prod-org-globex\/aws_vpc_security_group_ingress_rule\.access_internet-facing_clients-\S+: admits 0\.0\.0\.0 to 203\.0\.112\.255, 203\.0\.114\.0 to 255\.255\.255\.255 to load balancer prod-org-globex-internet/,
  ],
  [
    "an argument of a function",
    (json) => {
      json.one("database", "aws_lambda_function", "credentials").layers = ["arn:aws:lambda:::layer:eve:1"];
    },
    /^prod: prod-database\/aws_lambda_function\.credentials_function_\w+: layers is an argument that the proof does not read$/,
  ],
  [
    "a machine that holds the key of a database",
    (json) =>
      json.add("database", "aws_instance", "extra", {
        subnet_id: "${data.terraform_remote_state.network-state.outputs.cluster_private_subnet_ids[0]}",
        vpc_security_group_ids: [json.id("database", "aws_security_group", "instance_access_client")],
      }),
    /^prod: prod-database\/aws_security_group\.instance_access_client_\w+: machines \(prod-database\/aws_instance\.extra\) and pods \(\S+\) hold it$/,
  ],
];

test.each(weakenings)(
  "the message of %s names the resource and the mistake in its first line",
  (_, change, line) => {
    const lines = problemText(after(change)).split("\n");
    expect(lines[0]).toMatch(line);
    expect(lines.filter((one) => one.length > 300)).toEqual([]);
  },
);

test("a rule that opens a port to many clients is one problem: the rule, one connection and the number of others", () => {
  const proof = after(opened({ cidr_ipv4: "10.0.0.0/8" }));
  const lines = problemText(proof).split("\n");
  expect(lines.filter((line) => /^\S/.test(line))).toEqual([
    "prod: prod-database/aws_vpc_security_group_ingress_rule.extra: it admits 10.0.0.0/8",
    expect.stringContaining("record an exception with its reason"),
  ]);
  expect(lines[1]).toMatch(/^ {2}does not hold: .* \(groups-name-peers\)$/);
  expect(lines.filter((line) => /^ {2}it follows: .* reaches prod-shared/.test(line))).toHaveLength(1);
  expect(lines.filter((line) => / > 10\.0\.4\.4:5432$/.test(line))).toHaveLength(1);
  const pairs = proof.pairs.filter(({ isMeant, reach }) => !isMeant && reach.verdict === "ALLOWED");
  expect(lines).toContain(`  and ${pairs.length - 1} more that follow from it`);
});

test("a provider that accepts any account is one problem, although it makes every policy of its stack uncertain", () => {
  const { problems } = after((json) => {
    delete json.json("org-acme").provider.aws[0].allowed_account_ids;
  });
  expect(problems.length).toBeGreaterThan(10);
  expect(causesOf(problems)).toHaveLength(1);
});

test("two open security group rules are two problems", () => {
  const { problems } = after((json) => {
    opened({ cidr_ipv4: "10.0.0.0/8" })(json);
    json.add("cluster", ingress, "other", {
      security_group_id: json.id("cluster", "aws_security_group", "pods_group"),
      cidr_ipv4: "0.0.0.0/0",
      ip_protocol: "-1",
    });
  });
  expect(causesOf(problems).map(({ at }) => at)).toEqual([
    "prod-cluster/aws_vpc_security_group_ingress_rule.other",
    "prod-database/aws_vpc_security_group_ingress_rule.extra",
  ]);
});

test("a right over security groups names the group whose tag lets it in", () => {
  const { problems } = after((json) => {
    json.one("database", "aws_security_group", "instance_access_client").tags["kubernetes.io/cluster/prod"] =
      "owned";
  });
  expect(problems.flatMap(({ details }) => details)).toContainEqual(
    expect.stringMatching(/^for example: prod-database\/aws_security_group\.instance_access_client_\w+$/),
  );
});
