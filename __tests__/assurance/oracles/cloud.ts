import { Cloud, id } from "../support/cloud";
import { hosts, subnets, vpcs } from "./layout";
import type { Rule, World } from "./worlds";

/** The same world as Terraform declares it. */
export function cloudOf({ acls, groups, held, routes }: World): Cloud {
  const cloud = new Cloud(vpcs.a).vpc("b", vpcs.b as string);
  const vpcId = (vpc: string | undefined) => id("aws_vpc", vpc === "a" ? "main" : "b");
  cloud.add("aws_vpc_peering_connection", "peering", {
    vpc_id: vpcId("a"),
    peer_vpc_id: vpcId("b"),
    auto_accept: true,
  });
  for (const vpc of Object.keys(vpcs)) cloud.add("aws_internet_gateway", vpc, { vpc_id: vpcId(vpc) });
  for (const [name, { range, vpc }] of Object.entries(subnets)) {
    cloud.subnet(name, range, { vpc_id: vpcId(vpc) });
    cloud.acl(name, [name], ...(acls[name] ?? []).map((rule) => words(rule, true)));
    const targets = (routes[name] ?? []).map(({ destination, target }) => [
      destination,
      target === "peering"
        ? { vpc_peering_connection_id: id("aws_vpc_peering_connection", "peering") }
        : { gateway_id: id("aws_internet_gateway", vpc) },
    ]);
    cloud.routes(name, [name], Object.fromEntries(targets), vpc === "a" ? "main" : "b");
  }
  for (const [name, rules] of Object.entries(groups))
    cloud.group(name, ...rules.map((rule) => words(rule, false)));
  for (const [name, { subnet }] of Object.entries(hosts)) cloud.host(name, subnet, [...(held[name] ?? [])]);
  return cloud;
}

function words({ side, protocol, ports: [first, last], peer, deny }: Rule, isAcl: boolean): string {
  const service = protocol === "all" ? "all" : `${protocol} ${first}-${last}`;
  return `${isAcl && deny ? "deny " : ""}${service} ${side} ${peer}`;
}
