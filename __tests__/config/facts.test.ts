import fs from "node:fs";
import path from "node:path";
import { databaseAuthorities, databaseRegions } from "../../src/config/facts/database-certificates";
import { knownDatabaseClasses, maxConnections } from "../../src/config/facts/database-classes";
import { endpointServices } from "../../src/config/facts/endpoint-services";
import { allocatable, sizeOf } from "../../src/config/facts/instance-sizes";
import { architectureOf, branchInterfaces, knownInstanceTypes } from "../../src/config/facts/instance-types";
import { supportEndedBy, supportedOn } from "../../src/config/facts/kubernetes-versions";
import {
  addressesForPods,
  addressesOfNode,
  maxPodsOfNode,
  networkInterfaces,
} from "../../src/config/facts/network-interfaces";
import { postgresqlMajors } from "../../src/config/facts/postgresql-versions";
import { ContainerImage } from "../../src/foundation/container-image";
import { atLeastOne } from "../support/at-least-one";
import { environment } from "../support/fixtures";

describe("certificates of databases", () => {
  test("exist for the package's regions of the standard partition only", () => {
    expect(databaseRegions).toEqual(expect.arrayContaining(["ap-southeast-4", "eu-west-1", "us-east-1"]));
    expect(databaseRegions.length).toBeGreaterThan(25);
    for (const region of atLeastOne(databaseRegions)) expect(region).toMatch(/^[a-z]{2}-(?!gov)[a-z]+-\d$/);
  });

  test.each(databaseRegions)("%s has three: one per key type", (region) => {
    expect(databaseAuthorities(region)).toHaveLength(3);
  });

  test("a region without certificates does not use those of another", () => {
    expect(databaseAuthorities("eu-west")).toEqual([]);
  });
});

test.each([
  ["2026-12-01", ["1.34", "1.35", "1.36"]],
  ["2026-12-02", ["1.35", "1.36"]],
  ["2027-03-27", ["1.36"]],
])("on %s the versions of Kubernetes in standard support are %j", (day, versions) => {
  expect(supportedOn(day)).toEqual(versions);
  expect(["1.34", "1.35", "1.36"].filter((version) => !supportEndedBy(day, version))).toEqual(versions);
});

test("the default endpoints, and no gateway endpoints, are in the table of services", () => {
  expect(endpointServices).toEqual(expect.arrayContaining(environment().network.interfaceEndpoints));
  expect(endpointServices).toEqual([...new Set(endpointServices)].sort());
  for (const service of atLeastOne(endpointServices))
    expect(service).toMatch(/^(?!(s3|dynamodb)$)[a-z0-9][a-z0-9.-]+$/);
});

describe("branchInterfaces", () => {
  test.each([
    ["m5.large", 9],
    ["m6g.medium", 4],
    ["m7g.xlarge", 18],
    ["m7i-flex.large", 3],
    ["c8g.48xlarge", 107],
    ["r8i.96xlarge", 98],
    ["i8ge.3xlarge", 25],
    ["x2gd.medium", 10],
    ["i4i.large", 0],
    ["t3.2xlarge", 0],
    ["t4g.large", 0],
    ["m9z.large", undefined],
    ["m7g.metal", undefined],
    ["constructor", undefined],
  ])("%s carries %s", (type, interfaces) => {
    expect(branchInterfaces(type)).toBe(interfaces);
  });

  /** Families that AWS's table has and ours leaves out: accelerators, and those for workloads that are not ours. */
  const leftOut =
    /^(a1|dl1|dl2q|f2|g4ad|g4dn|g5|g5g|g6|g6e|g6f|g7e|gr6|gr6f|inf[12]|p3dn|p4de?|p5e?n?|p6-b[23]00|trn1n?|u-3tb1|u7in?-\d+tb|vt1)\./;
  const published = new Map(
    fs
      .readFileSync(path.join(__dirname, "fixture", "network-interfaces.txt"), "utf8")
      .split("\n")
      .filter((line) => /^[a-z]/.test(line))
      .map((line) => line.split(" "))
      .map(([type, ...numbers]): [string, number[]] => [type as string, numbers.map(Number)]),
  );

  test("has each type of AWS's table, with its number", () => {
    const ours = knownInstanceTypes.filter((type) => branchInterfaces(type) !== 0);
    const theirs = [...published].filter(([type]) => !leftOut.test(type));
    expect(published.size).toBeGreaterThan(900);
    expect(ours.map((type) => `${type} ${branchInterfaces(type)}`).sort()).toEqual(
      theirs.map(([type, [count]]) => `${type} ${count}`).sort(),
    );
    expect(knownInstanceTypes.length).toBe(new Set(knownInstanceTypes).size);
  });

  test("interfaces and addresses of each type are those of AWS's table", () => {
    const theirs = [...published].filter(([type]) => !leftOut.test(type));
    expect(theirs.map(([type]) => [type, networkInterfaces(type)])).toEqual(
      atLeastOne(theirs).map(([type, [, count, addresses]]) => [type, { count, addresses }]),
    );
  });
});

