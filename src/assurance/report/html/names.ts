import { type Configuration, textOf } from "../../terraform";

/** The tag by which people know a resource, its name, or its address. */
export function nameOf(configuration: Configuration, address: string): string {
  const resource = configuration.find(address);
  const names = [["tags", "Name"], ["name"], ["node_group_name"], ["node_group_name_prefix"]] as const;
  const texts = names.map(([first, ...rest]) => resource && textOf(resource.get(first, ...rest)));
  return texts.find((text) => typeof text === "string") ?? address;
}
