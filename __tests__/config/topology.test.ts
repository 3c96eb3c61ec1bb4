import { environmentWith, load, onlyProblem, problemsOf } from "./support";

const instance = (name: string) => [
  name,
  'isolation: instance\napplications:\n  - { kind: container, name: api, image: "registry.example.com/api:1.0.0" }\n',
];
const owners = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => instance(`owner-${i + 1}`)));

const separate = ["peering", "private-link", "resource-endpoint"];

describe("the topology", () => {
  test("gives the database the cluster's range if they share a VPC", () => {
    expect(load(environmentWith("network: { cidr: 10.8.0.0/16 }\n"))[0]?.network).toMatchObject({
      databaseCidr: "10.8.0.0/16",
      subnets: { databasePrivate: ["10.8.4.0/24", "10.8.5.0/24"] },
    });
  });

  test.each(separate)("%s gives the database a range and subnets of its own", (topology) => {
    expect(load(environmentWith(`topology: ${topology}\n`))[0]?.network).toMatchObject({
      cidr: "10.0.0.0/16",
      databaseCidr: "10.1.0.0/16",
      subnets: {
        clusterPrivate: ["10.0.0.0/23", "10.0.2.0/23"],
        databasePrivate: ["10.1.4.0/24", "10.1.5.0/24"],
        clusterPublic: ["10.0.6.0/23", "10.0.8.0/23"],
        databasePublic: ["10.1.10.0/24", "10.1.11.0/24"],
      },
    });
  });

  test.each(separate)("%s puts the database's subnets wherever its range is", (topology) => {
    const files = environmentWith(
      `topology: ${topology}\nnetwork: { databaseCidr: 192.168.16.0/20, subnets: { databasePublic: [192.168.30.0/24, 192.168.31.0/24] } }\n`,
    );
    expect(load(files)[0]?.network.subnets).toMatchObject({
      databasePrivate: ["192.168.20.0/24", "192.168.21.0/24"],
      databasePublic: ["192.168.30.0/24", "192.168.31.0/24"],
    });
  });

  test.each(["private-link", "resource-endpoint"])("%s allows both VPCs the same addresses", (topology) => {
    const files = environmentWith(`topology: ${topology}\nnetwork: { databaseCidr: 10.0.0.0/16 }\n`);
    expect(load(files)[0]?.network).toMatchObject({ cidr: "10.0.0.0/16", databaseCidr: "10.0.0.0/16" });
  });

  test("of peered VPCs allows no overlapping ranges", () => {
    expect(onlyProblem(environmentWith("topology: peering\nnetwork: { databaseCidr: 10.0.0.0/17 }\n"))).toBe(
      [
        "dev/environment.yaml:6:26 network.databaseCidr",
        "10.0.0.0/17, which overlaps 10.0.0.0/16 (network.cidr)",
        "ranges that share no address: AWS refuses to connect VPCs that do",
        "Move one of the two, or choose the topology private-link or resource-endpoint.",
      ].join("\n"),
    );
  });

  test("same-vpc has no second range", () => {
    expect(onlyProblem(environmentWith("network: { databaseCidr: 10.1.0.0/16 }\n"))).toBe(
      [
        "dev/environment.yaml:5:26 network.databaseCidr",
        '10.1.0.0/16, with topology "same-vpc"',
        "a separate range, if the database has its own VPC",
        "Delete it, or choose the topology peering, private-link or resource-endpoint.",
      ].join("\n"),
    );
  });

  test.each(separate)("%s requires a private range for the database too", (topology) => {
    const files = environmentWith(`topology: ${topology}\nnetwork: { databaseCidr: 11.0.0.0/16 }\n`);
    expect(onlyProblem(files)).toContain(
      "network.databaseCidr\n11.0.0.0/16, addresses that belong to others on the Internet",
    );
  });

  test.each(separate)("%s requires each subnet in the range of its VPC", (topology) => {
    const files = environmentWith(
      `topology: ${topology}\nnetwork: { subnets: { databasePrivate: [10.1.4.0/24, 10.0.5.0/24] } }\n`,
    );
    expect(onlyProblem(files)).toBe(
      [
        "dev/environment.yaml:6:54 network.subnets.databasePrivate[1]",
        "10.0.5.0/24, outside the VPC",
        "networks inside 10.1.0.0/16 (network.databaseCidr)",
        "Move the subnet, or change network.databaseCidr. A VPC smaller than /20 lists all its subnets.",
      ].join("\n"),
    );
  });

  test("requires disjoint subnets per VPC, even if the other VPC has the same addresses", () => {
    const files = environmentWith(
      "topology: private-link\nnetwork: { databaseCidr: 10.0.0.0/16, subnets: { databasePrivate: [10.0.0.0/24, 10.0.0.0/24] } }\n",
    );
    expect(onlyProblem(files)).toContain("10.0.0.0/24, which overlaps 10.0.0.0/24 of databasePrivate[0]");
  });
});

describe("resource endpoints", () => {
  const files = (subnets: string, instances = 0) =>
    environmentWith(`topology: resource-endpoint\nnetwork: { subnets: { ${subnets} } }\n`, owners(instances));

  test("need room for the gateway's address block beside the instances", () => {
    expect(onlyProblem(files("databasePrivate: [10.1.4.0/26, 10.1.5.0/27]"))).toBe(
      [
        "dev/environment.yaml:6:54 network.subnets.databasePrivate[1]",
        "10.1.5.0/27, 32 addresses for one database instance",
        "/26 or larger: with topology resource-endpoint each instance takes 16 addresses here, and 32 are for the rest",
        "Give it a prefix length of 26 or less, or have fewer organizations with isolation instance.",
      ].join("\n"),
    );
  });

  test("need more of it for each dedicated instance", () => {
    const subnets = "databasePrivate: [10.1.4.0/26, 10.1.5.0/26]";
    expect(load(files(subnets, 1))).toHaveLength(1);
    expect(problemsOf(files(subnets, 2)).map(({ allowed }) => allowed.slice(0, 3))).toEqual(["/25", "/25"]);
  });

  test("need room for the endpoints in the pods' subnets", () => {
    const subnets = "clusterPrivate: [10.0.0.0/24, 10.0.1.0/24]";
    const tooSmall = (instances: number) =>
      problemsOf(files(subnets, instances)).filter(({ path }) => path.startsWith("network.subnets"));
    expect(tooSmall(7)).toEqual([]);
    expect(tooSmall(8).map(({ allowed }) => allowed.slice(0, 3))).toEqual(["/23", "/23"]);
  });
});
