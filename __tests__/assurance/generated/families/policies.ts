// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import { type Attributes, each, type Family, product, resources } from "../mutant";
import { literalGroup, strangerRole } from "../strangers";

const open = (action: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: strangerRole }, Action: action, Resource: "*" }],
  });

/** A second policy of one resource, under another of its names: AWS keeps the one that is applied last. */
export const secondPolicy: Family = {
  name: "a resource has a second policy under another name",
  mutants: (json) => [
    ...product<(block: Attributes, name: string) => string>(
      resources(json, "aws_secretsmanager_secret"),
      [
        ["by name", (block: Attributes) => block.name],
        [
          "by ARN",
          (block: Attributes) => `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${block.name}-AbCdEf`,
        ],
        [
          "by partial ARN",
          (block: Attributes) => `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${block.name}`,
        ],
        ["by id", (_: Attributes, name: string) => `\${aws_secretsmanager_secret.${name}.id}`],
      ],
      (spell, block, copy, found) =>
        copy.add(found.stack, "aws_secretsmanager_secret_policy", "mutant", {
          secret_arn: spell(block, found.name),
          policy: open("secretsmanager:GetSecretValue"),
        }),
      ({ address, block }) => [address, block.name, "aws_secretsmanager_secret_policy.mutant"],
    ),
    ...product(
      resources(json, "aws_kms_key"),
      [
        ["by key_id", (name: string) => `\${aws_kms_key.${name}.key_id}`],
        ["by id", (name: string) => `\${aws_kms_key.${name}.id}`],
        ["by ARN", (name: string) => `\${aws_kms_key.${name}.arn}`],
      ],
      (spell, _, copy, found) =>
        copy.add(found.stack, "aws_kms_key_policy", "mutant", {
          key_id: spell(found.name),
          policy: open("kms:*"),
        }),
      ({ address }) => [address, "aws_kms_key_policy.mutant", strangerRole, "444455556666"],
    ),
  ],
};

/** A second association of one subnet, through a data source or a literal. */
export const secondAssociation: Family = {
  name: "a subnet has a second association under another name",
  mutants: (json) =>
    product(
      resources(json, "aws_subnet").filter(
        ({ name }) => name.startsWith("database-private") || name.startsWith("cluster-private"),
      ),
      [
        ["an ACL, by a data source", "${data.aws_subnet.stranger.id}"],
        ["an ACL, by a literal", "subnet-0123456789abcdef0"],
        ["a route table, by a data source", "${data.aws_subnet.stranger.id}"],
      ],
      (subnet, block, copy, found) => {
        const own = copy.json(found.stack);
        if (subnet.startsWith("${")) own.data.aws_subnet = { stranger: { tags: { Name: block.tags.Name } } };
        copy.add(found.stack, "aws_network_acl", "mutant-acl", { vpc_id: block.vpc_id });
        copy.add(found.stack, "aws_network_acl_association", "mutant", {
          subnet_id: subnet,
          network_acl_id: "${aws_network_acl.mutant-acl.id}",
        });
        if (subnet.startsWith("${"))
          copy.add(found.stack, "aws_route_table_association", "mutant", {
            subnet_id: subnet,
            route_table_id: "rtb-0123456789abcdef0",
          });
      },
      ({ address }) => [address, "association.mutant", "test-"],
    ),
};

/** KMS keys that are disabled, or that other principals may use to decrypt. */
export const kmsKeyReplaced: Family = {
  name: "a secret or an instance is under another key",
  mutants: (json) => [
    ...product(
      resources(json, "aws_secretsmanager_secret"),
      [
        ["AWS's own", "alias/aws/secretsmanager"],
        ["a literal", "arn:aws:kms:eu-west-1:444455556666:key/stranger"],
        ["unknown", "${var.key}"],
      ],
      (key, block) => {
        block.kms_key_id = key;
      },
    ),
    ...each(
      resources(json, "aws_kms_key").filter(
        ({ name }) => name.includes("secrets_key") || name.includes("master-secret"),
      ),
      (block) => {
        block.is_enabled = false;
      },
      ({ address, stack, block }) => [address, block.description, `test-${stack}`, "test-"],
    ),
    ...each(
      resources(json, "aws_kms_key").filter(
        ({ name }) => name.includes("secrets_key") || name.includes("master-secret"),
      ),
      (block) => {
        delete block.policy;
      },
      ({ address }) => [address, "test-"],
    ),
  ],
};

