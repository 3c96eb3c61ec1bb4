import { type AclEntry, aclEntries } from "../../src/network/acl-entries";
import { type Addresses, type Flow, type Place, Traffic } from "../../src/network/flow";

const addresses: Addresses = {
  clusterPrivate: ["10.0.0.0/24", "10.0.1.0/24"],
  clusterPublic: ["10.0.2.0/24", "10.0.3.0/24"],
  databasePrivate: ["10.0.5.0/24", "10.0.6.0/24"],
  databasePublic: ["10.0.8.0/24", "10.0.9.0/24"],
  externalClients: [],
  applicationClients: [],
  internet: ["0.0.0.0/0"],
};
const toDatabase: Flow = {
  id: "database",
  number: 100,
  from: "clusterPrivate",
  to: "databasePrivate",
  traffic: Traffic.tcp(5432),
  why: "Queries",
};
const toInternet: Flow = {
  id: "internet",
  number: 120,
  from: "clusterPrivate",
  through: "clusterPublic",
  to: "internet",
  traffic: Traffic.tcpToInternet(443),
  why: "Images",
};

const entriesOf = (place: Place, ...flows: Flow[]) =>
  aclEntries(place, { flows, addresses, privateNetworks: ["10.0.0.0/16"] });

/** `allow ingress 100 tcp 5432-5432 10.0.0.0/23` */
const line = ({ action, direction, number, match, cidr }: AclEntry) => {
  const ports = match.protocol === "tcp" ? `tcp ${match.fromPort}-${match.toPort}` : undefined;
  const icmp = match.protocol === "icmp" ? `icmp ${match.icmpType}/${match.icmpCode}` : undefined;
  return `${action} ${direction} ${number} ${ports ?? icmp ?? "all"} ${cidr}`;
};

describe("aclEntries", () => {
  test("let requests out of the source, and answers back in", () => {
    expect(entriesOf("clusterPrivate", toDatabase).map(line)).toEqual([
      "allow egress 100 tcp 5432-5432 10.0.5.0/24",
      "allow egress 101 tcp 5432-5432 10.0.6.0/24",
      "allow ingress 110 tcp 1024-65535 10.0.5.0/24",
      "allow ingress 111 tcp 1024-65535 10.0.6.0/24",
    ]);
  });

  test("let requests into the target, and answers back out", () => {
    expect(entriesOf("databasePrivate", toDatabase).map(line)).toEqual([
      "allow ingress 100 tcp 5432-5432 10.0.0.0/23",
      "allow egress 110 tcp 1024-65535 10.0.0.0/23",
    ]);
  });

  test("admit nothing in subnets that a flow does not concern", () => {
    expect(entriesOf("clusterPublic", toDatabase)).toEqual([]);
    expect(entriesOf("databasePublic", toDatabase, toInternet)).toEqual([]);
  });

  test("admit both connections of a gateway in its subnets", () => {
    expect(entriesOf("clusterPublic", toInternet).map(line).sort()).toEqual([
      "allow egress 1120 tcp 443-443 0.0.0.0/0",
      "allow egress 130 tcp 1024-65535 10.0.0.0/23",
      "allow egress 132 icmp 3/4 10.0.0.0/23",
      "allow ingress 1130 tcp 1024-65535 0.0.0.0/0",
      "allow ingress 1132 icmp 3/4 0.0.0.0/0",
      "allow ingress 120 tcp 443-443 10.0.0.0/23",
      "deny egress 900 all 10.0.0.0/16",
      "deny ingress 900 all 10.0.0.0/16",
    ]);
  });

  test("deny the VPC's own addresses before they admit the internet in either direction", () => {
    expect(
      entriesOf("clusterPrivate", toDatabase, toInternet).map(({ number, action }) => [number, action]),
    ).toEqual([
      [100, "allow"],
      [101, "allow"],
      [110, "allow"],
      [111, "allow"],
      [900, "deny"],
      [900, "deny"],
      [1120, "allow"],
      [1130, "allow"],
      [1132, "allow"],
    ]);
  });

  test("have a description of their flow", () => {
    expect(entriesOf("databasePrivate", toDatabase).map(({ id, why }) => ({ id, why }))).toEqual([
      { id: "ingress-100-database", why: "Queries" },
      { id: "egress-110-database-answers", why: "Answers: Queries" },
    ]);
    expect(entriesOf("clusterPrivate", toInternet).every(({ why }) => why.length > 0)).toBe(true);
  });

  test("keep their numbers when another flow is added or removed", () => {
    const alone = entriesOf("clusterPrivate", toDatabase);
    expect(entriesOf("clusterPrivate", toInternet, toDatabase)).toEqual(expect.arrayContaining(alone));
  });

  test("refuse two rules with the same number", () => {
    const second = { ...toDatabase, id: "metrics", traffic: Traffic.tcp(9187) };
    expect(() => entriesOf("databasePrivate", toDatabase, second)).toThrow(
      "Network ACL of databasePrivate: ingress-100-database and ingress-100-metrics are both rule ingress 100; give one of the flows another number",
    );
  });

  test("refuse a flow with more ports than its numbers have room for", () => {
    const greedy = { ...toDatabase, to: "clusterPrivate" as const, traffic: Traffic.tcp(1, 2, 3, 4, 5, 6) };
    expect(() => entriesOf("clusterPrivate", greedy)).toThrow("are both rule");
  });
});
