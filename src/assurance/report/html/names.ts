import { type Configuration, textOf } from "../../terraform";

/** The name of a resource for people: its Name tag, its name or name prefix, or its address. */
export function nameOf(configuration: Configuration, address: string): string {
  const resource = configuration.find(address);
  const names = [["tags", "Name"], ["name"], ["node_group_name"], ["node_group_name_prefix"]] as const;
  const texts = names.map(([first, ...rest]) => resource && textOf(resource.get(first, ...rest)));
  // AWS appends a number to a prefix such as general-.
  return texts.find((text) => typeof text === "string")?.replace(/-$/, "") ?? address;
}
