import {
  type Configuration,
  isUnknown,
  keyOf,
  listOf,
  type Resource,
  textOf,
  type Value,
} from "../terraform";
import type { Database } from "./databases";
import { interfaceEndpoint } from "./interface-endpoints";
import type { LoadBalancer } from "./load-balancers";
import type { Notes } from "./notes";
import { interfacesIn, type Party, party } from "./parties";
import type { Relay } from "./relays";
import { resourceEndpoint } from "./resource-endpoints";
import type { Vpcs } from "./vpcs";

/** Interface endpoints of load balancers in the configuration, and endpoints of single resources. */
export function endpoints(
  configuration: Configuration,
  vpcs: Vpcs,
  balancers: readonly LoadBalancer[],
  databases: readonly Database[],
  notes: Notes,
): Relay[] {
  // Accepting an undeclared endpoint admits a VPC of any account.
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
  const subnets = notes.each("aws_subnet", endpoint.get("subnet_ids"), endpoint.address);
  const interfaces = interfacesIn(vpcs, notes, endpoint.address, subnets, {
    groups: notes.groupsOf(endpoint),
    publicAddress: false,
  });
  return party({ kind: "endpoint", name: endpoint.address }, endpoint.address, interfaces);
}

/** Other accounts may create endpoints of a service that allows them. */
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
