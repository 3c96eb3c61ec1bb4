import { sharedInstance } from "../../src/config/instances";
import type { Environment } from "../../src/config/model";
import { createPath, entranceNetworks } from "../../src/database/paths";
import { atLeastOne } from "../support/at-least-one";
import { environment } from "../support/fixtures";
import { type Synthesized, synthesizeConstruct } from "../support/synthesize";

const target = {
  identifier: "test-shared",
  arn: "arn:aws:rds:eu-west-1:111122223333:db:test-shared",
  address: "test-shared.abc.eu-west-1.rds.amazonaws.com",
  resourceId: "db-SHARED",
};

function path(topology: string, identifier = "test-shared", database = {}): Synthesized {
  const config: Environment = environment({ topology, database });
  return synthesizeConstruct(config, (scope) => {
    createPath(scope, "access", {
      environment: config,
      database: { ...sharedInstance(config), identifier },
      logKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/data",
      network: {
        clusterVpcId: "vpc-cluster",
        clusterPrivateSubnetIds: ["subnet-pods-a", "subnet-pods-b"],
        databaseVpcId: "vpc-database",
        databasePrivateSubnetIds: ["subnet-data-a", "subnet-data-b"],
      },
    }).connectTo(target);
  });
}

/** Names of the security groups by their ids. */
const groupNames = (stack: Synthesized) =>
  new Map(
    Object.entries(stack.resources("aws_security_group")).map(([name, group]) => [
      `\${aws_security_group.${name}.id}`,
      group.name.replace("test-shared-", "") as string,
    ]),
  );
const idOf = (stack: Synthesized, name: string) =>
  [...groupNames(stack)].find(([, each]) => each === name)?.[0];

/** Every rule as `client -> endpoint tcp 5432-5432`, from the side that opens the connection. */
function rules(stack: Synthesized, direction: "ingress" | "egress"): string[] {
  const names = groupNames(stack);
  return Object.values(stack.resources(`aws_vpc_security_group_${direction}_rule`))
    .map((r) => {
      const [own, peer] = [names.get(r.security_group_id), names.get(r.referenced_security_group_id)];
      const [from, to] = direction === "egress" ? [own, peer] : [peer, own];
      return `${from} -> ${to} ${r.ip_protocol} ${r.from_port}-${r.to_port}`;
    })
    .sort();
}

const places = (stack: Synthesized) =>
  Object.fromEntries(
    Object.values(stack.resources("aws_security_group")).map(({ name, vpc_id }) => [
      name.replace("test-shared-", ""),
      vpc_id,
    ]),
  );

const typesOf = (stack: Synthesized) =>
  Object.keys(stack.json.resource).filter((type) => !/security_group/.test(type));

describe.each(["same-vpc", "peering"])("the path in %s", (topology) => {
  const stack = path(topology);

  test("creates the client group with the pods, and the instance's group with the instance", () => {
    expect(places(stack)).toEqual({ client: "vpc-cluster", instance: "vpc-database" });
  });

  test.each(["ingress", "egress"] as const)(
    "admits only the client group to the instance: %s",
    (direction) => {
      expect(rules(stack, direction)).toEqual(["client -> instance tcp 5432-5432"]);
    },
  );

  test("has no other resources", () => expect(typesOf(stack)).toEqual([]));

  test("admits pods in the subnets of the instances", () => {
    const config = environment({ topology });
    expect(entranceNetworks(config)).toEqual(config.network.subnets.databasePrivate);
  });
});

describe.each([
  ["private-link", "load-balancer"],
  ["resource-endpoint", "resource-gateway"],
])("the path in %s", (topology, gateway) => {
  const stack = path(topology);

  test("creates client group and endpoint with the pods, and gateway and instance in the other VPC", () => {
    expect(places(stack)).toEqual({
      client: "vpc-cluster",
      endpoint: "vpc-cluster",
      [gateway]: "vpc-database",
      instance: "vpc-database",
    });
  });

  test.each(["ingress", "egress"] as const)(
    "admits only the client group to the endpoint, and only its gateway to the instance: %s",
    (direction) => {
      expect(rules(stack, direction)).toEqual(
        ["client -> endpoint tcp 5432-5432", `${gateway} -> instance tcp 5432-5432`].sort(),
      );
    },
  );

  test("has one endpoint in both zones among the pods, with its own group and no other", () => {
    expect(stack.count("aws_vpc_endpoint")).toBe(1);
    expect(stack.resource("aws_vpc_endpoint")).toMatchObject({
      vpc_id: "vpc-cluster",
      subnet_ids: ["subnet-pods-a", "subnet-pods-b"],
      security_group_ids: [idOf(stack, "endpoint")],
      tags: { Name: "test-shared" },
    });
  });

  test("admits pods in their own subnets", () => {
    const config = environment({ topology });
    expect(entranceNetworks(config)).toEqual(config.network.subnets.clusterPrivate);
  });
});

