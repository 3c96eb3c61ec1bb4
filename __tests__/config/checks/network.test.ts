import {
  environment,
  environmentWith,
  type Files,
  load,
  minimal,
  onlyProblem,
  refusesEach,
} from "../support";

const subnets = (lines: string) => environmentWith(`network:\n  subnets:\n    ${lines}\n`);

refusesEach([
  [
    "a VPC larger than AWS allows",
    environmentWith("network: { cidr: 10.0.0.0/15 }\n"),
    [
      "dev/environment.yaml:5:18 network.cidr",
      "10.0.0.0/15, a /15",
      "/16 to /28, as AWS takes for a VPC",
      "Change the prefix length, such as 10.0.0.0/16.",
    ],
  ],
  [
    "a VPC too small for any default subnet",
    environmentWith("network: { cidr: 10.0.0.0/24 }\n"),
    [
      "dev/environment.yaml:5:18 network.cidr",
      "10.0.0.0/24, too small for the default subnets clusterPrivate, databasePrivate, clusterPublic and databasePublic",
      "/20 or larger, or a smaller range with all its subnets listed",
      "Write 10.0.0.0/20, or list these under network.subnets.",
    ],
  ],
  [
    "a VPC too small for the default subnets that are not listed",
    environmentWith(
      "network: { cidr: 10.0.8.0/21, subnets: { databasePublic: [10.0.14.0/25, 10.0.14.128/25] } }\n",
    ),
    [
      "dev/environment.yaml:5:18 network.cidr",
      "10.0.8.0/21, too small for the default subnets clusterPublic",
      "/20 or larger, or a smaller range with all its subnets listed",
      "Write 10.0.0.0/20, or list these under network.subnets.",
    ],
  ],
  [
    "a subnet outside the VPC",
    subnets("databasePublic: [10.0.10.0/24, 10.1.0.0/24]"),
    [
      "dev/environment.yaml:7:36 network.subnets.databasePublic[1]",
      "10.1.0.0/24, outside the VPC",
      "networks inside 10.0.0.0/16 (network.cidr)",
      "Move the subnet, or change network.cidr. A VPC smaller than /20 lists all its subnets.",
    ],
  ],
  [
    "subnets that overlap",
    subnets("databasePublic: [10.0.10.0/24, 10.0.5.128/25]"),
    [
      "dev/environment.yaml:7:36 network.subnets.databasePublic[1]",
      "10.0.5.128/25, which overlaps 10.0.5.0/24 of databasePrivate[1]",
      "subnets that share no address",
      "Move one of the two.",
    ],
  ],
  [
    "a subnet too small for its use",
    subnets("clusterPrivate: [10.0.0.0/23, 10.0.2.0/26]"),
    [
      "dev/environment.yaml:7:35 network.subnets.clusterPrivate[1]",
      "10.0.2.0/26, 64 addresses of which AWS keeps 5",
      "/24 or larger: every node, pod and endpoint takes an address, and the control plane up to sixteen",
      "Give it a prefix length of 24 or less.",
    ],
  ],
  [
    "a zone of another region",
    environmentWith("zones: [eu-west-1a, eu-central-1b]\n"),
    [
      "dev/environment.yaml:5:21 zones[1]",
      '"eu-central-1b"',
      "zones of the region eu-west-1, such as eu-west-1a",
      "Change the zone, or `region`.",
    ],
  ],
  [
    "a local zone",
    environment(`${minimal.replace("eu-west-1", "us-west-2")}zones: [us-west-2a, us-west-2-lax-1a]\n`),
    [
      "dev/environment.yaml:5:21 zones[1]",
      '"us-west-2-lax-1a"',
      "zones of the region us-west-2, such as us-west-2a",
      "Change the zone, or `region`.",
    ],
  ],
  [
    "a zone that no region has",
    environmentWith("zones: [eu-west-1a, eu-west-1g]\n"),
    [
      "dev/environment.yaml:5:21 zones[1]",
      '"eu-west-1g"',
      "zones of the region eu-west-1, such as eu-west-1a",
      "Change the zone, or `region`.",
    ],
  ],
  [
    "one zone twice",
    environmentWith("zones: [eu-west-1a, eu-west-1a]\n"),
    [
      "dev/environment.yaml:5:21 zones[1]",
      '"eu-west-1a" a second time',
      "two different zones: one failure must not take both",
      "Name another zone of eu-west-1.",
    ],
  ],
]);

describe("the range of the VPC", () => {
  // Subnets of the same range, so that nothing else is wrong.
  const network = (prefix: string): Files =>
    environmentWith(`network:
  cidr: ${prefix}.0.0/16
  subnets:
    clusterPrivate: [${prefix}.0.0/24, ${prefix}.1.0/24]
    databasePrivate: [${prefix}.2.0/24, ${prefix}.3.0/24]
    clusterPublic: [${prefix}.4.0/24, ${prefix}.5.0/24]
    databasePublic: [${prefix}.6.0/24, ${prefix}.7.0/24]
`);

  test("determines the subnets that the file does not list", () => {
    const files = environmentWith(
      "network: { cidr: 172.20.16.0/20, subnets: { databasePublic: [172.20.28.0/25, 172.20.28.128/25] } }\n",
    );
    expect(load(files)[0]?.network.subnets).toEqual({
      clusterPrivate: ["172.20.16.0/23", "172.20.18.0/23"],
      databasePrivate: ["172.20.20.0/24", "172.20.21.0/24"],
      clusterPublic: ["172.20.22.0/23", "172.20.24.0/23"],
      databasePublic: ["172.20.28.0/25", "172.20.28.128/25"],
    });
  });

  test("has the subnets of the workshop by default", () => {
    expect(load(environmentWith(""))[0]?.network).toMatchObject({
      cidr: "10.0.0.0/16",
      subnets: {
        clusterPrivate: ["10.0.0.0/23", "10.0.2.0/23"],
        databasePrivate: ["10.0.4.0/24", "10.0.5.0/24"],
        clusterPublic: ["10.0.6.0/23", "10.0.8.0/23"],
        databasePublic: ["10.0.10.0/24", "10.0.11.0/24"],
      },
    });
  });

  test.each(["10.255", "172.16", "172.20", "172.31", "192.168", "100.64"])("may be %s.0.0/16", (prefix) => {
    expect(load(network(prefix))).toHaveLength(1);
  });

  test("must be private", () => {
    expect(onlyProblem(network("11.0"))).toBe(
      [
        "dev/environment.yaml:6:9 network.cidr",
        "11.0.0.0/16, addresses that belong to others on the Internet",
        "a part of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10",
        "Choose a private range; whatever has these addresses could not be reached.",
      ].join("\n"),
    );
  });

  test("must not overlap ranges that AWS services use", () => {
    expect(onlyProblem(network("172.17"))).toBe(
      [
        "dev/environment.yaml:6:9 network.cidr",
        "172.17.0.0/16, which overlaps 172.17.0.0/16",
        "any other private range: AWS services and container runtimes use this one themselves",
        "Choose another range.",
      ].join("\n"),
    );
  });
});

test("a region without default zones uses those in the file", () => {
  const tokyo = minimal.replace("eu-west-1", "ap-northeast-1");
  const files = environment(`${tokyo}zones: [ap-northeast-1a, ap-northeast-1c]\n`);
  expect(load(files)[0]?.zones).toEqual(["ap-northeast-1a", "ap-northeast-1c"]);
});
