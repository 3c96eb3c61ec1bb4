import { resourceTypes } from "../resource-types";
import type { Configuration, Resource } from "../terraform";
import { noteArguments, typesWithKnownArguments } from "./known-arguments";
import type { Notes } from "./notes";

/** Notes every resource that may carry packets and is not read, or not known to be here. */
export function noteUnmodelled(configuration: Configuration, notes: Notes): void {
  for (const type of configuration.types) {
    const traits = resourceTypes.get(type);
    if (traits && !traits.carriesPackets) continue;
    for (const resource of configuration.resources(type)) {
      if (!traits) notes.add(`${resource.address} may carry packets; its type is not modelled`);
      else noteElsewhere(resource, notes);
    }
  }
  for (const type of typesWithKnownArguments)
    for (const resource of configuration.resources(type)) noteArguments(resource, notes);
  for (const { stack, reason } of configuration.unread) notes.add(`${stack}: ${reason}`);
}

function noteElsewhere(resource: Resource, notes: Notes): void {
  const { address, repetition, provider } = resource;
  if (resource.argumentNames.includes("region")) notes.add(`${address} names a region of its own`);
  if (repetition) notes.add(repetition.reason);
  if (provider !== undefined)
    notes.add(`${address} is managed through ${provider}, perhaps in another account or region`);
}
