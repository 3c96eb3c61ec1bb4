import type { Organization } from "../../src/config/model";
import { atLeastOne } from "../support/at-least-one";
import { environment, organization } from "../support/fixtures";
import { manifest, organizationStack, organizationStacks, reference } from "./support";

const acme = (overrides: Record<string, unknown>) =>
  organizationStack(environment({}, [organization("acme", overrides)]));

const secretArn = reference("aws_secretsmanager_secret.secrets_credentials_F3B9549C.arn");
const keyArn = reference("aws_kms_key.secrets_key_29381DD2.arn");

const readSecrets = {
  sid: "ReadSecrets",
  actions: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
  resources: [secretArn],
};

const decryptSecrets = {
  sid: "DecryptSecrets",
  actions: ["kms:Decrypt"],
  resources: [keyArn],
  condition: [
    {
      test: "StringEquals",
      variable: "kms:ViaService",
      values: ["secretsmanager.eu-west-1.amazonaws.com"],
    },
    { test: "StringEquals", variable: "kms:EncryptionContext:SecretARN", values: [secretArn] },
  ],
};

const sharedInstance = {
  resourceId: reference("data.terraform_remote_state.database-state.outputs.client_resource_id"),
  clientGroup: reference("data.terraform_remote_state.database-state.outputs.client_security_group_id"),
};
const ownInstance = {
  resourceId: expect.stringMatching(/^\$\{aws_db_instance\.database_\w+\.resource_id\}$/),
  clientGroup: expect.stringMatching(/^\$\{aws_security_group\.database_access_client_\w+\.id\}$/),
};

describe.each([
  { isolation: "schema", instances: 0, instance: sharedInstance },
  { isolation: "database", instances: 0, instance: sharedInstance },
  { isolation: "instance", instances: 1, instance: ownInstance },
])("isolation $isolation", ({ isolation, instances, instance }) => {
  describe.each(["password", "iam"])("authentication %s", (authentication) => {
    const stack = acme({ isolation, authentication });
    const iam = authentication === "iam";

    test("has an instance of its own only where it asks for one", () => {
      expect(stack.count("aws_db_instance")).toBe(instances);
    });

    test("the role has exactly these permissions", () => {
      const statements = stack.statements(stack.resource("aws_iam_role_policy", "identity").policy);
      expect(statements.slice(0, 2)).toEqual([readSecrets, decryptSecrets]);
      expect(statements).toHaveLength(iam ? 3 : 2);
      if (!iam) return;
      const [arn] = statements[2].resources;
      expect(statements[2]).toEqual({
        sid: "LogInToDatabase",
        actions: ["rds-db:connect"],
        resources: [arn],
      });
      const [, resourceId] = /^arn:aws:rds-db:eu-west-1:111122223333:dbuser:(.+)\/acme__iam$/.exec(arn) ?? [];
      expect(resourceId).toEqual(instance.resourceId);
    });

    test("only its own service account assumes the role", () => {
      const role = stack.resource("aws_iam_role", "identity");
      const [trust, ...more] = stack.statements(role.assume_role_policy);
      const issuer = reference("data.terraform_remote_state.cluster-state.outputs.oidc_issuer");
      expect(more).toEqual([]);
      expect(trust.condition).toEqual([
        { test: "StringEquals", variable: `${issuer}:sub`, values: ["system:serviceaccount:acme:acme"] },
        { test: "StringEquals", variable: `${issuer}:aud`, values: ["sts.amazonaws.com"] },
      ]);
    });

    test("pods carry the baseline group, their organization's group and the client group of the instance, and no other", () => {
      const { spec } = manifest(stack, "SecurityGroupPolicy");
      const own = Object.keys(stack.resources("aws_security_group")).find((name) =>
        name.startsWith("security-group_"),
      );
      expect(spec.securityGroups.groupIds).toEqual([
        reference("data.terraform_remote_state.cluster-state.outputs.pod_security_group_id"),
        reference(`aws_security_group.${own}.id`),
        instance.clientGroup,
      ]);
    });

    test("pods connect to pods of their own organization, on unprivileged ports", () => {
      const own = Object.entries(stack.resources("aws_security_group")).find(([name]) =>
        name.startsWith("security-group_"),
      );
      const id = reference(`aws_security_group.${own?.[0]}.id`);
      for (const direction of ["ingress", "egress"]) {
        const rules = Object.values(stack.resources(`aws_vpc_security_group_${direction}_rule`));
        expect(rules.filter((rule) => rule.security_group_id === id)).toEqual([
          {
            "//": expect.anything(),
            security_group_id: id,
            referenced_security_group_id: id,
            ip_protocol: "tcp",
            from_port: 1024,
            to_port: 65535,
            description: "Applications of acme call each other; pods listen on unprivileged ports",
          },
        ]);
      }
    });

    test("contains no version of a secret", () => {
      expect(stack.count("aws_secretsmanager_secret")).toBe(1);
      expect(stack.count("aws_secretsmanager_secret_version")).toBe(0);
      expect(stack.count("kubernetes_secret_v1")).toBe(0);
      expect(stack.text).not.toMatch(/secret_string|random_password|"password":/);
    });
  });
});

