import { explain, type Network, packetText, reach } from "../../../src/assurance/network";
import { Cloud, id, party } from "../support/cloud";

const name = (type: string, resource: string) => `\${${type}.${resource}.name}`;

/** A database, a proxy before it, and two machines: one that holds the proxy's key, and one that does not. */
const proxied = (change: (cloud: Cloud) => Cloud = (same) => same): Network =>
  change(
    new Cloud()
      .subnet("pods", "10.0.1.0/24")
      .subnet("data", "10.0.2.0/24")
      .group("key", "tcp 5432 to proxy")
      .group("proxy", "tcp 5432 from key", "tcp 5432 to database")
      .group("database", "tcp 5432 from proxy")
      .group("other", "all to any")
      .database(["data"], ["database"])
      .host("holder", "pods", ["key"])
      .host("stranger", "pods", ["other"])
      .add("aws_db_proxy", "proxy", {
        name: "pool",
        engine_family: "POSTGRESQL",
        vpc_subnet_ids: [id("aws_subnet", "data")],
        vpc_security_group_ids: [id("aws_security_group", "proxy")],
      })
      .add("aws_db_proxy_default_target_group", "pool", { db_proxy_name: name("aws_db_proxy", "proxy") })
      .add("aws_db_proxy_target", "target", {
        db_proxy_name: name("aws_db_proxy", "proxy"),
        target_group_name: name("aws_db_proxy_default_target_group", "pool"),
        db_instance_identifier: "${aws_db_instance.database.identifier}",
      }),
  ).network;

const ask = (network: Network, from: string) => {
  const [database] = network.databases;
  if (!database) throw new Error("no database");
  return reach(network, party(network, from), database);
};

const told = (network: Network, from: string) => {
  const { verdict, open } = ask(network, from);
  return { verdict, open: open.map(({ through }) => through) };
};

const target = (attributes: Record<string, unknown>) => (cloud: Cloud) =>
  cloud.add("aws_db_proxy_target", "target", {
    ...cloud.resource.aws_db_proxy_target?.target,
    ...attributes,
  });
const proxy = (attributes: Record<string, unknown>) => (cloud: Cloud) =>
  cloud.add("aws_db_proxy", "proxy", { ...cloud.resource.aws_db_proxy?.proxy, ...attributes });

describe("a proxy in front of a database", () => {
  const network = proxied();

  test("admits holders of its client group to the database, and no other client", () => {
    expect(network.unknowns).toEqual([]);
    expect(told(network, "holder")).toEqual({ verdict: "ALLOWED", open: [["proxy pool"]] });
    expect(told(network, "stranger")).toEqual({ verdict: "DENIED", open: [] });
    expect(told(network, "internet")).toEqual({ verdict: "DENIED", open: [] });
  });

  test("needs a packet to the proxy, and one from the proxy to the database", () => {
    const [path] = ask(network, "holder").open;
    expect(path?.witnesses.map(({ packet }) => packetText(packet))).toEqual([
      "tcp 10.0.1.4:1024 > 10.0.2.4:5432",
      "tcp 10.0.2.4:1024 > 10.0.2.4:5432",
    ]);
  });

  test("appears in explanations as a proxy", () => {
    const text = explain(ask(network, "holder"));
    expect(text[0]).toBe("instance stack/aws_instance.holder > database:5432 ALLOWED");
    expect(text).toContain("  the path through proxy pool is open");
    expect(text).toContain("  the direct path is closed");
  });

  test.each<[string, (cloud: Cloud) => Cloud]>([
    ["its own group lets nothing out", (cloud) => cloud.group("proxy", "tcp 5432 from key", "tcp 22 to any")],
    ["the database does not admit it", (cloud) => cloud.group("database", "tcp 5432 from other")],
    ["it accepts another port", (cloud) => cloud.group("proxy", "tcp 3306 from key", "tcp 5432 to database")],
    ["it speaks MySQL, and listens elsewhere", proxy({ engine_family: "MYSQL" })],
    [
      "another instance is its target",
      (cloud) =>
        target({ db_instance_identifier: "${aws_db_instance.more.identifier}" })(
          cloud.add("aws_db_instance", "more", {
            ...cloud.resource.aws_db_instance?.database,
            identifier: "more",
          }),
        ),
    ],
    ["the target is another proxy's", target({ db_proxy_name: "elsewhere" })],
  ])("leads nowhere where %s", (_, change) => {
    expect(told(proxied(change), "holder").verdict).toBe("DENIED");
  });

  test.each<[string, (cloud: Cloud) => Cloud]>([
    ["a cluster is its target", target({ db_instance_identifier: undefined, db_cluster_identifier: "one" })],
    ["its target is not known", target({ db_instance_identifier: "${var.instance}" })],
    ["its family is not known", proxy({ engine_family: "${var.family}" })],
    [
      "it has one more endpoint",
      (cloud) => cloud.add("aws_db_proxy_endpoint", "more", { db_proxy_name: "pool" }),
    ],
  ])("may lead anywhere where %s", (_, change) => {
    const network = proxied(change);
    expect(["UNKNOWN", "ALLOWED"]).toContain(told(network, "holder").verdict);
    expect(ask(network, "holder").unknowns).not.toEqual([]);
  });

  test("without a group carries the default group of its VPC", () => {
    const open = proxied((cloud) =>
      proxy({ vpc_security_group_ids: undefined })(cloud)
        .group("database", "tcp 5432 from 10.0.2.0/24")
        .add("aws_default_security_group", "default", {
          vpc_id: id("aws_vpc", "main"),
          ingress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }],
          egress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }],
        }),
    );
    expect(told(open, "stranger")).toEqual({ verdict: "ALLOWED", open: [["proxy pool"]] });
  });
});
