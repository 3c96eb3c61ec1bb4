import type { Stacks } from "../../identity/support";
import type { Breach } from "./support";

const runs = "Terraform runs and loads nothing but the providers and data sources that the proof knows";
const place =
  "Providers act in the account, region and cluster that config names, and tag their resources with its environment";
const states = "Stacks keep and read states where config says, and nowhere else";

const args =
  "Resources that carry packets, hold credentials or run code use only arguments that the proof reads";
const code = "Functions run the archives that were synthesized, with settings that the proof knows";

const taint =
  "References to groups, roles, secrets, keys, functions and databases are only in arguments that the proof reads";

const credentialsFunction = (stacks: Stacks) =>
  stacks.one("database", "aws_lambda_function", "credentials_function");

/** What runs when Terraform runs, where it acts, and what it reads. */
export const terraform: Breach[] = [
  [
    "Stacks for which config sets deletion protection refuse plans that would destroy them",
    "a key that a plan may destroy",
    (stacks) => Reflect.deleteProperty(stacks.one("org-acme", "aws_kms_key"), "lifecycle"),
  ],
  [
    "Stacks for which config sets deletion protection refuse plans that would destroy them",
    "nothing left that refuses",
    (stacks) => Reflect.deleteProperty(stacks.json("platform").resource, "kubernetes_manifest"),
  ],
  [
    runs,
    "a program",
    (stacks) => {
      stacks.json("org-acme").data.external = { x: { program: ["sh"] } };
    },
  ],
  [
    runs,
    "another provider of that name",
    (stacks) => {
      stacks.json("org-acme").terraform.required_providers.aws.source = "example/aws";
    },
  ],
  [
    "Every resource that could hold or issue credentials has a type that the proof knows",
    "a block that was invented later",
    (stacks) => {
      stacks.json("org-acme").future = {};
    },
  ],
  [
    runs,
    "endpoints",
    (stacks) => {
      stacks.json("org-acme").provider.aws[0].endpoints = [{ sts: "https://sts.example.com" }];
    },
  ],
  [
    place,
    "any account",
    (stacks) => {
      delete stacks.json("org-acme").provider.aws[0].allowed_account_ids;
    },
  ],
  [
    place,
    "another host",
    (stacks) => {
      stacks.json("platform").provider.helm[0].kubernetes.host = "https://cluster.example.com";
    },
  ],
  [
    place,
    "another command",
    (stacks) => {
      stacks.json("org-acme").provider.kubernetes[0].exec[0].command = "sh";
    },
  ],
  [
    states,
    "outputs that no stack writes",
    (stacks) => {
      const [state] = Object.values<Record<string, unknown>>(
        stacks.json("org-acme").data.terraform_remote_state,
      );
      Object.assign(state as object, { defaults: { cluster_name: "other" } });
    },
  ],
  [
    states,
    "a state elsewhere",
    (stacks) => {
      stacks.json("org-acme").terraform.backend = { local: { path: "/tmp/other.tfstate" } };
    },
  ],
  [
    args,
    "an argument of next year",
    (stacks) => {
      stacks.one("database", "aws_db_instance").future = true;
    },
  ],
  [
    args,
    "a provisioner, on whatever resource",
    (stacks) => {
      stacks.one("database", "aws_sns_topic").provisioner = [{ "local-exec": { command: "id" } }];
    },
  ],
  [
    args,
    "blocks made from values, in a block",
    (stacks) => {
      stacks.one("cluster", "aws_eks_cluster").vpc_config.dynamic = { x: { for_each: [], content: {} } };
    },
  ],
  [
    args,
    "changes of a policy that are ignored",
    (stacks) => {
      stacks.one("org-acme", "aws_secretsmanager_secret_policy", "secrets_credentials").lifecycle = {
        ignore_changes: ["policy"],
      };
    },
  ],
  [
    code,
    "another archive",
    (stacks) => {
      credentialsFunction(stacks).filename = "assets/other.zip";
    },
  ],
  [
    code,
    "another digest",
    (stacks) => {
      credentialsFunction(stacks).source_code_hash = "b3RoZXI=";
    },
  ],
  [
    code,
    "a module that Node.js loads",
    (stacks) => {
      credentialsFunction(stacks).environment.variables.NODE_OPTIONS = "--require /tmp/other.js";
    },
  ],
  [
    code,
    "a host that is no declared database",
    (stacks) => {
      credentialsFunction(stacks).environment.variables.DATABASE_HOST = "db.example.com";
    },
  ],
  [
    taint,
    "a role for a service of next year",
    (stacks) =>
      stacks.add("database", "aws_future_runner", "x", {
        settings: [{ identity: stacks.id("database", "aws_iam_role", "credentials_function_role", "arn") }],
      }),
  ],
  [
    taint,
    "a group for tasks that events start",
    (stacks) =>
      stacks.add("database", "aws_cloudwatch_event_target", "x", {
        arn: "arn:aws:ecs:eu-west-1:111122223333:cluster/x",
        ecs_target: { network_configuration: { security_groups: ["sg-0123456789abcdef0"] } },
      }),
  ],
  [
    "Policies, permissions, listeners and other attachments concern only resources that a stack declares",
    "a principal of another environment's endpoint service",
    (stacks) =>
      stacks.add("database", "aws_vpc_endpoint_service_allowed_principal", "x", {
        vpc_endpoint_service_id: "vpce-svc-0123456789abcdef0",
        principal_arn: "arn:aws:iam::111122223333:root",
      }),
  ],
];