describe("the service account", () => {
  const stack = acme({});
  const account = stack.resource("kubernetes_service_account_v1");

  test("is named after the organization, in its namespace", () => {
    expect(account.metadata.name).toBe("acme");
    expect(account.metadata.namespace).toBe(
      reference("kubernetes_namespace_v1.namespace_177341A3.metadata[0].name"),
    );
    expect(stack.resource("kubernetes_namespace_v1").metadata.name).toBe("acme");
  });

  test("names its role, with one-hour tokens of the region's STS", () => {
    expect(account.metadata.annotations).toEqual({
      "eks.amazonaws.com/role-arn": reference("aws_iam_role.identity_role_D1778818.arn"),
      "eks.amazonaws.com/sts-regional-endpoints": "true",
      "eks.amazonaws.com/token-expiration": "3600",
    });
    expect(stack.resource("aws_iam_role", "identity_role_D1778818").name).toBe("test-org-acme");
  });

  test("gives its pods no token for the Kubernetes API", () => {
    expect(account.automount_service_account_token).toBe(false);
  });

  test("is selected by the SecurityGroupPolicy", () => {
    const { metadata, spec } = manifest(stack, "SecurityGroupPolicy");
    expect(metadata.namespace).toBe(account.metadata.namespace);
    expect(spec.serviceAccountSelector).toEqual({ matchLabels: account.metadata.labels });
    expect(spec.podSelector).toBeUndefined();
  });
});

test("a dedicated instance differs from the environment's only in the organization's settings", () => {
  const overrides = { instanceClass: "db.t4g.medium", multiAz: false, storageGiB: 20 } as const;
  const dedicated: Organization = {
    ...organization("acme", { isolation: "instance" }),
    instance: overrides,
  };
  const file = { database: { version: "16", storageGiB: 70, maxStorageGiB: 900 } };
  const instance = organizationStack(environment(file, [dedicated])).resource("aws_db_instance");
  expect(instance).toMatchObject({
    identifier: "test-org-acme",
    db_name: "acme",
    engine_version: "16",
    max_allocated_storage: 900,
    instance_class: "db.t4g.medium",
    multi_az: false,
    allocated_storage: 20,
  });
});

test("a dedicated instance is created from its own snapshot only: the environment's contains other organizations' data", () => {
  const file = { database: { restoreFrom: "test-shared-final" } };
  const snapshotOf = (instance: object | undefined) =>
    organizationStack(
      environment(file, [
        { ...organization("acme", { isolation: "instance" }), ...(instance && { instance }) },
      ]),
    ).resource("aws_db_instance").snapshot_identifier;
  expect(snapshotOf(undefined)).toBeUndefined();
  expect(snapshotOf({ restoreFrom: "test-org-acme-final" })).toBe("test-org-acme-final");
});

test("the Kubernetes provider reads its token from a command, so that no plan or state contains one", () => {
  const [provider] = acme({}).json.provider.kubernetes;
  expect(Object.keys(provider).sort()).toEqual(["cluster_ca_certificate", "exec", "host"]);
  expect(provider.exec[0].command).toBe("aws");
});

test("pods end before the groups of their interfaces are deleted: Terraform destroys in reverse order", () => {
  const stack = acme({ isolation: "instance" });
  const [policy] = Object.entries(stack.resources("kubernetes_manifest")).find(
    ([, { manifest: object }]) => object.kind === "SecurityGroupPolicy",
  ) ?? [""];
  expect(stack.resource("kubernetes_deployment_v1").depends_on).toContain(`kubernetes_manifest.${policy}`);
  const groups = manifest(stack, "SecurityGroupPolicy").spec.securityGroups.groupIds as string[];
  expect(groups.filter((id) => id.startsWith("${aws_security_group."))).toHaveLength(2);
});

test("applications may have the names of other resources in the stack", () => {
  const names = ["namespace", "secrets", "database", "identity", "aws", "kubernetes"];
  const applications = names.map((name) => ({ kind: "container", name, image: "example.com/x:1" }));
  expect(acme({ applications }).count("kubernetes_deployment_v1")).toBe(names.length);
});

test("another organization changes nothing in existing stacks", () => {
  const acmeOnly = organizationStacks(environment({}, [organization("acme")]));
  const both = organizationStacks(environment({}, [organization("acme"), organization("globex")]));
  expect([...both.keys()].filter((name) => !acmeOnly.has(name))).toEqual(["test-org-globex"]);
  for (const [name, { text }] of atLeastOne(acmeOnly)) expect(both.get(name)?.text).toBe(text);
});
