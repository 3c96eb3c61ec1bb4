// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import type { Weakening } from "../mutations/mutation";
import { set } from "../support/edits";
import type { Synthesis } from "../support/mutations";

// biome-ignore lint/suspicious/noExplicitAny: blocks of synthesized stacks
type Block = any;
const instance = (attributes: Record<string, unknown>) =>
  set("database", "aws_db_instance", "instance", attributes);
const provider = (stack: string, name: string, change: (block: Block) => void) => (json: Synthesis) =>
  change(json.json(stack).provider[name][0]);
const lifecycle = (settings: Record<string, unknown>) =>
  set("org-acme", "aws_secretsmanager_secret_policy", "secrets_credentials", { lifecycle: settings });
const key = (attributes: Record<string, unknown>) =>
  set("org-acme", "aws_kms_key", "secrets_key", attributes);

/** What Terraform's language and providers can hide: functions, names of entries, blocks, replacement, aliases. */
export const language: readonly Weakening[] = [
  [
    "a function reads a file, with a comment before its parenthesis",
    instance({ tags: { x: '${file/* */("/etc/passwd")}' } }),
    /test-database.*file/,
  ],
  [
    "a function reads a file by its namespaced name",
    instance({ tags: { x: '${core::file("/etc/passwd")}' } }),
    /test-database.*file/,
  ],
  [
    "a function reads a file inside of a quoted text",
    instance({ tags: { x: '${lower("${filebase64("/etc/passwd")}")}' } }),
    /test-database.*filebase64/,
  ],
  [
    "the name of an entry reads a file",
    instance({ tags: { '${file("/etc/passwd")}': "x" } }),
    /test-database.*file/,
  ],
  [
    "a directive reads a file",
    instance({ tags: { x: '%{ if fileexists("/etc/passwd") }x%{ endif }' } }),
    /test-database.*fileexists/,
  ],
  [
    "a function of a provider is called",
    instance({ tags: { x: '${provider::aws::arn_parse("x")}' } }),
    /test-database.*provider::aws::arn_parse/,
  ],
  ["a value changes in every plan", instance({ tags: { x: "${timestamp()}" } }), /test-database.*timestamp/],
  [
    "a value contains the plan's folder",
    instance({ tags: { x: '${abspath("~")}' } }),
    /test-database.*abspath/,
  ],
  [
    "a local value reads a file",
    (json) => {
      json.json("org-acme").locals = { x: '${file("/etc/passwd")}' };
    },
    /test-org-acme.*file/,
  ],
  [
    "a variable is checked by a file",
    (json) => {
      json.json("org-acme").variable = {
        x: { default: "y", validation: { condition: '${fileexists("x")}', error_message: "x" } },
      };
    },
    /test-org-acme.*fileexists/,
  ],
  [
    "security groups come from a splat expression",
    instance({ vpc_security_group_ids: "${aws_security_group.*.id}" }),
    /aws_db_instance\.instance|security group/,
  ],
  [
    "security groups come from a for expression",
    instance({ vpc_security_group_ids: '${[for id in ["sg-0123456789abcdef0"] : id]}' }),
    /aws_db_instance\.instance/,
  ],
  [
    "security groups come from a try expression",
    instance({ vpc_security_group_ids: '${try(aws_x.y, ["sg-0123456789abcdef0"])}' }),
    /aws_db_instance\.instance/,
  ],
  ["a port depends on a condition", instance({ port: "${true ? 5432 : 22}" }), /aws_db_instance\.instance/],
  ["an instance is made through another provider", instance({ provider: "aws.other" }), /aws\.other/],
  [
    "a policy document is read through another provider",
    (json) => {
      json.document("org-acme", "secrets_credentials_guard").provider = "aws.other";
    },
    /aws\.other/,
  ],
  [
    "a state is read as often as a list says",
    (json) => {
      json.json("org-acme").data.terraform_remote_state["database-state"].for_each = ["x"];
    },
    /database-state|for_each/,
  ],
  [
    "a lock is replaced by create_before_destroy",
    lifecycle({ create_before_destroy: true }),
    /secrets_credentials.*create_before_destroy/,
  ],
  [
    "a lock is replaced by replace_triggered_by",
    lifecycle({ replace_triggered_by: ["aws_kms_key.x"] }),
    /secrets_credentials.*replace_triggered_by/,
  ],
  ["a lock is removed from the state only", lifecycle({ destroy: false }), /secrets_credentials.*destroy/],
  [
    "a stack runs a program when it forgets a role",
    (json) => {
      json.json("org-acme").removed = [
        { from: "aws_iam_role.x", provisioner: { "local-exec": { command: "id", when: "destroy" } } },
      ];
    },
    /test-org-acme/,
  ],
  ["a key rotates every seven years", key({ rotation_period_in_days: 2560 }), /secrets_key.*2560/],
  ["a key is multi-region", key({ multi_region: true }), /secrets_key.*multi_region/],
  [
    "a key takes policies that lock its administrators out",
    key({ bypass_policy_lockout_safety_check: true }),
    /secrets_key.*bypass/,
  ],
  [
    "credentials are rotated every three years",
    set("org-acme", "aws_secretsmanager_secret_rotation", "", {
      rotation_rules: { automatically_after_days: 1000 },
    }),
    /rotation.*every 1000 days/,
  ],
  [
    "credentials are rotated each month of one quarter",
    set("org-acme", "aws_secretsmanager_secret_rotation", "", {
      rotation_rules: { schedule_expression: "cron(0 12 1 1,2,3 ? *)" },
    }),
    /aws_secretsmanager_secret_rotation.*280 days/,
  ],
  [
    "credentials are rotated in one month of the year",
    set("org-acme", "aws_secretsmanager_secret_rotation", "", {
      rotation_rules: { schedule_expression: "cron(0 12 1 JAN ? *)" },
    }),
    /aws_secretsmanager_secret_rotation/,
  ],
  [
    "a provider acts in another account",
    provider("network", "aws", (block) => {
      block.allowed_account_ids = ["999988887777"];
    }),
    /test-network: its AWS provider accepts account 999988887777 instead of 111122223333/,
  ],
  [
    "a provider acts in another region",
    provider("network", "aws", (block) => {
      block.region = "us-east-1";
    }),
    /test-network: its AWS provider acts in us-east-1 instead of eu-west-1/,
  ],
  [
    "a provider trusts another CA",
    provider("database", "aws", (block) => {
      block.custom_ca_bundle = "x.pem";
    }),
    /custom_ca_bundle/,
  ],
  [
    "a provider's requests go through a proxy",
    provider("database", "aws", (block) => {
      block.https_proxy = "http://198.51.100.9";
    }),
    /https_proxy/,
  ],
  [
    "a provider ignores tags",
    provider("database", "aws", (block) => {
      block.ignore_tags = [{ keys: ["Organization"] }];
    }),
    /ignore_tags/,
  ],
  [
    "a provider of Kubernetes trusts any certificate",
    provider("org-acme", "kubernetes", (block) => {
      block.insecure = true;
    }),
    /insecure/,
  ],
  [
    "a provider of Kubernetes asks through a proxy",
    provider("org-acme", "kubernetes", (block) => {
      block.proxy_url = "http://198.51.100.9";
    }),
    /proxy_url/,
  ],
  [
    "a login to Kubernetes uses another AWS profile",
    provider("org-acme", "kubernetes", (block) => {
      Object.assign([block.exec].flat()[0], { env: { AWS_PROFILE: "other" } });
    }),
    /test-org-acme.*exec/,
  ],
  [
    "Helm logs in to a registry",
    provider("platform", "helm", (block) => {
      block.registries = [{ url: "oci://registry.example.net", username: "x", password: "y" }];
    }),
    /registries/,
  ],
];
