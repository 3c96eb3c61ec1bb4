// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import { matrix, Network, reach } from "../../../src/assurance/network";
import { Configuration } from "../../../src/assurance/terraform";
import { Cloud, id, party } from "../support/cloud";
import { source } from "../support/sources";

type Data = Record<string, Record<string, Record<string, unknown>>>;

const networkOf = (cloud: Cloud, data: Data = {}): Network =>
  new Network(new Configuration([source("stack", { resource: cloud.resource, data })]));

/** The verdict about a host and the database, and what the whole network has not understood. */
function judged(network: Network, from: string) {
  const [database] = network.databases;
  if (!database) throw new Error("no database");
  const { verdict } = reach(network, party(network, from), database);
  const found = matrix(network);
  const near = found.judged.find(({ source }) => source === party(network, from));
  // The quick way over who holds which group must not lose what the slow one finds.
  expect(near?.verdict ?? found.others.verdict).toBe(verdict);
  return verdict;
}

const world = (): Cloud =>
  new Cloud()
    .subnet("pods", "10.0.1.0/24")
    .subnet("data", "10.0.2.0/24")
    .group("client", "tcp 5432 to database")
    .group("other", "all to any")
    .group("database", "tcp 5432 from client")
    .database(["data"], ["database"])
    .host("holder", "pods", ["client"])
    .host("stranger", "pods", ["other"]);

/** The client group under a name, and whether that is certain, possible or impossible. */
const names: [name: string, value: string, verdict: "ALLOWED" | "UNKNOWN" | "DENIED"][] = [
  ["its id", "${aws_security_group.client.id}", "ALLOWED"],
  ["its id as text", "${tostring(aws_security_group.client.id)}", "ALLOWED"],
  ["its id with nothing beside it", '${aws_security_group.client.id}${""}', "ALLOWED"],
  ["a data source with its id", "${data.aws_security_group.by_id.id}", "ALLOWED"],
  ["a data source with its name", "${data.aws_security_group.by_name.id}", "UNKNOWN"],
  ["a data source that searches", "${data.aws_security_group.search.id}", "UNKNOWN"],
  ["another id that is written out", "sg-0123456789abcdef0", "UNKNOWN"],
  ["a variable", "${var.group}", "UNKNOWN"],
  ["a function of it", '${replace(aws_security_group.client.id, "a", "b")}', "UNKNOWN"],
  ["an output of no stack here", "${data.terraform_remote_state.other.outputs.group}", "UNKNOWN"],
  ["the id of another group", "${aws_security_group.other.id}", "DENIED"],
  ["a data source with another name", "${data.aws_security_group.other.id}", "DENIED"],
];

const data: Data = {
  aws_security_group: {
    by_id: { id: "${aws_security_group.client.id}" },
    by_name: { name: "client" },
    search: { tags: { Team: "acme" } },
    other: { name: "monitoring" },
  },
};

const carrying: [string, (cloud: Cloud, group: string) => Cloud][] = [
  [
    "a machine",
    (cloud, group) =>
      cloud.add("aws_instance", "stranger", {
        subnet_id: id("aws_subnet", "pods"),
        vpc_security_group_ids: [id("aws_security_group", "other"), group],
      }),
  ],
  [
    "a machine by security_groups",
    (cloud, group) =>
      cloud.add("aws_instance", "stranger", {
        subnet_id: id("aws_subnet", "pods"),
        security_groups: [group],
      }),
  ],
];

describe.each(carrying)("the client group carried by %s", (_, carry) => {
  test.each(names)("under %s", (_name, value, verdict) => {
    const cloud = world();
    cloud.add("aws_security_group", "client", {
      ...cloud.resource.aws_security_group?.client,
      name: "client",
    });
    cloud.add("aws_security_group", "other", { ...cloud.resource.aws_security_group?.other, name: "other" });
    cloud.add("aws_security_group", "database", {
      ...cloud.resource.aws_security_group?.database,
      name: "db",
    });
    const network = networkOf(carry(cloud, value), data);
    expect(network.unknowns).toEqual([]);
    expect(network.foreignGroups.length).toBe(
      value.includes(".other.id}") && !value.includes("data.") ? 0 : Number(verdict !== "ALLOWED"),
    );
    expect(judged(network, "stranger")).toBe(verdict);
    expect(judged(network, "holder")).toBe("ALLOWED");
    expect(judged(networkOf(world(), data), "stranger")).toBe("DENIED");
  });

  test("as part of an unknown list is UNKNOWN", () => {
    const network = networkOf(
      carry(world(), "${var.group}").add("aws_instance", "stranger", {
        subnet_id: id("aws_subnet", "pods"),
        vpc_security_group_ids: "${var.groups}",
      }),
    );
    expect(judged(network, "stranger")).toBe("UNKNOWN");
  });
});

