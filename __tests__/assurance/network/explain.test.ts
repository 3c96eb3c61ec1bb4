import { explain, reach } from "../../../src/assurance/network";
import { Cloud, party } from "../support/cloud";

const explained = (change: (cloud: Cloud) => Cloud = (same) => same): string[] => {
  const { network } = change(
    new Cloud()
      .subnet("pods", "10.0.1.0/24")
      .subnet("data", "10.0.2.0/24")
      .group("client", "tcp 5432 to database")
      .group("database", "tcp 5432 from client")
      .acl("pods", ["pods"], "tcp 5432 to 10.0.2.0/24", "tcp 1024-65535 from 10.0.2.0/24")
      .acl("data", ["data"], "tcp 5432 from 10.0.1.0/24", "tcp 1024-65535 to 10.0.1.0/24")
      .database(["data"], ["database"])
      .host("pod", "pods", ["client"]),
  );
  const [database] = network.databases;
  if (!database) throw new Error("no database");
  return explain(reach(network, party(network, "pod"), database));
};

describe("an explanation", () => {
  test("of an open connection follows a packet and its answer, rule by rule", () => {
    expect(explained()).toEqual([
      "instance stack/aws_instance.pod > database:5432 ALLOWED",
      "  the direct path is open",
      "    tcp 10.0.1.4:1024 > 10.0.2.4:5432",
      "      stack/aws_security_group.client: stack/aws_vpc_security_group_egress_rule.client-0",
      "      stack/aws_network_acl.pods (egress of stack/aws_subnet.pods): rule 100 (stack/aws_network_acl_rule.pods-0)",
      "      main route table of stack/aws_vpc.main (of stack/aws_subnet.pods): local route of stack/aws_vpc.main to local",
      "      stack/aws_network_acl.data (ingress of stack/aws_subnet.data): rule 100 (stack/aws_network_acl_rule.data-0)",
      "      stack/aws_security_group.database: stack/aws_vpc_security_group_ingress_rule.database-0",
      "    answered by tcp 10.0.2.4:5432 > 10.0.1.4:1024",
      "      stack/aws_network_acl.data (egress of stack/aws_subnet.data): rule 101 (stack/aws_network_acl_rule.data-1)",
      "      main route table of stack/aws_vpc.main (of stack/aws_subnet.data): local route of stack/aws_vpc.main to local",
      "      stack/aws_network_acl.pods (ingress of stack/aws_subnet.pods): rule 101 (stack/aws_network_acl_rule.pods-1)",
    ]);
  });

  test("of a closed connection names what stops it, and what the client sees", () => {
    expect(explained((cloud) => cloud.group("database", "tcp 5433 from client"))).toEqual([
      "instance stack/aws_instance.pod > database:5432 DENIED",
      "  the direct path is closed",
      "    ENI_SG_RULES_MISMATCH at stack/aws_security_group.database: no ingress rule admits it",
      "    tcp 10.0.1.4:1024 > 10.0.2.4:5432 gets no further; the connection times out: a security group drops it",
    ]);
  });

  test("distinguishes a stopped answer from a stopped request", () => {
    const lines = explained((cloud) =>
      cloud.acl("data", ["data"], "tcp 5432 from 10.0.1.0/24", "udp to 10.0.1.0/24"),
    );
    expect(lines).toContain(
      "    the answer tcp 10.0.2.4:5432 > 10.0.1.4:1024 gets no further; the connection times out: a network ACL drops it",
    );
  });

  test("of a partly open connection says so", () => {
    const lines = explained((cloud) =>
      cloud.acl("data", ["data"], "tcp 5432 from 10.0.1.0/25", "tcp 1024-65535 to 10.0.1.0/24"),
    );
    expect(lines[0]).toMatch(/ALLOWED, from some of its addresses or ports only$/);
  });

  test("of a connection that is not understood names the reason", () => {
    const lines = explained((cloud) => cloud.add("aws_vpn_gateway", "vpn", {}));
    expect(lines).toContain(
      "  not understood: stack/aws_vpn_gateway.vpn may carry packets; its type is not modelled",
    );
  });
});
