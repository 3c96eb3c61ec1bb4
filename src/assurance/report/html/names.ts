import { type Configuration, textOf } from "../../terraform";

/** The tag by which people know a resource, its name or how that begins, or its address. */
export function nameOf(configuration: Configuration, address: string): string {
  const resource = configuration.find(address);
  const names = [["tags", "Name"], ["name"], ["node_group_name"], ["node_group_name_prefix"]] as const;
  const texts = names.map(([first, ...rest]) => resource && textOf(resource.get(first, ...rest)));
  // AWS puts a number behind a prefix such as general-.
  return texts.find((text) => typeof text === "string")?.replace(/-$/, "") ?? address;
}
