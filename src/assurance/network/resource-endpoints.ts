import { IntervalSet } from "../sets";
import { type Configuration, isAbsent, isUnknown, keyOf, listOf, type Resource, textOf } from "../terraform";
import type { Database } from "./databases";
import { connectionsTo, leg, walked } from "./legs";
import type { Notes } from "./notes";
import { everyPacket, everyPort } from "./packets";
import { interfacesIn, type Party, party } from "./parties";
import { isTarget, type Opening, Relay, type Target, targetOf } from "./relays";
import { conditionStage } from "./stages";
import type { Vpcs } from "./vpcs";

/**
 * An endpoint of one resource: a resource gateway next to the resource opens the connections.
 *
 * @param leading its target; undefined if not declared here
 */
const relayTo = (entrance: Party, leading: Leading | undefined): Relay =>
  leading
    ? new Relay(entrance, [leading.gateway], [openingOf(entrance, leading)], [leading])
    : new Relay(entrance, [], [], []);

interface Leading {
  readonly gateway: Party;
  /** Address of the resource configuration. */
  readonly resource: string;
  readonly standing: Standing;
  readonly ports: IntervalSet;
}

/** Target of a resource configuration: an instance by its ARN, or hosts. */
type Standing = { readonly instance: Target } | { readonly hosts: readonly string[] };

const openingOf = (entrance: Party, { gateway, resource, standing, ports }: Leading): Opening => ({
  through: [gateway.name],
  entrance,
  listeners: ports,
  exit: gateway,
  conditions: () => [],
  onwards: (routed, target, asked) => {
    const serves = standsFor(standing, target);
    const open = ports.intersect(asked);
    if (serves === false || open.isEmpty) return undefined;
    const leads = conditionStage(
      "NO_TARGET",
      resource,
      serves,
      `it stands for ${target.name}`,
      `it does not stand for ${target.name}`,
    );
    return [walked([leads], everyPacket), leg(routed, gateway, target, connectionsTo(open))];
  },
});

export function resourceEndpoint(
  configuration: Configuration,
  databases: readonly Database[],
  endpoint: Resource,
  entrance: Party,
  vpcs: Vpcs,
  notes: Notes,
): Relay {
  const resource = notes.declared(
    "aws_vpclattice_resource_configuration",
    endpoint.get("resource_configuration_arn"),
    endpoint.address,
  )?.resource;
  const gateway =
    resource &&
    notes.declared(
      "aws_vpclattice_resource_gateway",
      resource.get("resource_gateway_identifier"),
      resource.address,
    )?.resource;
  if (!resource || !gateway) notes.add(`${endpoint.address} leads to a resource that is not declared here`);
  const exit = gateway && gatewayParty(gateway, vpcs, notes);
  if (!exit || !resource) return relayTo(entrance, undefined);
  const standing = standingOf(configuration, resource);
  const stood = databases.find((database) => standsFor(standing, database) === true);
  return relayTo(entrance, {
    gateway: exit,
    resource: resource.address,
    standing,
    ports: portsOf(resource, stood),
  });
}

const gatewayParty = (gateway: Resource, vpcs: Vpcs, notes: Notes): Party => {
  const subnets = notes.each("aws_subnet", gateway.get("subnet_ids"), gateway.address);
  const interfaces = interfacesIn(vpcs, notes, gateway.address, subnets, {
    groups: notes.groupsOf(gateway),
    publicAddress: false,
  });
  return party({ kind: "resource gateway", name: gateway.address }, gateway.address, interfaces);
};

function standingOf(configuration: Configuration, resource: Resource): Standing {
  const at = (...path: (string | number)[]) => resource.get("resource_configuration_definition", 0, ...path);
  const arn = at("arn_resource", 0, "arn");
  if (!isAbsent(arn)) return { instance: targetOf(configuration.named("aws_db_instance", arn)) };
  const hosts = [at("dns_resource", 0, "domain_name"), at("ip_resource", 0, "ip_address")];
  return { hosts: hosts.filter((value) => !isAbsent(value)).map(keyOf) };
}

/** Attributes with the host of a listening resource. */
const host = /\/aws_(db_instance|db_proxy|lb|vpc_endpoint)\.[^.]+\.(address|endpoint|dns_name)$/;

/** Whether a resource configuration refers to a party; undefined if it is not understood. */
function standsFor(standing: Standing, target: Party): boolean | undefined {
  // Only databases are named by their ARNs.
  if ("instance" in standing) return target.kind === "database" && isTarget(standing.instance, target);
  const { hosts } = standing;
  if (hosts.some((key) => host.test(key) && key.startsWith(`${target.address}.`))) return true;
  return hosts.length > 0 && hosts.every((key) => host.test(key)) ? false : undefined;
}

/** A resource that is named by its ARN uses the database's port. */
function portsOf(resource: Resource, database: Database | undefined): IntervalSet {
  const ranges = listOf(resource.get("port_ranges"));
  if (ranges === undefined && database) return IntervalSet.single(database.port);
  if (ranges === undefined || isUnknown(ranges)) return everyPort;
  return IntervalSet.of(
    ...ranges.map((range) => {
      const [first, last] = String(textOf(range)).split("-").map(Number);
      return first === undefined || Number.isNaN(first)
        ? ([0, 65535] as const)
        : ([first, last ?? first] as const);
    }),
  );
}
