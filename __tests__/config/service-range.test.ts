import { environmentWith, load, minimal, onlyProblem } from "./support";

const withServices = (range: string, lines = "") => ({
  "dev/environment.yaml": minimal.replace("cluster: { ", `cluster: { serviceCidr: ${range}, `) + lines,
});

describe("the range of services", () => {
  test.each([
    ["", "172.20.0.0/16"],
    ["network: { cidr: 172.20.0.0/16 }\n", "10.100.0.0/16"],
    ["topology: peering\nnetwork: { databaseCidr: 172.20.0.0/20 }\n", "10.100.0.0/16"],
    ["topology: private-link\nnetwork: { databaseCidr: 172.20.0.0/20 }\n", "10.100.0.0/16"],
  ])("is one that no VPC has: with %j, %s", (lines, range) => {
    expect(load(environmentWith(lines))[0]?.cluster.serviceCidr).toBe(range);
  });

  test.each(["10.96.0.0/12", "172.31.255.0/24", "192.168.0.0/16"])("may be %s", (range) => {
    expect(load(withServices(range))[0]?.cluster.serviceCidr).toBe(range);
  });

  test("may be the range of a VPC to which no packet is routed", () => {
    expect(
      load(withServices("10.1.0.0/16", "topology: private-link\nnetwork: { databaseCidr: 10.1.0.0/16 }\n")),
    ).toHaveLength(1);
  });

  test.each([
    [
      "10.0.0.0/11",
      "a /11",
      "/12 to /24, as EKS accepts for services",
      "Change the prefix length, such as 10.0.0.0/16.",
    ],
    [
      "10.9.0.0/25",
      "a /25",
      "/12 to /24, as EKS accepts for services",
      "Change the prefix length, such as 10.9.0.0/16.",
    ],
    [
      "100.64.0.0/16",
      "addresses that EKS does not accept for services",
      "a part of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16",
      "Choose a private range that nothing else uses.",
    ],
  ])("may not be %s", (range, found, allowed, fix) => {
    expect(onlyProblem(withServices(range))).toBe(
      ["dev/environment.yaml:4:25 cluster.serviceCidr", `${range}, ${found}`, allowed, fix].join("\n"),
    );
  });

  test.each([
    ["10.0.32.0/20", "", "10.0.0.0/16 (network.cidr)"],
    ["10.1.0.0/20", "topology: peering\n", "10.1.0.0/16 (network.databaseCidr)"],
    ["172.16.0.0/12", "", "172.17.0.0/16 (what AWS services use themselves)"],
  ])("may not be %s with %j", (range, lines, other) => {
    expect(onlyProblem(withServices(range, lines))).toBe(
      [
        "dev/environment.yaml:4:25 cluster.serviceCidr",
        `${range}, which overlaps ${other}`,
        "a separate range: Kubernetes sends traffic for these addresses to services, not to that network",
        "Choose a range that no network has which pods reach, peered and remote ones included.",
      ].join("\n"),
    );
  });

  test("is required if no default fits", () => {
    const files = environmentWith(
      "topology: peering\nnetwork: { cidr: 10.100.0.0/16, databaseCidr: 172.20.0.0/16 }\n",
    );
    expect(onlyProblem(files)).toContain(
      "172.20.0.0/16, which overlaps 172.20.0.0/16 (network.databaseCidr)",
    );
  });
});
