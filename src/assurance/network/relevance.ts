import { resourceTypes } from "../resource-types";
import type { Configuration, Resource } from "../terraform";
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
  for (const { stack, reason } of configuration.unread) notes.add(`${stack}: ${reason}`);
}

function noteElsewhere({ address, repetition, provider }: Resource, notes: Notes): void {
  if (repetition) notes.add(repetition.reason);
  if (provider !== undefined)
    notes.add(`${address} is managed through ${provider}, perhaps in another account or region`);
}