describe.each(["same-vpc", "peering"])("the path with a proxy in %s", (topology) => {
  const stack = path(topology, "test-shared", { pooling: "rds-proxy" });

  test("creates the proxy with the instance", () => {
    expect(places(stack)).toEqual({ client: "vpc-cluster", proxy: "vpc-database", instance: "vpc-database" });
  });

  test.each(["ingress", "egress"] as const)(
    "admits only the client group to the proxy, and only the proxy to the instance: %s",
    (direction) => {
      expect(rules(stack, direction)).toEqual([
        "client -> proxy tcp 5432-5432",
        "proxy -> instance tcp 5432-5432",
      ]);
    },
  );

  test("has one proxy in both zones beside the instance, with its own group and no other", () => {
    expect(stack.count("aws_db_proxy")).toBe(1);
    expect(stack.resource("aws_db_proxy")).toMatchObject({
      vpc_subnet_ids: ["subnet-data-a", "subnet-data-b"],
      vpc_security_group_ids: [idOf(stack, "proxy")],
    });
  });

  test("admits pods in the subnets of the instances, also those without a proxy", () => {
    const config = environment({ topology, database: { pooling: "rds-proxy" } });
    expect(entranceNetworks(config)).toEqual(config.network.subnets.databasePrivate);
  });
});

describe("the path in any topology", () => {
  test("has the same client group, which no change of topology replaces", () => {
    const pooled = path("peering", "test-shared", { pooling: "rds-proxy" });
    const direct = ["same-vpc", "peering", "private-link", "resource-endpoint"].map((topology) =>
      path(topology),
    );
    const keys = [pooled, ...direct].map((stack) => {
      const groups = stack.json.resource.aws_security_group as Record<string, { name: string }>;
      return Object.entries(groups).find(([, { name }]) => name === "test-shared-client");
    });
    for (const key of atLeastOne(keys)) expect(key).toEqual(keys[0]);
  });
});