describe("a rule of the database's group", () => {
  const rule = (attributes: Record<string, unknown>) =>
    world().add("aws_vpc_security_group_ingress_rule", "more", {
      security_group_id: id("aws_security_group", "database"),
      ip_protocol: "tcp",
      from_port: 5432,
      to_port: 5432,
      referenced_security_group_id: id("aws_security_group", "other"),
      ...attributes,
    });
  const named = (cloud: Cloud): Cloud =>
    Object.keys(cloud.resource.aws_security_group ?? {}).reduce(
      (all, name) =>
        all.add("aws_security_group", name, { ...all.resource.aws_security_group?.[name], name }),
      cloud,
    );

  test.each([
    [id("aws_security_group", "database"), "ALLOWED", true],
    ["${tostring(aws_security_group.database.id)}", "ALLOWED", true],
    ["${data.aws_security_group.by_name.id}", "UNKNOWN", false],
    ["${data.aws_security_group.other.id}", "DENIED", false],
    ["sg-0123456789abcdef0", "UNKNOWN", false],
    ["${data.aws_security_group.search.id}", "UNKNOWN", false],
  ])("that belongs to %s", (group, verdict, isDeclared) => {
    const network = networkOf(named(rule({ security_group_id: group })), {
      aws_security_group: { ...data.aws_security_group, by_name: { name: "database" } },
    });
    expect(judged(network, "stranger")).toBe(verdict);
    expect(network.unknowns).toEqual([]);
    const said = "stack/aws_vpc_security_group_ingress_rule.more names a security group that is not known";
    expect(network.foreignGroups).toEqual(isDeclared ? [] : [expect.stringContaining(said)]);
  });

  test("of an unknown group opens nothing for certain", () => {
    const cloud = named(world());
    delete cloud.resource.aws_vpc_security_group_ingress_rule?.["database-0"];
    cloud.add("aws_vpc_security_group_ingress_rule", "only", {
      security_group_id: "${data.aws_security_group.by_name.id}",
      ip_protocol: "tcp",
      from_port: 5432,
      to_port: 5432,
      referenced_security_group_id: id("aws_security_group", "client"),
    });
    const network = networkOf(cloud, { aws_security_group: { by_name: { name: "database" } } });
    expect(judged(network, "holder")).toBe("UNKNOWN");
  });

  test("of unknown direction opens nothing for certain", () => {
    const cloud = world();
    delete cloud.resource.aws_vpc_security_group_ingress_rule?.["database-0"];
    cloud.add("aws_security_group_rule", "only", {
      type: "${var.direction}",
      security_group_id: id("aws_security_group", "database"),
      source_security_group_id: id("aws_security_group", "client"),
      protocol: "tcp",
      from_port: 5432,
      to_port: 5432,
    });
    expect(judged(networkOf(cloud), "holder")).toBe("UNKNOWN");
  });
});

/** Things whose place on the way to the database is named by an attribute of something else. */
const places: [what: string, cloud: (name: (exact: string) => string) => Cloud, kind: string][] = [
  [
    "the subnet that a network ACL is for",
    (name) =>
      world()
        .add("aws_network_acl", "closed", { vpc_id: id("aws_vpc", "main") })
        .add("aws_network_acl_association", "data", {
          network_acl_id: id("aws_network_acl", "closed"),
          subnet_id: name(id("aws_subnet", "data")),
        }),
    "aws_subnet",
  ],
  [
    "the network ACL of a subnet",
    (name) =>
      world()
        .add("aws_network_acl", "closed", { vpc_id: id("aws_vpc", "main") })
        .add("aws_network_acl_association", "data", {
          network_acl_id: name(id("aws_network_acl", "closed")),
          subnet_id: id("aws_subnet", "data"),
        }),
    "aws_network_acl",
  ],
  [
    "the network ACL that a rule belongs to",
    (name) =>
      world()
        .acl("data", ["data"], "tcp from any", "tcp to any")
        .add("aws_network_acl_rule", "deny", {
          network_acl_id: name(id("aws_network_acl", "data")),
          egress: false,
          rule_number: 1,
          rule_action: "deny",
          protocol: "-1",
          cidr_block: "0.0.0.0/0",
        }),
    "aws_network_acl",
  ],
  [
    "the VPC of the database's subnet",
    (name) => {
      const cloud = world().vpc("far", "10.1.0.0/16");
      return cloud.add("aws_subnet", "data", {
        cidr_block: "10.1.2.0/24",
        vpc_id: name(id("aws_vpc", "far")),
      });
    },
    "aws_vpc",
  ],
];

