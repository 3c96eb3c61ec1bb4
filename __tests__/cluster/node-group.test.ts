import { atLeastOne } from "../support/at-least-one";
import { environment } from "../support/fixtures";
import { newestVersion } from "../support/kubernetes-versions";
import { fromNetwork, synthesizeCluster } from "./support/cluster";

const admins = ["arn:aws:iam::111122223333:role/platform"];
const withGroups = (...nodeGroups: object[]) =>
  synthesizeCluster(
    environment({ cluster: { admins, version: newestVersion, nodeGroups }, tags: { Team: "data" } }),
  );

describe("node groups", () => {
  const stack = withGroups(
    { name: "general", diskGiB: 80 },
    { name: "batch", instanceTypes: ["m7i.large", "m6i.large"], minSize: 0, maxSize: 10, capacity: "spot" },
  );
  const groups = Object.entries(stack.resources("aws_eks_node_group"));
  const templates = Object.entries(stack.resources("aws_launch_template"));
  const group = (name: string) => stack.resource("aws_eks_node_group", `nodes_group-${name}`);
  const template = (name: string) => stack.resource("aws_launch_template", `nodes_group-${name}`);

  test("each has a launch template of its own, and uses its latest version", () => {
    expect(groups).toHaveLength(2);
    expect(
      groups.map(([, { launch_template }]) => launch_template).sort((a, b) => (a.id < b.id ? -1 : 1)),
    ).toEqual(
      templates.map(([name]) => ({
        id: `\${aws_launch_template.${name}.id}`,
        version: `\${aws_launch_template.${name}.latest_version}`,
      })),
    );
  });

  test("all are in private subnets, have the cluster's version, and drain one node at a time", () => {
    for (const [, { subnet_ids, version, update_config, force_update_version }] of atLeastOne(groups)) {
      expect(subnet_ids).toBe(fromNetwork("cluster_private_subnet_ids"));
      expect(version).toBe(newestVersion);
      expect(update_config).toEqual({ max_unavailable: 1 });
      expect(force_update_version).toBeUndefined();
    }
  });

  test("all are replaced by groups with new names, before the old ones are deleted", () => {
    for (const [, { lifecycle, node_group_name, node_group_name_prefix }] of atLeastOne(groups)) {
      expect(lifecycle.create_before_destroy).toBe(true);
      expect(node_group_name).toBeUndefined();
      expect(node_group_name_prefix).toMatch(/^(general|batch)-$/);
    }
  });

  test("a size set by an autoscaler or a person remains", () => {
    for (const [, { lifecycle }] of atLeastOne(groups)) {
      expect(lifecycle.ignore_changes).toEqual(["scaling_config[0].desired_size"]);
    }
  });

  test("no pod reaches instance metadata: IMDSv2 with a hop limit of one", () => {
    for (const [, { metadata_options }] of atLeastOne(templates)) {
      expect(metadata_options).toEqual({
        http_endpoint: "enabled",
        http_tokens: "required",
        http_put_response_hop_limit: 1,
      });
    }
  });

  test("no node accepts SSH, or carries another security group than the cluster's", () => {
    for (const [, { key_name, vpc_security_group_ids, network_interfaces }] of atLeastOne(templates)) {
      expect([key_name, vpc_security_group_ids, network_interfaces]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
    }
    for (const [, { remote_access }] of atLeastOne(groups)) expect(remote_access).toBeUndefined();
  });

  test("root volumes are encrypted gp3 of the configured size", () => {
    const volume = (size: number) => [
      {
        device_name: "/dev/xvda",
        ebs: { volume_type: "gp3", volume_size: size, encrypted: "true", delete_on_termination: "true" },
      },
    ];
    expect(template("general").block_device_mappings).toEqual(volume(80));
    expect(template("batch").block_device_mappings).toEqual(volume(50));
  });

  test("instances, volumes and interfaces have the environment's tags", () => {
    expect(template("batch").tag_specifications).toEqual(
      ["instance", "volume", "network-interface"].map((resource_type) => ({
        resource_type,
        tags: { Environment: "test", ManagedBy: "terraform", Name: "test-batch", Team: "data" },
      })),
    );
  });

  test("size, capacity type, instance types and label are the configured ones", () => {
    expect(group("general")).toMatchObject({
      ami_type: "AL2023_ARM_64_STANDARD",
      capacity_type: "ON_DEMAND",
      instance_types: ["m7g.large"],
      labels: { "node-group": "general" },
      scaling_config: { min_size: 2, max_size: 4, desired_size: 2 },
    });
    expect(group("batch")).toMatchObject({
      ami_type: "AL2023_x86_64_STANDARD",
      capacity_type: "SPOT",
      instance_types: ["m7i.large", "m6i.large"],
      labels: { "node-group": "batch" },
      scaling_config: { min_size: 0, max_size: 10, desired_size: 0 },
    });
  });
});

test("a group may have the name of any other node resource", () => {
  expect(withGroups({ name: "role" }, { name: "coredns" }).count("aws_eks_node_group")).toBe(2);
});