describe("the resource endpoint", () => {
  const stack = path("resource-endpoint");
  const gateway = stack.resource("aws_vpclattice_resource_gateway");
  const configuration = stack.resource("aws_vpclattice_resource_configuration");
  const reference = (type: string, attribute: string) =>
    `\${${type}.${Object.keys(stack.resources(type))[0]}.${attribute}}`;

  test("consists of gateway, configuration and endpoint only", () => {
    expect(typesOf(stack)).toEqual([
      "aws_vpc_endpoint",
      "aws_vpclattice_resource_configuration",
      "aws_vpclattice_resource_gateway",
    ]);
  });

  test("has a gateway in both zones of the database's VPC, with its own group", () => {
    expect(gateway).toMatchObject({
      name: "test-shared",
      vpc_id: "vpc-database",
      subnet_ids: ["subnet-data-a", "subnet-data-b"],
      security_group_ids: [idOf(stack, "resource-gateway")],
      ip_address_type: "IPV4",
      ipv4_addresses_per_eni: 16,
    });
  });

  test("refers to the instance by its ARN, so that a failover needs no function", () => {
    expect(configuration).toMatchObject({
      type: "ARN",
      resource_gateway_identifier: reference("aws_vpclattice_resource_gateway", "id"),
      resource_configuration_definition: [{ arn_resource: [{ arn: target.arn }] }],
    });
    expect(configuration.port_ranges).toBeUndefined();
  });

  test("is not shared with service networks of other accounts", () => {
    expect(configuration.allow_association_to_shareable_service_network).toBe(false);
  });

  test("uses the instance's own name, for which certificates and IAM tokens are valid", () => {
    expect(stack.resource("aws_vpc_endpoint")).toMatchObject({
      vpc_endpoint_type: "Resource",
      resource_configuration_arn: reference("aws_vpclattice_resource_configuration", "arn"),
      private_dns_enabled: true,
    });
    expect(configuration.custom_domain_name).toBeUndefined();
  });

  test("has names that VPC Lattice accepts, however long the instance's is", () => {
    const long = path("resource-endpoint", `test-org-${"a".repeat(26)}-bcd-efghijkl`);
    for (const type of ["aws_vpclattice_resource_gateway", "aws_vpclattice_resource_configuration"]) {
      expect(long.resource(type).name).toMatch(/^(?=.{3,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    }
  });
});

describe("private link", () => {
  const stack = path("private-link");
  const reference = (type: string, attribute: string) =>
    `\${${type}.${Object.keys(stack.resources(type))[0]}.${attribute}}`;

  test("consists of load balancer, endpoint service, endpoint and DNS name only", () => {
    expect(typesOf(stack)).toEqual([
      "aws_lb",
      "aws_lb_listener",
      "aws_lb_target_group",
      "aws_route53_record",
      "aws_route53_zone",
      "aws_vpc_endpoint",
      "aws_vpc_endpoint_service",
    ]);
  });

  test("has an internal load balancer in both zones, with its own group", () => {
    expect(stack.resource("aws_lb")).toMatchObject({
      load_balancer_type: "network",
      internal: true,
      subnets: ["subnet-data-a", "subnet-data-b"],
      security_groups: [idOf(stack, "load-balancer")],
      enable_cross_zone_load_balancing: true,
    });
  });

  test("replaces the endpoint of another topology at the same address, and its DNS record follows the endpoint", () => {
    const other = path("resource-endpoint");
    const place = Object.keys(stack.resources("aws_vpc_endpoint"));
    expect(Object.keys(other.resources("aws_vpc_endpoint"))).toEqual(place);
    expect(stack.resource("aws_route53_zone").depends_on).toEqual([`aws_vpc_endpoint.${place[0]}`]);
  });

  test("relies on the endpoint's group: the load balancer's group admits no address", () => {
    expect(stack.resource("aws_lb").enforce_security_group_inbound_rules_on_private_link_traffic).toBe("off");
    const admitted = Object.values(stack.resources("aws_vpc_security_group_ingress_rule")).filter(
      ({ security_group_id }) => security_group_id === idOf(stack, "load-balancer"),
    );
    expect(admitted).toEqual([]);
  });

  test("forwards the database port to one target group, and Terraform registers no target", () => {
    expect(stack.resource("aws_lb_listener")).toMatchObject({
      load_balancer_arn: reference("aws_lb", "arn"),
      protocol: "TCP",
      port: 5432,
      default_action: [{ type: "forward", target_group_arn: reference("aws_lb_target_group", "arn") }],
    });
    expect(stack.count("aws_lb_target_group_attachment")).toBe(0);
  });

  test("closes connections to an instance that is no longer the primary", () => {
    expect(stack.resource("aws_lb_target_group")).toMatchObject({
      vpc_id: "vpc-database",
      target_type: "ip",
      protocol: "TCP",
      port: 5432,
      preserve_client_ip: "false",
      deregistration_delay: "0",
      connection_termination: true,
      target_health_state: [{ enable_unhealthy_connection_termination: true }],
      health_check: { protocol: "TCP", port: "traffic-port", interval: 10, unhealthy_threshold: 2 },
    });
  });

  test("offers the service to the account only, and accepts only its own endpoint", () => {
    expect(stack.resource("aws_vpc_endpoint_service")).toMatchObject({
      network_load_balancer_arns: [reference("aws_lb", "arn")],
      allowed_principals: ["arn:aws:iam::111122223333:root"],
      acceptance_required: true,
    });
    expect(stack.resource("aws_vpc_endpoint")).toMatchObject({
      vpc_endpoint_type: "Interface",
      service_name: reference("aws_vpc_endpoint_service", "service_name"),
      auto_accept: true,
      private_dns_enabled: false,
    });
  });

  test("uses the instance's own name, in the cluster's VPC only", () => {
    const entry = reference("aws_vpc_endpoint", "dns_entry[0]").replace(/\}$/, "");
    expect(stack.resource("aws_route53_zone")).toMatchObject({
      name: target.address,
      vpc: [{ vpc_id: "vpc-cluster" }],
    });
    expect(stack.resource("aws_route53_record")).toMatchObject({
      zone_id: reference("aws_route53_zone", "zone_id"),
      name: target.address,
      type: "A",
      alias: {
        name: `${entry}.dns_name}`,
        zone_id: `${entry}.hosted_zone_id}`,
        evaluate_target_health: false,
      },
    });
  });

  test("has names that load balancers accept, however long the instance's is", () => {
    const long = path("private-link", `test-org-${"a".repeat(14)}-bcd-efghijkl`);
    for (const type of ["aws_lb", "aws_lb_target_group"]) {
      expect(long.resource(type).name).toMatch(/^(?=.{1,32}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    }
  });
});
