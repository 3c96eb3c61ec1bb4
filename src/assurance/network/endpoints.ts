import { IntervalSet } from "../sets";
import {
  booleanOf,
  type Configuration,
  certain,
  isAbsent,
  isUnknown,
  keyOf,
  listOf,
  possible,
  type Resource,
  textOf,
  type Value,
} from "../terraform";
import type { Database } from "./databases";
import { noGroups, orDefault } from "./held-groups";
import { addressesOf, connectionsTo, endsOf, type Leg, leg, walked } from "./legs";
import type { LoadBalancer } from "./load-balancers";
import type { Notes } from "./notes";
import { everyPacket, everyPort, packets } from "./packets";
import { interfacesIn, type Party, party } from "./parties";
import type { Opening, Relay } from "./relays";
import { conditionStage, securityGroupStage } from "./stages";
import type { Terrain } from "./terrain";
import type { Vpcs } from "./vpcs";

/** Interface endpoints that lead to load balancers of our own, and endpoints of single resources. */
export function endpoints(
  configuration: Configuration,
  vpcs: Vpcs,
  balancers: readonly LoadBalancer[],
  databases: readonly Database[],
  notes: Notes,
): Relay[] {
  // One that accepts an endpoint which is not declared here lets in any VPC, of any account.
  const accepters = notes.byOwner(
    "aws_vpc_endpoint_connection_accepter",
    "vpc_endpoint_id",
    "aws_vpc_endpoint",
    "not declared or not known",
  );
  for (const service of configuration.resources("aws_vpc_endpoint_service"))
    notePrincipals(configuration, service, notes);
  return configuration.resources("aws_vpc_endpoint").flatMap((endpoint): Relay[] => {
    const type = textOf(endpoint.get("vpc_endpoint_type")) ?? "Gateway";
    if (type === "Gateway") return [];
    const entrance = entranceOf(endpoint, vpcs, notes);
    if (type === "Resource")
      return [resourceEndpoint(configuration, databases, endpoint, entrance, vpcs, notes)];
    if (type === "Interface")
      return interfaceEndpoint(configuration, endpoint, entrance, balancers, accepters(endpoint), notes);
    notes.add(`${endpoint.address} is an endpoint of a type that is not modelled`);
    return [];
  });
}

function entranceOf(endpoint: Resource, vpcs: Vpcs, notes: Notes): Party {
  const groups = notes.groups(endpoint.get("security_group_ids"), endpoint.address);
  const subnets = notes.each("aws_subnet", endpoint.get("subnet_ids"), endpoint.address);
  const interfaces = interfacesIn(vpcs, notes, endpoint.address, subnets, {
    groups,
    publicAddress: false,
  }).map((one) => ({
    ...one,
    // AWS gives an endpoint without groups the VPC's default one.
    groups: orDefault(groups, one.subnet.vpc),
  }));
  return party({ kind: "endpoint", name: endpoint.address }, endpoint.address, interfaces);
}

/** An endpoint of one of AWS's services ends there; one of our own endpoint services goes on to its load balancers. */
function interfaceEndpoint(
  configuration: Configuration,
  endpoint: Resource,
  entrance: Party,
  balancers: readonly LoadBalancer[],
  accepters: readonly Resource[],
  notes: Notes,
): Relay[] {
  const name = endpoint.get("service_name");
  if (name.kind === "constant" && /^(com|cn\.com)\.amazonaws\.(?!vpce\.)/.test(String(name.value))) return [];
  const service = notes.declared("aws_vpc_endpoint_service", name, endpoint.address)?.resource;
  if (!service) return [];
  const behind = notes
    .each("aws_lb", service.get("network_load_balancer_arns"), service.address)
    .flatMap((key) => balancers.filter((one) => one.arn === key));
  const accepted = isAccepted(configuration, service, endpoint, accepters);
  return [
    {
      name: entrance.name,
      address: endpoint.address,
      entrance,
      exits: behind.flatMap(({ exits }) => exits),
      openings: behind.flatMap((balancer) =>
        balancer.openings.map(
          (opening): Opening => ({
            ...opening,
            through: [balancer.name, ...opening.through],
            entrance,
            conditions: (terrain, client) => [
              throughPrivateLink(terrain, client, balancer, opening.listeners, service.address, accepted),
            ],
          }),
        ),
      ),
    },
  ];
}

