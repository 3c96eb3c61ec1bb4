import { type Breach, database, pod, uri } from "./support";

export const credentials: Breach[] = [
  [
    "Credentials are rotated as often as config says, by a function that Secrets Manager may invoke",
    "once in a thousand days",
    (stacks) => {
      stacks.one("org-acme", "aws_secretsmanager_secret_rotation").rotation_rules = {
        automatically_after_days: 1000,
      };
    },
  ],
  [
    "Rights are granted only to declared identities, are known to the proof, and on states are those of a plan",
    "a service that is not on the list",
    (stacks) =>
      stacks.grant("cluster", "nodes_role", { Effect: "Allow", Action: "glue:CreateJob", Resource: "*" }),
  ],
  [
    "Pods, nodes and functions may read, decrypt, write and call only what the configuration declares or config names",
    "a secret of another project",
    (stacks) =>
      stacks.grant("cluster", "nodes_role", {
        Effect: "Allow",
        Action: "secretsmanager:GetSecretValue",
        Resource: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:billing-*",
      }),
  ],
  [
    "Policies of roles that identities assume deny them credentials, logs and decryption, whatever another policy allows",
    "no denial of reading secrets",
    (stacks) => stacks.removeStatement("cluster", "planner_role_permissions", "NeverReadSecrets"),
  ],
  [
    "The policy of a secret and the policy of its key each deny administrators",
    "no denial",
    (stacks) => stacks.removeStatement("org-acme", "secrets_credentials_guard", "OnlyTheseRolesRead"),
  ],
  [
    "Secrets are encrypted with their own key",
    "the key of AWS",
    (stacks) => Reflect.deleteProperty(stacks.one("org-globex", "aws_secretsmanager_secret"), "kms_key_id"),
  ],
  [
    "No resource of Terraform holds the value of a secret",
    "a version",
    (stacks) => stacks.add("org-acme", "aws_secretsmanager_secret_version", "value", { secret_id: "x" }),
  ],
  [
    "No resource of Terraform holds the value of a secret",
    "a version that is read",
    (stacks) => {
      stacks.json("org-acme").data.aws_secretsmanager_secret_version = { value: { secret_id: "x" } };
    },
  ],
  [
    "The Terraform JSON contains no credentials",
    "a password",
    (stacks) => Object.assign(database(stacks), { password: "correct horse" }),
  ],
  [
    "The Terraform JSON contains no credentials",
    "an access key",
    (stacks) => {
      stacks.json("org-acme").locals = { note: `key AKIA${"ABCDEFGH".repeat(2)}` };
    },
  ],
  [
    "The Terraform JSON contains no credentials",
    "a private key in base64",
    (stacks) => {
      const key = Buffer.from(`-----BEGIN RSA ${"PRIVATE"} KEY-----\n${"a".repeat(60)}`).toString("base64");
      stacks.json("org-acme").locals = { note: key };
    },
  ],
  [
    "The Terraform JSON contains no credentials",
    "a password in a URL",
    (stacks) => uri(stacks, (value) => value.replace("//", "//metabase:hunter2@")),
  ],
  [
    "The Terraform JSON contains no credentials",
    "a variable with a value",
    (stacks) => pod(stacks).container[0].env.push({ name: "API_TOKEN", value: "abc" }),
  ],
  [
    "The Terraform JSON contains no credentials",
    "a variable of a function",
    (stacks) =>
      stacks.add("database", "aws_lambda_function", "x", {
        environment: { variables: { DB_PASSWORD: "abc" } },
      }),
  ],
  [
    "The state is encrypted and locked, or stays on one machine",
    "not encrypted",
    (stacks) => {
      stacks.json("org-acme").terraform.backend = { s3: { bucket: "b", key: "k", use_lockfile: true } };
    },
  ],
  [
    "The state is encrypted and locked, or stays on one machine",
    "not locked",
    (stacks) => {
      stacks.json("org-acme").terraform.backend = { s3: { bucket: "b", key: "k", encrypt: true } };
    },
  ],
  [
    "The state is encrypted and locked, or stays on one machine",
    "somewhere else",
    (stacks) => {
      stacks.json("org-acme").terraform.backend = { http: { address: "https://example.com" } };
    },
  ],
  [
    "Keys decrypt only through the services that store the encrypted data, and only for this account",
    "a service for every account",
    (stacks) =>
      stacks.document("database", "instance_keys_data_policy").statement.push({
        actions: ["kms:Decrypt"],
        resources: ["*"],
        principals: [{ type: "Service", identifiers: ["backup.amazonaws.com"] }],
      }),
  ],
  [
    "Keys are rotated every year",
    "off",
    (stacks) => Object.assign(stacks.one("org-acme", "aws_kms_key"), { enable_key_rotation: false }),
  ],
  [
    "No policy of a key, secret, role, topic or queue allows every principal",
    "a topic",
    (stacks) => {
      const statement = stacks.statement("database", "events_policy");
      Object.assign(statement, { principals: [{ type: "*", identifiers: ["*"] }], condition: [] });
    },
  ],
  [
    "Roles for service accounts name one subject and one audience exactly, and IAM accepts tokens of clusters alone",
    "no audience",
    (stacks) => stacks.statement("org-acme", "identity_role_trust").condition.pop(),
  ],
  [
    "Enhanced Monitoring and flow logs assume their roles on behalf of resources of this account alone",
    "flow logs of any account",
    (stacks) => {
      stacks.statement("network", "flow-logs_role_trust").condition = [];
    },
  ],
  [
    "Keys decrypt only through the services that store the encrypted data, and only for this account",
    "a service that stores nothing under it",
    (stacks) =>
      stacks
        .statement("org-acme", "secrets_key_policy", "ReadSecretsAsOrganization")
        .condition.find(({ variable }: { variable: string }) => variable === "kms:ViaService")
        .values.push("s3.eu-west-1.amazonaws.com"),
  ],
  [
    "Roles of organizations' pods name actions and resources without wildcards",
    "a wildcard",
    (stacks) => {
      stacks.statement("org-acme", "identity_role_permissions", "ReadSecrets").resources = ["*"];
    },
  ],
  [
    "Pods mount secrets that their own role may read",
    "no right",
    (stacks) => stacks.removeStatement("org-acme", "identity_role_permissions", "DecryptSecrets"),
  ],
  [
    "Functions are called by AWS services only on behalf of resources of this account",
    "another account",
    (stacks) =>
      Object.assign(stacks.one("database", "aws_lambda_permission", "credentials_function_age"), {
        principal: "444455556666",
      }),
  ],
  [
    "Functions are called by AWS services only on behalf of resources of this account",
    "a service, for every account",
    (stacks) =>
      Reflect.deleteProperty(
        stacks.one("database", "aws_lambda_permission", "credentials_function_rotation"),
        "source_account",
      ),
  ],
  [
    "Every resource that could hold or issue credentials has a type that the proof knows",
    "logs for another account",
    (stacks) => stacks.add("database", "aws_cloudwatch_log_subscription_filter", "x", {}),
  ],
  [
    "No role can obtain credentials indirectly",
    "a call of a function",
    (stacks) =>
      stacks.grant("org-acme", "identity_role", {
        Effect: "Allow",
        Action: "lambda:InvokeFunction",
        Resource: "*",
      }),
  ],
  [
    "No role can obtain credentials indirectly",
    "PassRole",
    (stacks) =>
      stacks.grant("cluster", "nodes_role", { Effect: "Allow", Action: "iam:PassRole", Resource: "*" }),
  ],
  [
    "Every resource that could hold or issue credentials has a type that the proof knows",
    "RBAC",
    (stacks) => stacks.add("org-acme", "kubernetes_role_binding_v1", "x", {}),
  ],
  [
    "Every resource that could hold or issue credentials has a type that the proof knows",
    "a user",
    (stacks) => stacks.add("org-acme", "aws_iam_user", "x", {}),
  ],
  [
    "Every resource that could hold or issue credentials has a type that the proof knows",
    "a Pod as a manifest",
    (stacks) => stacks.add("org-acme", "kubernetes_manifest", "x", { manifest: { kind: "Pod" } }),
  ],
  [
    "Every resource that could hold or issue credentials has a type that the proof knows",
    "a module",
    (stacks) => {
      stacks.json("org-acme").module = { x: { source: "./x" } };
    },
  ],
];