test("processors and memory of each type are those of AWS's table", () => {
  const lines = fs
    .readFileSync(path.join(__dirname, "fixture", "instance-sizes.txt"), "utf8")
    .split("\n")
    .filter((line) => /^[a-z]/.test(line))
    .map((line) => line.split(" ") as [string, string, string]);
  expect(lines.map(([type]) => type).sort()).toEqual([...knownInstanceTypes].sort());
  const others = atLeastOne(lines).filter(([type, cpu, mebibytes]) => {
    const memory = Number(mebibytes) / (/^c5n\.(9|18)xlarge$/.test(type) ? 1.016 : 1);
    const ours = sizeOf(type);
    return !(ours.cpu === Number(cpu) && Math.abs(ours.memory / 2 ** 20 - memory) < 100);
  });
  expect(others).toEqual([]);
});

/** As nodes of these types report them; of memory the system takes some before. */
test.each([
  ["m7g.medium", 0.94, 3.57],
  ["m7g.large", 1.93, 7.34],
  ["m7g.4xlarge", 15.89, 62.47],
])("%s has %d cores and %d GiB for pods", (type, cpu, gib) => {
  expect(allocatable(type).cpu).toBeCloseTo(cpu, 2);
  expect(allocatable(type).memory / 2 ** 30).toBeCloseTo(gib, 1);
});

/** https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/eni-max-pods.txt, and the limit of managed nodes. */
test.each([
  ["m7g.medium", 8, 3, 5],
  ["m7g.large", 29, 18, 21],
  ["m7g.xlarge", 58, 42, 31],
  ["m7i-flex.large", 29, 18, 21],
  ["d3.xlarge", 10, 6, 7],
  ["m7g.4xlarge", 110, 203, 61],
  ["m7g.8xlarge", 234, 203, 61],
  ["m7g.16xlarge", 250, 686, 101],
])(
  "the kubelet of %s takes %d pods, %d of them with an address of the node, which takes %d at once",
  (type, pods, addresses, taken) =>
    expect([maxPodsOfNode(type), addressesForPods(type), addressesOfNode(type)]).toEqual([
      pods,
      addresses,
      taken,
    ]),
);

test.each([
  ["m7g.large", "arm64"],
  ["c6gn.large", "arm64"],
  ["im4gn.large", "arm64"],
  ["is4gen.large", "arm64"],
  ["x2gd.large", "arm64"],
  ["m8gb.large", "arm64"],
  ["i4g.large", "arm64"],
  ["m7i.large", "x86_64"],
  ["m7a.large", "x86_64"],
  ["c7i-flex.large", "x86_64"],
  ["i4i.large", "x86_64"],
  ["x2iedn.xlarge", "x86_64"],
  ["g6.xlarge", "x86_64"],
])("%s is %s", (type, architecture) => {
  expect(architectureOf(type)).toBe(architecture);
});

test("the client programs of a toolbox are as new as the newest server that config allows", () => {
  const [, major] = /:(\d+)\.\d+-/.exec(ContainerImage.POSTGRESQL.reference) ?? [];
  expect(Number(major)).toBeGreaterThanOrEqual(Math.max(...postgresqlMajors.map(Number)));
});

describe("maxConnections", () => {
  // Measured on real instances of the same memory; a promise must stay below.
  test.each([
    [2, "db.t4g.small", 198],
    [4, "db.t4g.medium", 413],
    [8, "db.m7g.large", 856],
  ])("%d GiB: %s is at most a tenth below %d, and not above", (_, instanceClass, measured) => {
    expect(maxConnections({ instanceClass })).toBeLessThanOrEqual(measured);
    expect(maxConnections({ instanceClass })).toBeGreaterThan(measured * 0.9);
  });

  test("is at most 5000", () => {
    expect(maxConnections({ instanceClass: "db.r7g.16xlarge" })).toBe(5000);
  });

  test("is above zero for every class", () => {
    expect(knownDatabaseClasses.length).toBeGreaterThan(200);
    for (const name of atLeastOne(knownDatabaseClasses))
      expect(maxConnections({ instanceClass: name })).toBeGreaterThan(50);
  });
});
