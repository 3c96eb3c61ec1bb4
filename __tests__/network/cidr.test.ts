import { mergeNetworks } from "../../src/network/cidr";

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
