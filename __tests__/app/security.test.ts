import { atLeastOne } from "../support/at-least-one";
import { shippedStacks } from "../support/environments";

/** What an auditor asks first, of both environments as they are shipped. */
const stacks = new Map(shippedStacks().map((stack) => [stack.name, stack]));
const stackOf = (name: string) => {
  const stack = stacks.get(name);
  if (!stack) throw new Error(`There is no stack ${name}; there are ${[...stacks.keys()].join(", ")}.`);
  return stack;
};

describe.each(["dev", "prod"])("%s", (environment) => {
  const prod = environment === "prod";

  test("network: eight subnets without public addresses, four ACLs, defaults emptied, flow logs", () => {
    const network = stackOf(`${environment}-network`);
    const subnets = Object.values(network.resources("aws_subnet"));
    expect(subnets).toHaveLength(8);
    for (const subnet of atLeastOne(subnets)) expect(subnet.map_public_ip_on_launch ?? false).toBe(false);
    expect(network.count("aws_network_acl")).toBe(4);
    const group = network.resource("aws_default_security_group");
    expect([group.ingress, group.egress]).toEqual(["${tolist([])}", "${tolist([])}"]);
    const acl = network.resource("aws_default_network_acl");
    expect([acl.ingress, acl.egress]).toEqual([undefined, undefined]);
    expect(network.resource("aws_default_route_table").route).toBe("${tolist([])}");
    expect(network.resource("aws_flow_log").traffic_type).toBe("ALL");
    expect(network.count("aws_nat_gateway")).toBe(prod ? 2 : 1);
    for (const rule of Object.values(network.resources("aws_network_acl_rule"))) {
      expect(rule["//"].reason).toMatch(/^.{20,}/);
    }
  });

  test("cluster: private, logged, encrypted, and administered by the listed roles only", () => {
    const cluster = stackOf(`${environment}-cluster`).resource("aws_eks_cluster");
    expect(cluster.vpc_config.endpoint_private_access).toBe(true);
    expect(cluster.vpc_config.endpoint_public_access).toBe(!prod);
    expect(cluster.vpc_config.public_access_cidrs).toEqual(prod ? undefined : ["203.0.113.0/24"]);
    expect(cluster.enabled_cluster_log_types).toHaveLength(5);
    expect(cluster.encryption_config.resources).toEqual(["secrets"]);
    expect(cluster.deletion_protection).toBe(prod);
    expect(cluster.access_config).toEqual({
      authentication_mode: "API",
      bootstrap_cluster_creator_admin_permissions: false,
    });
  });

  test("nodes: no pod reaches instance metadata, no SSH, encrypted disks; security groups of pods are enforced strictly", () => {
    const stack = stackOf(`${environment}-cluster`);
    for (const template of Object.values(stack.resources("aws_launch_template"))) {
      expect(template.metadata_options).toMatchObject({
        http_tokens: "required",
        http_put_response_hop_limit: 1,
      });
      expect(template.block_device_mappings[0].ebs.encrypted).toBe("true");
      expect(template.monitoring.enabled).toBe(true);
      expect(template.key_name).toBeUndefined();
    }
    for (const group of Object.values(stack.resources("aws_eks_node_group"))) {
      expect(group.remote_access).toBeUndefined();
      expect(group.node_repair_config).toEqual({ enabled: true });
    }
    const cni = stack.resource("aws_eks_addon", "nodes_vpc-cni").configuration_values;
    for (const setting of [
      '"ENABLE_POD_ENI" = "true"',
      '"POD_SECURITY_GROUP_ENFORCING_MODE" = "strict"',
      '"DISABLE_TCP_EARLY_DEMUX" = "true"',
    ]) {
      expect(cni).toContain(setting);
    }
  });

  test("database: private, encrypted, TLS only, backed up, and protected from deletion", () => {
    const stack = stackOf(`${environment}-database`);
    expect(stack.resource("aws_db_instance")).toMatchObject({
      publicly_accessible: false,
      storage_encrypted: true,
      multi_az: prod,
      deletion_protection: prod,
      backup_retention_period: prod ? 14 : 1,
      skip_final_snapshot: false,
      manage_master_user_password: true,
      iam_database_authentication_enabled: true,
    });
    const parameters = stack.resource("aws_db_parameter_group").parameter;
    expect(parameters).toContainEqual(expect.objectContaining({ name: "rds.force_ssl", value: "1" }));
  });

  test.each(["acme", "globex"])(
    "organization %s: restricted pods and default-deny policies in a namespace of its own",
    (name) => {
      const stack = stackOf(`${environment}-org-${name}`);
      const { labels } = stack.resource("kubernetes_namespace_v1").metadata;
      expect(labels["pod-security.kubernetes.io/enforce"]).toBe("restricted");
      const policies = Object.values(stack.resources("kubernetes_network_policy_v1")).map(({ spec }) => spec);
      expect(policies).toContainEqual(
        expect.objectContaining({ pod_selector: {}, policy_types: ["Ingress", "Egress"] }),
      );
      for (const deployment of Object.values(stack.resources("kubernetes_deployment_v1"))) {
        expect(deployment.spec.template.spec.enable_service_links).toBe(false);
      }
      expect(stack.count("aws_secretsmanager_secret_version")).toBe(0);
    },
  );
});