describe.each(places)("%s", (_, cloud, kind) => {
  const short = kind.replace("aws_", "");
  test.each([
    ["by its id", (exact: string) => exact],
    ["through a function that changes nothing", (exact: string) => `\${tostring(${exact.slice(2, -1)})}`],
    ["through a data source with its id", () => `\${data.${kind}.exact.id}`],
  ])("is found %s", (_name, name) => {
    const exact = /\$\{[^}]*\}/.exec(JSON.stringify(cloud((one) => one).resource))?.[0] ?? "";
    expect(exact).not.toBe("");
    let said = "";
    cloud((one) => {
      said = one;
      return one;
    });
    const network = networkOf(cloud(name), { [kind]: { exact: { id: said } } });
    expect(network.unknowns).toEqual([]);
    expect(judged(network, "holder")).toBe("DENIED");
  });

  test.each([
    ["a data source that searches", () => `\${data.${kind}.search.id}`],
    ["an id that is written out", () => `${short === "network_acl" ? "acl" : short}-0123456789abcdef0`],
    ["a variable", () => "${var.name}"],
  ])("is not understood by %s, and the message names the owner", (_name, name) => {
    const network = networkOf(cloud(name), { [kind]: { search: { tags: { Name: "x" } } } });
    expect(network.unknowns).not.toEqual([]);
    expect(network.unknowns[0]).toMatch(
      /aws_(network_acl|network_acl_rule|network_acl_association|subnet)\.(data|deny)/,
    );
    expect(judged(network, "stranger")).toBe("UNKNOWN");
  });
});

describe("contradictory resources about one thing are not understood:", () => {
  test("a subnet with two network ACLs", () => {
    const network = networkOf(
      world()
        .acl("one", ["data"], "tcp from any", "tcp to any")
        .acl("two", ["pods"], "tcp from any", "tcp to any")
        .add("aws_network_acl_association", "again", {
          network_acl_id: id("aws_network_acl", "two"),
          subnet_id: "${tostring(aws_subnet.data.id)}",
        }),
    );
    expect(network.unknowns).toEqual([
      "stack/aws_subnet.data.id is given both stack/aws_network_acl.one and stack/aws_network_acl.two: " +
        "which one holds is not known",
    ]);
  });

  test("a subnet with two route tables, and a VPC with two main ones", () => {
    const cloud = world().routes("one", ["data"], {}).routes("two", ["data"], {});
    for (const name of ["one", "two"])
      cloud.add("aws_main_route_table_association", name, {
        vpc_id: id("aws_vpc", "main"),
        route_table_id: id("aws_route_table", name),
      });
    expect(networkOf(cloud).unknowns).toEqual([
      expect.stringContaining("aws_subnet.data.id is given both"),
      expect.stringContaining("aws_vpc.main.id is given both"),
    ]);
  });
});

describe("resources that admit traffic from outside the configuration are not understood:", () => {
  test.each([
    [
      "aws_vpc_endpoint_connection_accepter",
      { vpc_endpoint_id: "vpce-0123456789abcdef0", vpc_endpoint_service_id: "x" },
    ],
    [
      "aws_vpc_peering_connection_accepter",
      { vpc_peering_connection_id: "pcx-0123456789abcdef0", auto_accept: true },
    ],
    [
      "aws_vpc_peering_connection_accepter",
      { vpc_peering_connection_id: "${var.peering}", auto_accept: true },
    ],
    ["aws_internet_gateway", { vpc_id: "vpc-0123456789abcdef0" }],
    ["aws_route", { route_table_id: "${data.aws_route_table.any.id}", destination_cidr_block: "0.0.0.0/0" }],
    ["aws_vpc_ipv4_cidr_block_association", { vpc_id: "${var.vpc}", cidr_block: "10.9.0.0/16" }],
  ])("%s %j", (type, attributes) => {
    const network = networkOf(world().add(type, "mutant", attributes), { aws_route_table: { any: {} } });
    expect(network.unknowns).toEqual([expect.stringContaining(`${type}.mutant`)]);
  });
});

