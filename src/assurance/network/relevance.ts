import { remembered } from "../remembered";
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

/** A note for every resource that may carry packets and is not modelled, or not certainly in this configuration. */
export const unmodelledIn = (configuration: Configuration): readonly string[] => [
  ...configuration.types.flatMap((type) => configuration.derived(unmodelledOf, type)),
  ...configuration.unread.map(({ stack, reason }) => `${stack}: ${reason}`),
];

function unmodelledOf(configuration: Configuration, type: string): readonly string[] {
  const traits = resourceTypes.get(type);
  if (traits && !traits.carriesPackets) return [];
  return configuration.resources(type).flatMap(traits ? notRead : notModelled);
}

const notModelled = ({ address }: Resource): string[] => [
  `${address} may carry packets; its type is not modelled`,
];

const notRead = remembered((resource: Resource): readonly string[] => [
  ...elsewhere(resource),
  ...settings(resource),
]);

function elsewhere({ address, argumentNames, repetition, provider }: Resource): string[] {
  return [
    ...(argumentNames.includes("region") ? [`${address} names a region of its own`] : []),
    ...(repetition ? [repetition.reason] : []),
    ...(provider === undefined
      ? []
      : [`${address} is managed through ${provider}, perhaps in another account or region`]),
  ];
}

/** Arguments with IP versions. */
const versions = [
  "endpoint_network_type",
  "ip_address_type",
  "network_type",
  "supported_ip_address_types",
  "target_connection_network_type",
];

/** Arguments that forward packets in ways that are not modelled. */
const notFollowed = ["gateway_load_balancer_arns", "resource_configuration_group_id"];

/** Settings beyond the model: IPv6, and networks that other accounts share. */
function settings(resource: Resource): string[] {
  const { address, argumentNames } = resource;
  const shared = "allow_association_to_shareable_service_network";
  return [
    ...notFollowed
      .filter((name) => argumentNames.includes(name) && !isAbsent(resource.get(name)))
      .map((name) => `${address} sets ${name}, which is not followed`),
    ...versions
      .filter((name) => argumentNames.includes(name) && !isIpv4(resource.get(name)))
      .map((name) => `${address} may speak IPv6, which is not modelled (${name})`),
    ...(argumentNames.includes(shared) && textOf(resource.get(shared)) !== "false"
      ? [`${address} may be associated with a service network that other accounts share`]
      : []),
  ];
}

function isIpv4(value: Value): boolean {
  const items = value.kind === "list" ? listOf(value) : [value];
  if (isAbsent(value) || items === undefined) return true;
  return !isUnknown(items) && items.every((item) => String(textOf(item)).toLowerCase() === "ipv4");
}
