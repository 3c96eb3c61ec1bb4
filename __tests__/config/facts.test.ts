import { databaseAuthorities, databaseRegions } from "../../src/config/facts/database-certificates";
import { knownDatabaseClasses, maxConnections } from "../../src/config/facts/database-classes";
import { endpointServices } from "../../src/config/facts/endpoint-services";
import { architectureOf, branchInterfaces, knownInstanceTypes } from "../../src/config/facts/instance-types";
import { environment } from "../support/fixtures";

describe("certificates of databases", () => {
  test("are there for the ordinary regions that the package knows, and for no partition of its own", () => {
    expect(databaseRegions).toEqual(expect.arrayContaining(["ap-southeast-4", "eu-west-1", "us-east-1"]));
    expect(databaseRegions.length).toBeGreaterThan(25);
    for (const region of databaseRegions) expect(region).toMatch(/^[a-z]{2}-(?!gov)[a-z]+-\d$/);
  });

  test.each(databaseRegions)("%s has three: one for each kind of key", (region) => {
    expect(databaseAuthorities(region)).toHaveLength(3);
  });

  test("a region without certificates gets none of another", () => {
    expect(databaseAuthorities("eu-west")).toEqual([]);
  });
});

test("the default endpoints, and no gateway endpoints, are in the table of services", () => {
  expect(endpointServices).toEqual(expect.arrayContaining(environment().network.interfaceEndpoints));
  expect(endpointServices).toEqual([...new Set(endpointServices)].sort());
  for (const service of endpointServices) expect(service).toMatch(/^(?!(s3|dynamodb)$)[a-z0-9][a-z0-9.-]+$/);
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

  test("the table is whole", () => {
    expect(knownInstanceTypes.length).toBe(new Set(knownInstanceTypes).size);
    expect(knownInstanceTypes.length).toBeGreaterThan(800);
    for (const type of knownInstanceTypes) {
      expect(type).toMatch(/^[a-z]+\d+[a-z]*(-flex)?\.(medium|large|\d*xlarge)$/);
      expect(branchInterfaces(type)).toBeGreaterThanOrEqual(0);
      expect(branchInterfaces(type)).toBeLessThanOrEqual(120);
    }
  });
});

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

describe("maxConnections", () => {
  // Measured on real instances of the same memory; a promise must stay below.
  test.each([
    [2, "db.t4g.small", 198],
    [4, "db.t4g.medium", 413],
    [8, "db.m7g.large", 856],
  ])("%d GiB: %s is at most a tenth below %d, and not above", (_, instanceClass, measured) => {
    expect(maxConnections(instanceClass)).toBeLessThanOrEqual(measured);
    expect(maxConnections(instanceClass)).toBeGreaterThan(measured * 0.9);
  });

  test("5000 is the end", () => {
    expect(maxConnections("db.r7g.16xlarge")).toBe(5000);
  });

  test("every class has some", () => {
    expect(knownDatabaseClasses.length).toBeGreaterThan(200);
    for (const name of knownDatabaseClasses) expect(maxConnections(name)).toBeGreaterThan(50);
  });
});
