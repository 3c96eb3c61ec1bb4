import { addressesIn, type Network, openings } from "../../../src/assurance/network";
import { Cloud, id } from "../support/cloud";

/** A database that one host may reach, and each layer as tight as it can be. */
const tight = (change: (cloud: Cloud) => Cloud = (cloud) => cloud): Network =>
  change(
    new Cloud()
      .subnet("apps", "10.0.1.0/24")
      .subnet("data", "10.0.2.0/24")
      .subnet("other", "10.0.3.0/24")
      .group("client", "tcp 5432 to database")
      .group("database", "tcp 5432 from client")
      .host("app", "apps", ["client"])
      .database(["data"], ["database"])
      .acl("data", ["data"], "tcp 5432 from 10.0.1.0/24", "tcp 1024-65535 to 10.0.1.0/24"),
  ).network;

const found = (network: Network, ...ranges: string[]): string[] =>
  openings(network, () => ({
    ranges: addressesIn(ranges),
    isClient: ({ name }) => !name.includes("stranger"),
  })).map(({ at, text }) => `${at} ${text}`);

describe("one layer that does not stop other clients", () => {
  test("is not reported where each layer holds by itself", () => {
    expect(found(tight())).toEqual([]);
  });

  test("is a group that admits addresses, and the message names it", () => {
    const network = tight((cloud) =>
      cloud.group("database", "tcp 5432 from client", "tcp 5432 from 10.0.3.7/32"),
    );
    expect(found(network)).toEqual([
      "stack/aws_vpc_security_group_ingress_rule.database-1 admits 10.0.3.7 on the path to database",
    ]);
  });

  test("is a group that admits a group of other clients, whatever their own rules", () => {
    const network = tight((cloud) =>
      cloud
        .group("strangers")
        .host("stranger", "apps", ["strangers"])
        .group("database", "tcp 5432 from client", "tcp 5432 from strangers"),
    );
    expect(found(network)).toEqual([
      expect.stringMatching(
        /ingress_rule.database-1 admits .*stranger.* on the path to database, which config does not allow/,
      ),
    ]);
  });

  test("is not a group that admits addresses to another port", () => {
    expect(
      found(tight((cloud) => cloud.group("database", "tcp 5432 from client", "tcp 22 from any"))),
    ).toEqual([]);
  });

  test("is an ACL that admits answers to addresses outside the configured networks", () => {
    const network = tight((cloud) => cloud.acl("data", ["data"], "tcp 5432 from 10.0.1.0/24", "all to any"));
    expect(found(network)).toEqual([
      "stack/aws_network_acl_rule.data-1 allows outbound traffic to 0.0.0.0 to 9.255.255.255, 10.1.0.0 to 255.255.255.255 from stack/aws_subnet.data, where no client of its databases is",
    ]);
  });

  test("is an ACL that admits subnets without a client", () => {
    const network = tight((cloud) =>
      cloud.acl("data", ["data"], "tcp 5432 from 10.0.0.0/22", "all to 10.0.0.0/16"),
    );
    expect(found(network)).toEqual([
      "stack/aws_network_acl_rule.data-0 lets 10.0.0.0/24, 10.0.2.0/23 into stack/aws_subnet.data, where no client of its databases is",
    ]);
  });

  test("is not an ACL that admits subnets with another client", () => {
    const network = tight((cloud) =>
      cloud
        .host("second", "other", ["client"])
        .acl("data", ["data"], "tcp 5432 from 10.0.1.0/24", "tcp 5432 from 10.0.3.0/24"),
    );
    expect(found(network)).toEqual([]);
  });

  test("is a route that leaves the VPC", () => {
    const network = tight((cloud) =>
      cloud
        .add("aws_internet_gateway", "internet", { vpc_id: id("aws_vpc", "main") })
        .routes("data", ["data"], { "0.0.0.0/0": { gateway_id: id("aws_internet_gateway", "internet") } }),
    );
    expect(found(network)).toEqual([
      expect.stringMatching(
        /^stack\/aws_route.data-0 leads from stack\/aws_subnet.data to .*, where no client of its databases is$/,
      ),
    ]);
  });
});

/** The same behind a load balancer for a range of the internet. */
const balanced = (admits: string, lets: string): Network =>
  tight((cloud) =>
    cloud
      .subnet("public", "10.0.4.0/24")
      .group("balancer", `tcp 5432 from ${admits}`, "tcp 5432 to database")
      .group("database", "tcp 5432 from client", "tcp 5432 from balancer")
      .acl("public", ["public"], `tcp 5432 from ${lets}`, "tcp 1024-65535 from 10.0.2.0/24", "all to any")
      .acl("data", ["data"], "tcp 5432 from 10.0.1.0/24", "tcp 5432 from 10.0.4.0/24", "all to 10.0.0.0/16")
      .add("aws_lb", "balancer", {
        load_balancer_type: "network",
        internal: false,
        subnets: [id("aws_subnet", "public")],
        security_groups: [id("aws_security_group", "balancer")],
      }),
  );

describe("one layer before a load balancer that does not stop other clients", () => {
  const range = "198.51.100.0/24";

  test("is not reported for configured ranges", () => {
    expect(found(balanced(range, range), range)).toEqual([]);
  });

  test("is its group, or its ACL, if it admits more ranges", () => {
    expect(found(balanced("198.51.0.0/16", range), range)).toEqual([
      expect.stringContaining("ingress_rule.balancer-0 admits 198.51.0.0 to 198.51.99.255, 198.51.101.0"),
    ]);
    expect(found(balanced(range, "any"), range)).toEqual([
      expect.stringMatching(/aws_network_acl_rule.public-0 lets .* into stack\/aws_subnet.public/),
    ]);
  });
});

test("a rule for IPv6 is not understood, whether the VPC uses it or not", () => {
  const rule = {
    security_group_id: id("aws_security_group", "database"),
    ip_protocol: "-1",
    cidr_ipv6: "::/0",
  };
  const network = tight((cloud) => cloud.add("aws_vpc_security_group_ingress_rule", "six", rule));
  expect(network.unknowns).toEqual([
    "stack/aws_vpc_security_group_ingress_rule.six is about IPv6, which is not modelled",
  ]);
});

test("a peering with an undeclared VPC is not understood", () => {
  const peering = { vpc_id: id("aws_vpc", "main"), peer_vpc_id: "vpc-1", auto_accept: true };
  const network = tight((cloud) => cloud.add("aws_vpc_peering_connection", "far", peering));
  expect(network.unknowns).toEqual([
    expect.stringMatching(/aws_vpc peer_vpc_id of .* names is not known: "vpc-1"/),
  ]);
});
