import { NetworkStack } from "../../src/stacks/network-stack";
import { atLeastOne } from "../support/at-least-one";
import { shareOf } from "../support/effort";
import { environment } from "../support/fixtures";
import { synthesize } from "../support/synthesize";

/** Neighbours that are one network together, an address alone, the widest range, and a few more. */
const pool = [
  "203.0.112.0/24",
  "203.0.113.0/25",
  "203.0.113.128/25",
  "198.51.100.7/32",
  "198.51.100.6/32",
  "34.0.0.0/16",
];

/** Every list that can be made of the pool: each of its subsets, half of them in the opposite order. */
const lists = Array.from({ length: 2 ** pool.length - 1 }, (_, index) => {
  const list = pool.filter((_range, place) => ((index + 1) >> place) & 1);
  return index % 2 === 0 ? list : list.reverse();
});

/** The rules of the network's ACLs that name a range, each as its address and all that it says. */
const rulesByRange = (allowedCidrs: string[]): Map<string, string[]> => {
  const stack = synthesize(
    (app) => new NetworkStack(app, environment({ externalAccess: { allowedCidrs } })),
  ).get("test-network");
  const rules = Object.entries(stack?.resources("aws_network_acl_rule") ?? {}).map(([name, rule]) => ({
    range: rule.cidr_block as string,
    text: `${name} ${JSON.stringify(rule)}`,
  }));
  return new Map(
    allowedCidrs.map((range) => [
      range,
      rules.flatMap((rule) => (rule.range === range ? [rule.text] : [])).sort(),
    ]),
  );
};

test("for any two lists, rules of their common ranges are identical", () => {
  const built = shareOf(lists, 0, 5).map(rulesByRange);
  // A range: request, answer, and the message about the MTU.
  for (const rules of atLeastOne(built.flatMap((list) => [...list.values()]))) expect(rules).toHaveLength(3);
  const first = new Map(built.flatMap((list) => [...list]));
  for (const [range, rules] of atLeastOne(built.flatMap((list) => [...list]))) {
    expect([range, rules]).toEqual([range, first.get(range)]);
  }
});
