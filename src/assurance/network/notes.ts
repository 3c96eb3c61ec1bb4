import { isAbsent, isUnknown, keyOf, listOf, type Resource, textOf, type Value } from "../terraform";

/** Collects what could not be read. Whoever gets an answer from a model with notes is told UNKNOWN instead of "denied". */
export class Notes {
  private readonly found = new Set<string>();

  add(text: string): void {
    this.found.add(text);
  }

  get all(): readonly string[] {
    return [...this.found];
  }

  /** IPv6 is not modelled: whoever admits it may admit anybody. */
  ipv6(address: string, values: readonly Value[]): void {
    const isSaid = (value: Value): boolean =>
      !isAbsent(value) &&
      !(value.kind === "list" && value.items.length === 0) &&
      !(value.kind === "constant" && value.value === "");
    if (values.some(isSaid)) this.add(`${address} is about IPv6, which is not modelled`);
  }

  /** Text of an attribute; a note where it is not known. */
  text(resource: Resource, attribute: string): string | undefined {
    const text = textOf(resource.get(attribute));
    if (!isUnknown(text)) return text;
    this.add(`${attribute} of ${resource.address}: ${text.reason}`);
    return undefined;
  }

  /** The key of what an attribute refers to; a note where it is not known. */
  key(resource: Resource, attribute: string): string | undefined {
    const value = resource.get(attribute);
    if (value.kind === "unknown") this.add(`${attribute} of ${resource.address}: ${value.reason}`);
    return value.kind === "unknown" || (value.kind === "constant" && value.value === null)
      ? undefined
      : keyOf(value);
  }

  /** Keys of what a list refers to; a note for what is not known. */
  keys(value: Value, what: string): string[] {
    const items = listOf(value) ?? [];
    if (isUnknown(items)) {
      this.add(`${what}: ${items.reason}`);
      return [];
    }
    return items.flatMap((item) => {
      if (item.kind !== "unknown") return [keyOf(item)];
      this.add(`${what}: ${item.reason}`);
      return [];
    });
  }
}

/** The key of a resource's id, by which others refer to it. */
export const idOf = (resource: Resource): string => keyOf(resource.symbol("id"));
