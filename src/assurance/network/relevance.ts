import { resourceTypes } from "../resource-types";
import {
  type Configuration,
  isAbsent,
  isUnknown,
  listOf,
  type Resource,
  textOf,
  type Value,
} from "../terraform";

/** A note for every resource that may carry packets and is not read, or not known to be here. */
export function unmodelledIn(configuration: Configuration): readonly string[] {
  const found: string[] = [];
  noteUnmodelled(configuration, { add: (text) => found.push(text) });
  return found;
}

type Noting = { add(text: string): void };

function noteUnmodelled(configuration: Configuration, notes: Noting): void {
  for (const type of configuration.types) {
    const traits = resourceTypes.get(type);
    if (traits && !traits.carriesPackets) continue;
    for (const resource of configuration.resources(type)) {
      if (!traits) notes.add(`${resource.address} may carry packets; its type is not modelled`);
      else {
        noteElsewhere(resource, notes);
        noteSettings(resource, notes);
      }
    }
  }
  for (const { stack, reason } of configuration.unread) notes.add(`${stack}: ${reason}`);
}

function noteElsewhere(resource: Resource, notes: Noting): void {
  const { address, repetition, provider } = resource;
  if (resource.argumentNames.includes("region")) notes.add(`${address} names a region of its own`);
  if (repetition) notes.add(repetition.reason);
  if (provider !== undefined)
    notes.add(`${address} is managed through ${provider}, perhaps in another account or region`);
}

/** Arguments that say which versions of IP something speaks. */
const versions = ["ip_address_type", "network_type", "supported_ip_address_types"];

/** Arguments that lead packets in ways which the model does not follow. */
const notFollowed = ["gateway_load_balancer_arns", "resource_configuration_group_id"];

/** Notes what makes something more than the model reads of it: IPv6, and networks that other accounts share. */
function noteSettings(resource: Resource, notes: Noting): void {
  for (const name of notFollowed.filter((one) => !isAbsent(resource.get(one))))
    notes.add(`${resource.address} sets ${name}, which is not followed`);
  for (const name of versions.filter((one) => resource.argumentNames.includes(one)))
    if (!isIpv4(resource.get(name)))
      notes.add(`${resource.address} may speak IPv6, which is not modelled (${name})`);
  const shared = "allow_association_to_shareable_service_network";
  if (resource.argumentNames.includes(shared) && textOf(resource.get(shared)) !== "false")
    notes.add(`${resource.address} may be associated with a service network that other accounts share`);
}

function isIpv4(value: Value): boolean {
  const items = value.kind === "list" ? listOf(value) : [value];
  if (isAbsent(value) || items === undefined) return true;
  return !isUnknown(items) && items.every((item) => String(textOf(item)).toLowerCase() === "ipv4");
}