const rights: [action: string, resource: string][] = [
  ["ec2:AuthorizeSecurityGroupIngress", "*"],
  ["ec2:ModifyNetworkInterfaceAttribute", "*"],
  ["ec2:ModifySecurityGroupRules", "*"],
  ["ec2:ReplaceNetworkAclEntry", "*"],
  ["ec2:ReplaceNetworkAclAssociation", "*"],
  ["ec2:CreateRoute", "*"],
  ["ec2:CreateNetworkInterface", "*"],
  ["ec2:RunInstances", "*"],
  ["ec2:CreateVpcEndpoint", "*"],
  ["elasticloadbalancing:*", "*"],
  ["ssm:SendCommand", "*"],
  ["ssm:StartSession", "*"],
  ["rds:ModifyDBInstance", "*"],
  ["rds:RestoreDBInstanceToPointInTime", "*"],
  ["lambda:UpdateFunctionCode", "*"],
  ["lambda:UpdateFunctionConfiguration", "*"],
  [
    "lambda:InvokeFunction",
    "arn:aws:lambda:eu-west-1:111122223333:function:test-database-credentials:$LATEST",
  ],
  ["iam:PassRole", "*"],
  ["iam:PutRolePolicy", "*"],
  ["iam:UpdateAssumeRolePolicy", "*"],
  ["sts:AssumeRole", "*"],
  ["secretsmanager:PutResourcePolicy", "*"],
  ["secretsmanager:RotateSecret", "*"],
  ["kms:PutKeyPolicy", "*"],
  ["eks:CreateAccessEntry", "*"],
  ["eks:AssociateAccessPolicy", "*"],
  ["rds-db:connect", "*"],
];

/**
 * Denied by explicit statements: to the VPC CNI, all groups but the cluster's; to the planner's role, logins and function
 * invocations.
 */
const isDenied = (role: string, action: string): boolean =>
  (role.startsWith("nodes_vpc-cni") &&
    ["ec2:ModifyNetworkInterfaceAttribute", "ec2:CreateNetworkInterface"].includes(action)) ||
  (role.startsWith("planner_role") && ["rds-db:connect", "lambda:InvokeFunction"].includes(action));

/**
 * Roles whose credentials a pod, a node, a service account of the platform or a function can obtain. A right to grant the use of
 * keys is none of the rights: policies of keys leave that to services. Roles that only a service
 * of AWS can assume, and a function's that already has the right, are not among them. Roles get alternate halves of the
 * rights.
 */
export const rightAdded: Family = {
  name: "a role gets a right that leads to credentials or a database",
  mutants: (json) =>
    resources(json, "aws_iam_role")
      .filter(
        ({ name }) =>
          name.startsWith("identity_role") ||
          name.startsWith("nodes_role") ||
          name.startsWith("planner_role") ||
          name.startsWith("nodes_vpc-cni"),
      )
      .flatMap((found, index) =>
        rights
          .filter(([action], place) => (index + place) % 2 === 0 && !isDenied(found.name, action))
          .map(([action, resource]) => ({
            object: `${found.address}: ${action}`,
            change: (copy) =>
              copy.add(found.stack, "aws_iam_role_policy", "mutant", {
                role: `\${aws_iam_role.${found.name}.name}`,
                policy: JSON.stringify({
                  Version: "2012-10-17",
                  Statement: [{ Effect: "Allow", Action: action, Resource: resource }],
                }),
              }),
            named: [found.address, found.block.name, "aws_iam_role_policy.mutant"],
          })),
      ),
};

/** Managed policies of AWS, and undeclared ones, on a role. */
export const policyAttached: Family = {
  name: "a role gets a policy of AWS, or one that is not declared",
  mutants: (json) =>
    product(
      resources(json, "aws_iam_role").filter(
        ({ name }) => name.startsWith("identity_role") || name.startsWith("nodes_"),
      ),
      [
        ["AdministratorAccess", "arn:aws:iam::aws:policy/AdministratorAccess"],
        ["PowerUserAccess", "arn:aws:iam::aws:policy/PowerUserAccess"],
        ["SecretsManagerReadWrite", "arn:aws:iam::aws:policy/SecretsManagerReadWrite"],
        ["AmazonRDSFullAccess", "arn:aws:iam::aws:policy/AmazonRDSFullAccess"],
        ["AmazonVPCFullAccess", "arn:aws:iam::aws:policy/AmazonVPCFullAccess"],
        ["one of the account", "arn:aws:iam::111122223333:policy/elsewhere"],
        ["unknown", "${var.policy}"],
      ],
      (policy, _, copy, found) =>
        copy.add(found.stack, "aws_iam_role_policy_attachment", "mutant", {
          role: `\${aws_iam_role.${found.name}.name}`,
          policy_arn: policy,
        }),
      ({ address, block }) => [address, block.name, "attachment.mutant"],
    ),
};