/**
 * PrivateLink hands connections to the load balancer, whose groups judge the client's own address, not the endpoint's,
 * and know nothing of the client's groups; or do not judge at all, where that is off.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
function throughPrivateLink(
  network: Terrain,
  source: Party,
  balancer: LoadBalancer,
  listeners: IntervalSet,
  service: string,
  accepted: boolean | undefined,
): Leg {
  const clients = endsOf(source).reduce((sum, end) => sum.union(addressesOf(end)), IntervalSet.empty);
  const [first] = balancer.entrance.interfaces;
  return walked(
    [
      conditionStage(
        "NO_TARGET",
        service,
        accepted,
        "it accepts the endpoint",
        "it does not accept the endpoint",
      ),
      ...(first && balancer.judgesPrivateLink
        ? [securityGroupStage(network.groups, first, "ingress", { groups: noGroups })]
        : []),
    ],
    connectionsTo(listeners).intersect(packets({ source: clients })),
  );
}

/** Undefined where it has to be accepted by hand. */
function isAccepted(
  configuration: Configuration,
  service: Resource,
  endpoint: Resource,
  accepters: readonly Resource[],
): boolean | undefined {
  const accepts = accepters.some((one) => {
    const named = configuration.named("aws_vpc_endpoint_service", one.get("vpc_endpoint_service_id"));
    const accepted = configuration.named("aws_vpc_endpoint", one.get("vpc_endpoint_id"));
    return certain(named)?.resource === service && certain(accepted)?.resource === endpoint;
  });
  const needed = booleanOf(service.get("acceptance_required"));
  return accepts || needed === false || booleanOf(endpoint.get("auto_accept")) === true ? true : undefined;
}

/** Other accounts may have endpoints of their own to a service that lets them in. */
function notePrincipals(configuration: Configuration, service: Resource, notes: Notes): void {
  const own = configuration.providers("aws").flatMap(accounts);
  const separate = configuration
    .resources("aws_vpc_endpoint_service_allowed_principal")
    .map((one) => one.get("principal_arn"));
  const listed = listOf(service.get("allowed_principals")) ?? [];
  for (const principal of [...(isUnknown(listed) ? [listed] : listed), ...separate]) {
    const text = textOf(principal);
    if (typeof text !== "string" || !own.some((account) => text.startsWith(`arn:aws:iam::${account}:`)))
      notes.add(`${service.address} lets in principals of other accounts: ${keyOf(principal)}`);
  }
}

function accounts(provider: Value): string[] {
  const listed = provider.kind === "dictionary" ? provider.entries.get("allowed_account_ids") : undefined;
  return listed?.kind === "list" ? listed.items.map((item) => String(textOf(item))) : [];
}

/** An endpoint of one resource: a resource gateway beside the resource opens the connections. */
function resourceEndpoint(
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
  return {
    name: entrance.name,
    address: endpoint.address,
    entrance,
    exits: exit ? [exit] : [],
    openings:
      exit && resource ? [gatewayOpening(configuration, databases, { entrance, exit, resource })] : [],
  };
}

const gatewayOpening = (
  configuration: Configuration,
  databases: readonly Database[],
  { entrance, exit, resource }: { entrance: Party; exit: Party; resource: Resource },
): Opening => {
  const stood = databases.find((database) => standsFor(configuration, resource, database) === true);
  const ports = portsOf(resource, stood);
  return {
    through: [exit.name],
    entrance,
    listeners: ports,
    exit,
    conditions: () => [],
    onwards: (terrain, target, asked) => {
      const serves = standsFor(configuration, resource, target);
      const open = ports.intersect(asked);
      if (serves === false || open.isEmpty) return undefined;
      const leads = conditionStage(
        "NO_TARGET",
        resource.address,
        serves,
        `it stands for ${target.name}`,
        `it does not stand for ${target.name}`,
      );
      return [walked([leads], everyPacket), leg(terrain, exit, target, connectionsTo(open))];
    },
  };
};

const gatewayParty = (gateway: Resource, vpcs: Vpcs, notes: Notes): Party => {
  const subnets = notes.each("aws_subnet", gateway.get("subnet_ids"), gateway.address);
  const interfaces = interfacesIn(vpcs, notes, gateway.address, subnets, {
    groups: notes.groups(gateway.get("security_group_ids"), gateway.address),
    publicAddress: false,
  });
  return party({ kind: "resource gateway", name: gateway.address }, gateway.address, interfaces);
};

/** Attributes that hold the host of something which listens. */
const host = /\/aws_(db_instance|db_proxy|lb|vpc_endpoint)\.[^.]+\.(address|endpoint|dns_name)$/;

/** Whether a resource configuration stands for a party; undefined where it names something that is not followed. */
function standsFor(configuration: Configuration, resource: Resource, target: Party): boolean | undefined {
  const at = (...path: (string | number)[]) => resource.get("resource_configuration_definition", 0, ...path);
  const arn = at("arn_resource", 0, "arn");
  // Only databases are named by their ARNs.
  if (!isAbsent(arn)) {
    if (target.kind !== "database") return false;
    const named = configuration.named("aws_db_instance", arn);
    const mayBe = possible(named).some((one) => one.resource.address === target.address);
    return mayBe && named.answer !== "exactly" ? undefined : mayBe;
  }
  const hosts = [at("dns_resource", 0, "domain_name"), at("ip_resource", 0, "ip_address")];
  const found = hosts.filter((value) => !isAbsent(value)).map(keyOf);
  if (found.some((key) => host.test(key) && key.startsWith(`${target.address}.`))) return true;
  return found.length > 0 && found.every((key) => host.test(key)) ? false : undefined;
}

/** A resource that is named by its ARN listens where the database does. */
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
