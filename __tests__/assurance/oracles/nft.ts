import { hosts, subnets, vpcs } from "./layout";
import type { Rule, World } from "./worlds";

/** The same world as Linux understands it: files for `nft -f` and `ip -batch`. */
export interface Rulesets {
  readonly routers: Readonly<Record<string, string>>;
  readonly machines: Readonly<Record<string, string>>;
  readonly routes: Readonly<Record<string, string>>;
}

export const rulesets = (world: World): Rulesets => ({
  routers: perVpc((vpc) => aclsOf(world, vpc)),
  routes: perVpc((vpc) => routesOf(world, vpc)),
  machines: Object.fromEntries(Object.keys(hosts).map((host) => [host, groupsOf(world, host)])),
});

const perVpc = (text: (vpc: string) => string): Record<string, string> =>
  Object.fromEntries(Object.keys(vpcs).map((vpc) => [vpc, text(vpc)]));

const subnetsIn = (vpc: string) => Object.entries(subnets).filter(([, subnet]) => subnet.vpc === vpc);

function matching({ side, protocol, ports: [first, last] }: Rule, peer: string): string {
  const service =
    protocol === "all" ? "" : ` ${protocol} dport ${first === last ? first : `${first}-${last}`}`;
  return `ip ${side === "from" ? "saddr" : "daddr"} ${peer}${service}`;
}

/** ACLs on a router: no connections are tracked, rules in order, and the end denies. Leaving a subnet comes first. */
function aclsOf({ acls }: World, vpc: string): string {
  const own = subnetsIn(vpc).map(([name]) => name);
  const chain = (name: string, side: Rule["side"]) => [
    `  chain ${side}_${name} {`,
    ...(acls[name] ?? [])
      .filter((rule) => rule.side === side)
      .map((rule) => `    ${matching(rule, rule.peer)} ${rule.deny ? "drop" : "return"}`),
    "    drop",
    "  }",
  ];
  return [
    "flush ruleset",
    "table ip acl {",
    ...own.flatMap((name) => [...chain(name, "from"), ...chain(name, "to")]),
    "  chain untracked {",
    "    type filter hook prerouting priority raw",
    "    notrack",
    "  }",
    "  chain forward {",
    "    type filter hook forward priority 0; policy drop",
    ...own.map((name) => `    iifname "${name}" jump to_${name}`),
    ...own.map((name) => `    oifname "${name}" jump from_${name}`),
    "    accept",
    "  }",
    "}",
    "",
  ].join("\n");
}

/** Security groups on a host: connections are tracked, and what belongs to one that was admitted passes. */
function groupsOf({ groups, held }: World, host: string): string {
  const members = (peer: string): string =>
    groups[peer]
      ? `{ ${Object.entries(hosts)
          .filter(([name]) => held[name]?.includes(peer))
          .map(([, { address }]) => address)
          .join(", ")} }`
      : peer;
  const chain = (hook: string, side: Rule["side"]) => [
    `  chain ${hook} {`,
    `    type filter hook ${hook} priority 0; policy drop`,
    "    ct state established accept",
    ...(held[host] ?? [])
      .flatMap((group) => groups[group] ?? [])
      .filter((rule) => rule.side === side && members(rule.peer) !== "{  }")
      .map((rule) => `    ${matching(rule, members(rule.peer))} accept`),
    "  }",
  ];
  return [
    "flush ruleset",
    "table ip sg {",
    ...chain("input", "from"),
    ...chain("output", "to"),
    "}",
    "",
  ].join("\n");
}

function routesOf({ routes }: World, vpc: string): string {
  const other = vpc === "a" ? "169.254.0.2" : "169.254.0.1";
  return subnetsIn(vpc)
    .flatMap(([name, { table }]) => [
      `route flush table ${table}`,
      `route add blackhole default table ${table}`,
      ...subnetsIn(vpc).map(([neighbour, { range }]) => `route add ${range} dev ${neighbour} table ${table}`),
      ...(routes[name] ?? []).map(({ destination, target }) =>
        target === "peering"
          ? `route add ${destination} via ${other} dev peering table ${table}`
          : `route add blackhole ${destination} table ${table}`,
      ),
    ])
    .join("\n");
}