/** Services that run code with a role that reads credentials. */
export const roleUserAdded: Family = {
  name: "another service runs code with a role that reads credentials",
  mutants: (json) => {
    const roles = resources(json, "aws_iam_role").filter(
      ({ name }) => name.startsWith("identity_role") || name.includes("credentials_function_role"),
    );
    const runners: [name: string, type: string, attributes: (role: string) => Attributes][] = [
      [
        "a function",
        "aws_lambda_function",
        (role) => ({ function_name: "stranger", role, image_uri: "stranger" }),
      ],
      [
        "a task",
        "aws_ecs_task_definition",
        (role) => ({ family: "stranger", task_role_arn: role, container_definitions: "[]" }),
      ],
      [
        "a job of Glue",
        "aws_glue_job",
        (role) => ({ name: "stranger", role_arn: role, command: { script_location: "s3://stranger/job" } }),
      ],
      ["a build", "aws_codebuild_project", (role) => ({ name: "stranger", service_role: role })],
      [
        "a state machine",
        "aws_sfn_state_machine",
        (role) => ({ name: "stranger", role_arn: role, definition: "{}" }),
      ],
      [
        "a schedule",
        "aws_scheduler_schedule",
        (role) => ({
          name: "stranger",
          target: { arn: "arn:aws:lambda:eu-west-1:111122223333:function:stranger", role_arn: role },
        }),
      ],
      ["a profile of instances", "aws_iam_instance_profile", (role) => ({ name: "stranger", role })],
      [
        "a service of next year",
        "aws_future_runner",
        (role) => ({ name: "stranger", settings: { identity: role } }),
      ],
      [
        "a pod identity",
        "aws_eks_pod_identity_association",
        (role) => ({
          cluster_name: "test",
          namespace: "default",
          service_account: "default",
          role_arn: role,
        }),
      ],
    ];
    return product(
      roles,
      runners.map((runner) => [runner[0], runner] as const),
      ([, type, attributes], _, copy, found) =>
        copy.add(found.stack, type, "mutant", attributes(`\${aws_iam_role.${found.name}.arn}`)),
      ({ address, block }, [, type]) => [address, block.name, `${type}.mutant`],
    );
  },
};

/** The code of a function: archive, layers, handler and settings that load other code. */
export const codeChanged: Family = {
  name: "a function runs code other than what was synthesized",
  mutants: (json) =>
    product<Attributes>(
      resources(json, "aws_lambda_function"),
      [
        ["a layer", { layers: ["arn:aws:lambda:eu-west-1:444455556666:layer:stranger:1"] }],
        [
          "an image",
          { package_type: "Image", image_uri: "444455556666.dkr.ecr.eu-west-1.amazonaws.com/stranger" },
        ],
        ["an archive in a bucket", { filename: undefined, s3_bucket: "stranger", s3_key: "code.zip" }],
        ["another archive", { filename: "assets/stranger.zip" }],
        ["another hash", { source_code_hash: "c3RyYW5nZXI=" }],
        ["another handler", { handler: "stranger.handler" }],
        ["a wrapper", { environment: { variables: { AWS_LAMBDA_EXEC_WRAPPER: "/opt/stranger" } } }],
        ["another runtime", { runtime: "provided.al2023" }],
        [
          "a file system",
          {
            file_system_config: {
              arn: "arn:aws:elasticfilesystem:eu-west-1:111122223333:access-point/fsap-1",
              local_mount_path: "/mnt/code",
            },
          },
        ],
        ["its code is not known", { filename: "${var.archive}" }],
        [
          "modules from elsewhere",
          { environment: { variables: { NODE_OPTIONS: "--require /tmp/stranger.js" } } },
        ],
        [
          "a host of its own choice",
          { environment: { variables: { DATABASE_HOST: "stranger.example.com" } } },
        ],
        [
          "an endpoint of a stranger",
          { environment: { variables: { AWS_ENDPOINT_URL: "https://stranger.example.com" } } },
        ],
      ],
      (edit, block) => {
        const { environment, ...rest } = edit;
        Object.assign(block, rest);
        if (environment)
          block.environment = { variables: { ...block.environment?.variables, ...environment.variables } };
      },
    ),
};

