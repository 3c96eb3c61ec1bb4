import { contains, mergeNetworks, overlaps, parseNetwork } from "../../src/config/cidr";
import { atLeastOne } from "../support/at-least-one";

/** Four-bit addresses in the last octet, so that an oracle can list them: x.x.x.0 to x.x.x.15. */
const networks = [28, 29, 30, 31, 32].flatMap((prefix) =>
  Array.from({ length: 2 ** (prefix - 28) }, (_, index) => `10.9.8.${index * 2 ** (32 - prefix)}/${prefix}`),
);
const addresses = (text: string): Set<number> => {
  const { first, last } = parseNetwork(text);
  return new Set(Array.from({ length: last - first + 1 }, (_, index) => first + index));
};
const pairs = networks.flatMap((a) => networks.map((b): [string, string] => [a, b]));

describe("parseNetwork", () => {
  test.each([
    ["10.0.0.0/16", 167772160, 167837695],
    ["0.0.0.0/0", 0, 4294967295],
    ["255.255.255.255/32", 4294967295, 4294967295],
    ["192.168.1.128/25", 3232235904, 3232236031],
  ])("%s spans its addresses", (text, first, last) => {
    expect(parseNetwork(text)).toMatchObject({ first, last, canonical: text });
  });

  test.each([
    ["10.0.0.5/16", "10.0.0.0/16"],
    ["172.31.255.255/12", "172.16.0.0/12"],
    ["255.255.255.255/1", "128.0.0.0/1"],
  ])("%s without host bits is %s", (text, canonical) => {
    expect(parseNetwork(text).canonical).toBe(canonical);
  });
});

describe("against a list of every address", () => {
  test("are all pairs of 31 networks", () => {
    expect(pairs).toHaveLength(31 * 31);
  });

  test("networks overlap when they share an address", () => {
    const sharing = pairs.filter(([a, b]) => [...addresses(a)].some((address) => addresses(b).has(address)));
    expect(pairs.filter(([a, b]) => overlaps(parseNetwork(a), parseNetwork(b)))).toEqual(atLeastOne(sharing));
  });

  test("a network contains another when it has all its addresses", () => {
    const whole = pairs.filter(([a, b]) => [...addresses(b)].every((address) => addresses(a).has(address)));
    expect(pairs.filter(([a, b]) => contains(parseNetwork(a), parseNetwork(b)))).toEqual(atLeastOne(whole));
  });
});

describe("mergeNetworks", () => {
  test.each([
    { cidrs: ["10.0.0.0/23", "10.0.2.0/23"], merged: ["10.0.0.0/22"] },
    { cidrs: ["10.0.5.0/24", "10.0.4.0/24"], merged: ["10.0.4.0/23"] },
    { cidrs: ["0.0.0.0/1", "128.0.0.0/1"], merged: ["0.0.0.0/0"] },
    { cidrs: ["0.0.0.0/0"], merged: ["0.0.0.0/0"] },
  ])("$cidrs are exactly $merged", ({ cidrs, merged }) => expect(mergeNetworks(cidrs)).toEqual(merged));

  test.each([
    { cidrs: ["10.0.6.0/23", "10.0.8.0/23"], why: "no network starts there" },
    { cidrs: ["10.0.0.0/24", "10.0.2.0/24"], why: "something lies between" },
    { cidrs: ["10.0.0.0/24", "10.0.1.0/25"], why: "they differ in size" },
    { cidrs: ["10.0.0.0/24", "10.0.0.0/24"], why: "they are the same" },
  ])("$cidrs stay: $why", ({ cidrs }) => expect(mergeNetworks(cidrs)).toEqual(cidrs));
});
