import { layersBetween, Network, reach } from "../../../src/assurance/network";
import { remembered } from "../../../src/assurance/remembered";
import { environments, type StackSource } from "../../../src/assurance/terraform";

// biome-ignore lint/suspicious/noExplicitAny: attributes of synthesized resources
type Attributes = any;

/** Where a block stands in synthesized stacks. */
export interface Place {
  /** Name of the stack without its environment. */
  readonly stack: string;
  readonly mode: "resource" | "data";
  readonly type: string;
  readonly name: string;
}

/** Synthesized stacks that a mutation may change. */
export class Synthesis {
  /** Stacks that are this copy's own: cloning the others too would be most of the time that a mutation takes. */
  private readonly cloned = new Set<string>();
  /** Places of blocks in other stacks that are this copy's own. */
  private readonly blocks = new Map<string, Place>();

  /** @param isShared whether others read the same sources. @default false */
  constructor(
    public sources: readonly StackSource[],
    private readonly isShared = false,
  ) {}

  copy(): Synthesis {
    return new Synthesis(this.sources, true);
  }

  /** The parsed JSON of the stack whose name ends so, to read and to change. */
  json(stack: string): Attributes {
    const found = this.source(stack);
    if (!this.isShared || this.cloned.has(found.name)) return found.json;
    this.cloned.add(found.name);
    const json = JSON.parse(textOf(found));
    // A change that has such a block goes on changing that one.
    for (const { stack: owner, mode, type, name } of this.blocks.values())
      if (this.source(owner) === found) json[mode][type][name] = blockIn(found, mode, type, name);
    this.replace(found, json);
    return json;
  }

  /** A block of a stack to change. Where that is all, the rest of the stack need not be cloned. */
  block(place: Place): Attributes {
    const { stack, mode, type, name } = place;
    const found = this.source(stack);
    const block = blockIn(found, mode, type, name);
    const isOwn = !this.isShared || this.cloned.has(found.name) || this.blocks.has(keyOf(found, place));
    if (isOwn) return block;
    return this.put(place, structuredClone(block));
  }

  /** Makes a block of a stack this copy's own, and leaves the rest of the stack as others have it. */
  private put(place: Place, own: Attributes): Attributes {
    const { stack, mode, type, name } = place;
    const found = this.source(stack);
    this.blocks.set(keyOf(found, place), place);
    const json = found.json as Attributes;
    const blocks = { ...json[mode]?.[type], [name]: own };
    if (!this.isShared || this.cloned.has(found.name))
      json[mode] = Object.assign(json[mode] ?? {}, { [type]: blocks });
    else this.replace(found, { ...json, [mode]: { ...json[mode], [type]: blocks } });
    return own;
  }

  private source(stack: string): StackSource {
    const found = this.sources.find(({ name }) => name.endsWith(`-${stack}`));
    if (!found) throw new Error(`no stack ${stack}`);
    return found;
  }

  private replace(found: StackSource, json: Attributes): void {
    const own = { ...found, json };
    this.sources = this.sources.map((source) => (source === found ? own : source));
  }

  /** The resource of a type whose name contains a text. */
  one(stack: string, type: string, part = ""): Attributes {
    return this.json(stack).resource[type][this.name(stack, type, part)];
  }

  remove(stack: string, type: string, part: string): void {
    delete this.json(stack).resource[type][this.name(stack, type, part)];
  }

  add(stack: string, type: string, name: string, attributes: Attributes): void {
    this.put({ stack, mode: "resource", type, name }, attributes);
  }

  /** The statement of a policy document whose name contains a text, by its sid where it is not the first that is meant. */
  statement(stack: string, document: string, sid?: string): Attributes {
    const found = this.document(stack, document).statement.find(
      (one: Attributes) => sid === undefined || one.sid === sid,
    );
    if (!found) throw new Error(`${stack}: ${document} has no statement ${sid}`);
    return found;
  }

  removeStatement(stack: string, document: string, sid: string): void {
    const found = this.document(stack, document);
    found.statement = found.statement.filter((one: Attributes) => one.sid !== sid);
  }

  /** Gives a role of a stack one more policy. */
  grant(stack: string, role: string, ...statements: Attributes[]): void {
    const name = this.name(stack, "aws_iam_role", role);
    this.add(stack, "aws_iam_role_policy", `more-${name}`, {
      role: `\${aws_iam_role.${name}.name}`,
      policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
    });
  }

  /** `${type.name.id}` of a resource. */
  id(stack: string, type: string, part = "", attribute = "id"): string {
    return `\${${type}.${this.name(stack, type, part)}.${attribute}}`;
  }

  /** The policy document whose name contains a text. */
  document(stack: string, part: string): Attributes {
    const documents = this.json(stack).data.aws_iam_policy_document;
    return documents[theOne(documents, part, `${stack}: policy document`)];
  }

  private name(stack: string, type: string, part: string): string {
    return theOne(this.json(stack).resource[type], part, `${stack}: ${type}`);
  }
}

const blockIn = ({ json }: StackSource, mode: Place["mode"], type: string, name: string): Attributes =>
  (json as Attributes)[mode][type][name];

const keyOf = ({ name: stack }: StackSource, { mode, type, name }: Place): string =>
  [stack, mode, type, name].join();

/** Made once of each source: to read it again is the fastest copy. */
const textOf = remembered(({ json }: StackSource): string => JSON.stringify(json));

/** The one key that starts with a text or, where none does, contains it. */
function theOne(entries: object | undefined, part: string, place: string): string {
  const keys = Object.keys(entries ?? {});
  const starting = keys.filter((key) => key.startsWith(part));
  const found = starting.length > 0 ? starting : keys.filter((key) => key.includes(part));
  if (found.length !== 1) throw new Error(`${place} ${part}: ${found.join(", ") || "none"}`);
  return found[0] as string;
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
