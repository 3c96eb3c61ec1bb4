import { environmentWith, load, onlyProblem, problemsOf } from "./support";

const withRanges = (...ranges: string[]) =>
  environmentWith(`externalAccess: { allowedCidrs: [${ranges.join(", ")}] }\n`);
const place = "dev/environment.yaml:5:34 externalAccess.allowedCidrs[0]";

describe("externalAccess", () => {
  test("is absent unless config asks for it", () => {
    expect(load(environmentWith(""))[0]?.externalAccess).toBeUndefined();
  });

  test("accepts ranges, and protects its load balancer by default", () => {
    expect(load(withRanges("203.0.113.0/24", "198.51.100.7/32"))[0]?.externalAccess).toEqual({
      allowedCidrs: ["203.0.113.0/24", "198.51.100.7/32"],
      deletionProtection: true,
    });
  });

  test("accepts the widest range, and as many ranges as network ACLs have room for", () => {
    const ranges = Array.from({ length: 7 }, (_, i) => `203.0.${i}.0/24`);
    expect(load(withRanges("203.0.0.0/16"))).toHaveLength(1);
    expect(load(withRanges(...ranges))).toHaveLength(1);
    expect(onlyProblem(withRanges(...ranges, "198.51.100.7/32"))).toContain("a list of 8");
  });

  test.each([
    ["0.0.0.0/0", '"0.0.0.0/0": the whole Internet'],
    ["128.0.0.0/2", '"128.0.0.0/2": 1/4 of the Internet'],
    ["34.0.0.0/15", '"34.0.0.0/15": 1/32768 of the Internet'],
  ])("refuses %s", (range, found) => {
    expect(onlyProblem(withRanges(range))).toBe(
      [
        place,
        found,
        "ranges of yours, /16 or smaller",
        "List the public addresses of your offices, VPN gateways or partners.",
      ].join("\n"),
    );
  });

  test("refuses each half of the Internet", () => {
    const found = problemsOf(withRanges("0.0.0.0/1", "128.0.0.0/1")).map((problem) => problem.found);
    expect(found).toEqual(['"0.0.0.0/1": 1/2 of the Internet', '"128.0.0.0/1": 1/2 of the Internet']);
  });

  test("refuses many ranges that are too wide together", () => {
    const wide = ["34.0.0.0/16", "35.0.0.0/16", "36.0.0.0/32"];
    expect(load(withRanges("34.0.0.0/16", "35.0.0.0/16"))).toHaveLength(1);
    expect(onlyProblem(withRanges(...wide))).toContain("ranges of 131073 addresses together");
  });

  test.each([
    "10.0.0.0/24",
    "172.20.0.0/16",
    "192.168.1.0/24",
    "100.64.0.0/24",
    "127.0.0.1/32",
    "169.254.169.254/32",
    "224.0.0.0/24",
    "255.255.255.255/32",
    "0.0.0.0/16",
  ])("refuses %s, which is no address of the Internet", (range) => {
    expect(onlyProblem(withRanges(range))).toContain("never the source of a packet from the Internet");
  });

  test.each([
    ["203.0.113.0/24", "203.0.113.0/24", "a second time", "Delete one of them."],
    [
      "203.0.113.0/24",
      "203.0.113.7/32",
      "which overlaps 203.0.113.0/24",
      "Delete 203.0.113.7/32: 203.0.113.0/24 covers it.",
    ],
    [
      "203.0.113.7/32",
      "203.0.113.0/24",
      "which overlaps 203.0.113.7/32",
      "Delete 203.0.113.7/32: 203.0.113.0/24 covers it.",
    ],
  ])("refuses %s beside %s", (first, second, found, fix) => {
    const text = onlyProblem(withRanges(first, second));
    expect(text).toContain("externalAccess.allowedCidrs[1]");
    expect(text).toContain(found);
    expect(text).toContain(fix);
  });

  test.each([
    [
      ["203.0.113.0/24", "198.51.94.0/24"],
      "List 198.51.94.0/24 as its halves, 198.51.94.0/25 and 198.51.94.128/25.",
      ["203.0.113.0/24", "198.51.94.0/25", "198.51.94.128/25"],
    ],
    [
      ["203.0.113.0/24", "198.51.108.48/32"],
      "List 203.0.113.0/24 as its halves, 203.0.113.0/25 and 203.0.113.128/25.",
      ["203.0.113.0/25", "203.0.113.128/25", "198.51.108.48/32"],
    ],
    [
      ["203.0.113.7/32", "198.51.152.142/32"],
      "List one of them with its neighbour, where its owner has both: 198.51.152.142/31 or 203.0.113.6/31.",
      ["203.0.113.7/32", "198.51.152.142/31"],
    ],
  ])(
    "refuses ranges whose rules have the same number, %j, and takes them as it says",
    (ranges, fix, instead) => {
      const text = onlyProblem(withRanges(...ranges));
      expect(text).toContain(
        `"${ranges[1]}", which by coincidence gets the rule number of ${ranges[0]} in network ACLs`,
      );
      expect(text).toContain(fix);
      expect(load(withRanges(...instead))).toHaveLength(1);
    },
  );

  test("refuses an empty list: the load balancer would have no clients", () => {
    expect(onlyProblem(withRanges())).toContain("externalAccess.allowedCidrs");
  });

  test.each(["same-vpc", "peering", "private-link"])("is available in the topology %s", (topology) => {
    const files = environmentWith(
      `topology: ${topology}\nexternalAccess: { allowedCidrs: [203.0.113.0/24] }\n`,
    );
    expect(load(files)[0]?.externalAccess).toBeDefined();
  });

  test("is not available with resource endpoints, and the message says why", () => {
    const files = environmentWith(
      "topology: resource-endpoint\nexternalAccess: { allowedCidrs: [203.0.113.0/24] }\n",
    );
    expect(onlyProblem(files)).toBe(
      [
        "dev/environment.yaml:6:17 externalAccess",
        'external access, with topology "resource-endpoint"',
        "the topologies same-vpc, peering and private-link: this one has no load balancer, and leads in from VPCs only",
        "Delete externalAccess, or choose another topology.",
      ].join("\n"),
    );
  });
});
