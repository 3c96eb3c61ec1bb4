import { layersBetween, Network, reach } from "../../../src/assurance/network";
import { environments, type StackSource } from "../../../src/assurance/terraform";

// biome-ignore lint/suspicious/noExplicitAny: attributes of synthesized resources
type Attributes = any;

/** Synthesized stacks that a mutation may change. */
export class Synthesis {
  constructor(readonly sources: readonly StackSource[]) {}

  copy(): Synthesis {
    return new Synthesis(structuredClone(this.sources) as StackSource[]);
  }

  /** The parsed JSON of the stack whose name ends so. */
  json(stack: string): Attributes {
    const found = this.sources.find(({ name }) => name.endsWith(`-${stack}`));
    if (!found) throw new Error(`no stack ${stack}`);
    return found.json;
  }

  /** The resource of a type whose name contains a text. */
  one(stack: string, type: string, part = ""): Attributes {
    return this.json(stack).resource[type][this.name(stack, type, part)];
  }

  remove(stack: string, type: string, part: string): void {
    delete this.json(stack).resource[type][this.name(stack, type, part)];
  }

  add(stack: string, type: string, name: string, attributes: Attributes): void {
    const { resource } = this.json(stack);
    resource[type] = { ...resource[type], [name]: attributes };
  }

  /** `${type.name.id}` of a resource. */
  id(stack: string, type: string, part = "", attribute = "id"): string {
    return `\${${type}.${this.name(stack, type, part)}.${attribute}}`;
  }

  private name(stack: string, type: string, part: string): string {
    const names = Object.keys(this.json(stack).resource[type] ?? {}).filter((name) => name.includes(part));
    if (names.length !== 1) throw new Error(`${stack}: ${type} ${part}: ${names.join(", ") || "none"}`);
    return names[0] as string;
  }
}

/**
 * All that the model says about an environment, line by line: for each source and database the verdict, and for those
 * denied the layers that stop them, each alone.
 */
export function statements(synthesis: Synthesis): Map<string, string> {
  const said = new Map<string, string>();
  for (const { configuration } of environments(synthesis.sources)) {
    const network = new Network(configuration);
    for (const database of network.databases)
      for (const source of network.sources) {
        const { verdict, always } = reach(network, source, database);
        const layers = layersBetween(network, source, database);
        const denied = `${verdict} by ${layers.join(" and ") || "nothing alone"}`;
        said.set(
          `${source.name.replace(/stack\/|_[0-9A-F]{8}$/g, "")} > ${database.name}`,
          verdict === "ALLOWED" ? `ALLOWED ${always ? "always" : "sometimes"}` : denied,
        );
      }
    for (const unknown of network.unknowns) said.set("unknown", unknown);
  }
  return said;
}

/** What a mutation changes in what is said, as `statement: before -> after`. */
export function differences(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => before.get(key) !== after.get(key))
    .map((key) => `${key}: ${before.get(key) ?? "-"} -> ${after.get(key) ?? "-"}`)
    .sort();
}