/** Permissions, URLs and event sources that invoke a function. */
export const callerAdded: Family = {
  name: "a function has another caller",
  mutants: (json) => {
    const invoke = (found: { name: string }, rest: Attributes): Attributes => ({
      action: "lambda:InvokeFunction",
      function_name: `\${aws_lambda_function.${found.name}.function_name}`,
      ...rest,
    });
    return product<[string, (found: { name: string }) => Attributes]>(
      resources(json, "aws_lambda_function"),
      [
        [
          "a rule of another account",
          [
            "aws_lambda_permission",
            (found) =>
              invoke(found, {
                principal: "events.amazonaws.com",
                source_arn: "arn:aws:events:eu-west-1:444455556666:rule/stranger",
              }),
          ],
        ],
        [
          "any rule",
          ["aws_lambda_permission", (found) => invoke(found, { principal: "events.amazonaws.com" })],
        ],
        [
          "another account",
          ["aws_lambda_permission", (found) => invoke(found, { principal: "444455556666" })],
        ],
        [
          "a role of another account",
          ["aws_lambda_permission", (found) => invoke(found, { principal: strangerRole })],
        ],
        ["everything", ["aws_lambda_permission", (found) => invoke(found, { principal: "*" })]],
        [
          "an organization of AWS",
          [
            "aws_lambda_permission",
            (found) => invoke(found, { principal: "*", principal_org_id: "o-stranger" }),
          ],
        ],
        [
          "an account in a condition",
          [
            "aws_lambda_permission",
            (found) =>
              invoke(found, { principal: "secretsmanager.amazonaws.com", source_account: "444455556666" }),
          ],
        ],
        [
          "a URL",
          [
            "aws_lambda_function_url",
            (found) => ({
              function_name: `\${aws_lambda_function.${found.name}.function_name}`,
              authorization_type: "NONE",
            }),
          ],
        ],
        [
          "a queue",
          [
            "aws_lambda_event_source_mapping",
            (found) => ({
              function_name: `\${aws_lambda_function.${found.name}.arn}`,
              event_source_arn: "arn:aws:sqs:eu-west-1:444455556666:stranger",
            }),
          ],
        ],
        [
          "by name",
          [
            "aws_lambda_permission",
            () => ({
              action: "lambda:*",
              function_name: "test-database-credentials",
              principal: "444455556666",
            }),
          ],
        ],
      ],
      ([type, attributes], _, copy, found) => copy.add(found.stack, type, "mutant", attributes(found)),
      ({ address, block }, [type]) => [address, block.function_name, `${type}.mutant`],
    );
  },
};

/** The master's password and the instance itself. */
export const instanceWeakened: Family = {
  name: "an instance is weaker",
  mutants: (json) =>
    product<Attributes>(
      resources(json, "aws_db_instance"),
      [
        ["public", { publicly_accessible: true }],
        [
          "a password in the configuration",
          { manage_master_user_password: undefined, password: "correct horse" },
        ],
        [
          "a password that is written only",
          { manage_master_user_password: undefined, password_wo: "${var.password}", password_wo_version: 1 },
        ],
        ["the master's password under AWS's key", { master_user_secret_kms_key_id: undefined }],
        [
          "the master's password under another key",
          { master_user_secret_kms_key_id: "arn:aws:kms:eu-west-1:444455556666:key/stranger" },
        ],
        ["plain storage", { storage_encrypted: false }],
        ["storage under another key", { kms_key_id: "arn:aws:kms:eu-west-1:444455556666:key/stranger" }],
        ["another parameter group", { parameter_group_name: "default.postgres17" }],
        ["another port", { port: 5433 }],
        ["another subnet group", { db_subnet_group_name: "default" }],
        ["a domain", { domain: "d-0123456789" }],
        [
          "roles that reach S3",
          {
            s3_import: { bucket_name: "stranger", ingestion_role: "arn:aws:iam::111122223333:role/stranger" },
          },
        ],
        ["another group", { vpc_security_group_ids: [literalGroup] }],
        ["no IAM", { iam_database_authentication_enabled: false }],
        ["a replica of another", { replicate_source_db: "stranger" }],
      ],
      (edit, block) => Object.assign(block, edit),
    ),
};