describe("Terraform that others wrote", () => {
  test.each([
    ["postgres", 5432],
    ["aurora-postgresql", 5432],
    ["mysql", 3306],
    ["mariadb", 3306],
    ["oracle-se2", 1521],
    ["sqlserver-ex", 1433],
    ["db2-se", 50000],
  ])("an instance of %s without a configured port listens on %i", (engine, port) => {
    const cloud = (admitted: number) =>
      world()
        .database(["data"], ["database"], { port: null, engine })
        .group("client", `tcp ${admitted} to database`)
        .group("database", `tcp ${admitted} from client`);
    expect(networkOf(cloud(port)).unknowns).toEqual([]);
    expect(judged(networkOf(cloud(port)), "holder")).toBe("ALLOWED");
    expect(judged(networkOf(cloud(port + 1)), "holder")).toBe("DENIED");
  });

  test("the port of an unknown engine is not known, and a replica listens on its source's port", () => {
    const unknown = networkOf(world().database(["data"], ["database"], { port: null, engine: "new" }));
    expect(unknown.unknowns).toEqual(["the port of stack/aws_db_instance.database is not known"]);
    const replica = networkOf(
      world()
        .database(["data"], ["database"], {
          port: null,
          replicate_source_db: "${aws_db_instance.source.arn}",
        })
        .add("aws_db_instance", "source", {
          identifier: "source",
          engine: "mysql",
          db_subnet_group_name: "database",
          vpc_security_group_ids: [id("aws_security_group", "other")],
        }),
    );
    expect(replica.unknowns).toEqual([]);
    expect(replica.databases.find(({ name }) => name === "database")?.port).toBe(3306);
  });

  test("a subnet with count, and one whose range a function computes: the reason, and no argument that is not set", () => {
    const cloud = world();
    const subnet = cloud.resource.aws_subnet?.data;
    const unknowns = (change: Record<string, unknown>) =>
      networkOf(cloud.add("aws_subnet", "data", { ...subnet, ...change })).unknowns;
    expect(unknowns({ count: 2 }).filter((note) => /IPv6|not followed/.test(note))).toEqual([]);
    expect(unknowns({ cidr_block: '${cidrsubnet("10.0.0.0/16", 8, 2)}' })).toContain(
      "the IPv4 range of stack/aws_subnet.data is not known: the function cidrsubnet()",
    );
  });

  test("a subnet group is found by its id", () => {
    const cloud = world();
    cloud.add("aws_db_instance", "database", {
      ...cloud.resource.aws_db_instance?.database,
      db_subnet_group_name: id("aws_db_subnet_group", "database"),
    });
    expect(judged(networkOf(cloud), "holder")).toBe("ALLOWED");
  });

  test.each([
    "${aws_eks_cluster.one.id}",
    "${aws_eks_cluster.one.name}",
    "one",
    "${data.aws_eks_cluster.one.id}",
  ])("nodes of one of two clusters, named by %s, carry its cluster security group", (cluster_name) => {
    const cloud = world();
    for (const name of ["one", "two"])
      cloud.add("aws_eks_cluster", name, { name, vpc_config: { subnet_ids: [id("aws_subnet", "pods")] } });
    cloud
      .add("aws_eks_node_group", "nodes", { cluster_name, subnet_ids: [id("aws_subnet", "pods")] })
      .add("aws_vpc_security_group_ingress_rule", "nodes", {
        security_group_id: id("aws_security_group", "database"),
        ip_protocol: "tcp",
        from_port: 5432,
        to_port: 5432,
        referenced_security_group_id: "${aws_eks_cluster.one.vpc_config[0].cluster_security_group_id}",
      });
    const network = networkOf(cloud, { aws_eks_cluster: { one: { name: "one" } } });
    expect(network.unknowns).toEqual([]);
    const found = matrix(network).judged.filter(({ verdict }) => verdict === "ALLOWED");
    expect(found.map(({ source }) => source.kind).sort()).toEqual(["control plane", "instance", "nodes"]);
  });
});
