import { groupListsOf } from "../../group-holders";
import { addressesIn, ownAddresses } from "../../network";
import type { IntervalSet } from "../../sets";
import { isAbsent, keyOf, type Resource, textOf, type Value } from "../../terraform";
import { field, itemsOf, readable } from "../../terraform/blocks";
import { compliant, type Evidence, type Finding, type Rule, unknown, violated } from "../rule";

const prefixLists = ["prefix_list_id", "prefix_list_ids"];
const ranges = ["cidr_ipv4", "cidr_ipv6", "cidr_blocks", "ipv6_cidr_blocks"];

export const groupsNamePeers: Rule = {
  id: "groups-name-peers",
  threat:
    "A range admits any host that gets an address in it; a security group admits only what it was assigned to.",
  check: ({ configuration }: Evidence) => {
    const own = configuration.derived(ownAddresses);
    const heldBy = (type: string) =>
      new Set(configuration.resources(type).flatMap(groupListsOf).flatMap(namesIn));
    const balancers = heldBy("aws_lb");
    const silent = silentHolders.map(({ type, words }) => ({ words, groups: heldBy(type) }));
    const silentAt = (group: Value): string | undefined =>
      silent.find(({ groups }) => groups.has(keyOf(group)))?.words;
    const atBalancer = (rule: Resource): boolean => balancers.has(keyOf(rule.get("security_group_id")));
    const all = (type: string): readonly Resource[] => configuration.resources(type);
    // A rule with an unknown direction may apply to both.
    const old = (other: string): Resource[] =>
      all("aws_security_group_rule").filter((rule) => textOf(rule.get("type")) !== other);
    const admitting = [...all("aws_vpc_security_group_ingress_rule"), ...old("egress")].map((rule) =>
      isWide(rule, peersOf) && !atBalancer(rule)
        ? violated(rule.address, `it admits ${peersOf((name) => rule.get(name)).join(", ")}`)
        : compliant(rule.address),
    );
    const lettingOut = [...all("aws_vpc_security_group_egress_rule"), ...old("ingress")].map((rule) =>
      judgeOutgoing(rule.address, (name) => rule.get(name), own, silentAt(rule.get("security_group_id"))),
    );
    const inline = configuration
      .resources("aws_security_group")
      .flatMap((group) => [
        ...unclearIn(group),
        ...readable(group.get("ingress")).blocks.map((block) =>
          peersOf((name) => field(block, name)).length > 0 && !balancers.has(keyOf(group.symbol("id")))
            ? violated(group.address, `it admits ${peersOf((name) => field(block, name)).join(", ")}`)
            : compliant(group.address),
        ),
        ...readable(group.get("egress")).blocks.map((block) =>
          judgeOutgoing(group.address, (name) => field(block, name), own, silentAt(group.symbol("id"))),
        ),
      ]);
    return [...admitting, ...lettingOut, ...inline];
  },
};

/** Holders of groups that need no outbound ranges: an open one could carry data out. */
const silentHolders = [
  { type: "aws_db_instance", words: "a database, which opens no connections" },
  { type: "aws_lambda_function", words: "a function, which needs security groups only" },
];

/** Terraform evaluates a function as all rules of a group together. */
const unclearIn = (group: Resource): Finding[] =>
  ["ingress", "egress"].flatMap((direction) =>
    readable(group.get(direction)).unclear.map((reason) =>
      unknown(group.address, `what its ${direction} names: ${reason}`),
    ),
  );

type Read = (name: string) => Value;

const isWide = (rule: Resource, read: (get: Read) => string[]): boolean =>
  read((name) => rule.get(name)).length > 0;

/** Address ranges and prefix lists of a rule. */
const peersOf = (get: Read): string[] => textsOf([...ranges, ...prefixLists], get);

function textsOf(names: readonly string[], get: Read): string[] {
  return names.flatMap((name) => {
    return itemsOf(get(name)).map((item) => {
      const text = textOf(item);
      return typeof text === "string" ? text : keyOf(item);
    });
  });
}

const namesIn = (groups: Value): string[] => (groups.kind === "list" ? groups.items.map(keyOf) : []);

/** Two halves of the internet are the internet, and a prefix list may contain it. */
function judgeOutgoing(address: string, get: Read, own: IntervalSet, silent: string | undefined): Finding {
  const peers = peersOf(get);
  if (peers.length > 0 && silent !== undefined)
    return violated(address, `it allows outbound traffic to ${peers.join(", ")} from ${silent}`);
  return isHttps(get) || peers.every((peer) => isWithin(peer, own))
    ? compliant(address)
    : violated(address, `it allows outbound traffic to ${peers.join(", ")} on other ports than 443`);
}

function isWithin(range: string, own: IntervalSet): boolean {
  const addresses = addressesIn([range]);
  return !addresses.isEmpty && addresses.isSubsetOf(own);
}

const isHttps = (get: Read): boolean =>
  ["tcp", "6"].includes(
    String(textOf(isAbsent(get("ip_protocol")) ? get("protocol") : get("ip_protocol"))),
  ) && ["from_port", "to_port"].every((name) => String(textOf(get(name))) === "443");
