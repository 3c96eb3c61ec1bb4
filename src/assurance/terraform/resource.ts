import { groupedBy } from "../grouping";
import { descend, evaluateJson, type Lookup } from "./evaluate";
import { type Json, objectsIn } from "./json";
import { LazyValues } from "./lazy-values";
import { idOfType } from "./naming";
import {
  absent,
  attributeOfSeveral,
  type Dictionary,
  dictionary,
  type Path,
  type Reference,
  type Unknown,
  unknown,
  type Value,
} from "./value";

/** Arguments of Terraform itself. */
export const metaArguments = new Set([
  "//",
  "connection",
  "count",
  "depends_on",
  "dynamic",
  "for_each",
  "lifecycle",
  "provider",
  "provisioner",
]);

/**
 * `<stack>/<type>.<name>`, or `<stack>/data.<type>.<name>`: unique in a configuration, and the target of references.
 */
export const addressOf = (stack: string, mode: "resource" | "data", type: string, name: string): string =>
  `${stack}/${mode === "data" ? "data." : ""}${type}.${name}`;

/** The stack in an address. */
export const stackOf = (address: string): string => address.slice(0, address.indexOf("/"));

/** The address at the beginning of a name with its steps, if it refers to a resource, as `aws_vpc.main.id` does. */
export const referredTo = (stack: string, [root, second, third]: Path): string =>
  root === "data"
    ? addressOf(stack, "data", String(second), String(third))
    : addressOf(stack, "resource", String(root), String(second));

/** The addresses in a text, in their order. */
export const addressesNamed = (text: string): string[] => [
  ...new Set(text.match(/[\w-]+\/(?:data\.)?[a-z][a-z0-9]*_\w+\.[\w-]+/g)),
];

/** A reference of an argument, with the value that it had. */
interface Reading {
  readonly path: Path;
  readonly value: Value;
}

/** All references of arguments to one address. */
export interface Mentions {
  readonly address: string;
  readonly readings: readonly Reading[];
}

/** A resource or data source of one stack. */
export class Resource {
  readonly address: string;
  /** Terraform creates none, one or several of a resource with these arguments, and the number is not computed. */
  readonly repetition: Unknown | undefined;
  private readonly values: LazyValues;
  private mentions: readonly Mentions[] | undefined;

  constructor(
    readonly stack: string,
    readonly mode: "resource" | "data",
    readonly type: string,
    readonly name: string,
    private readonly json: Json,
    private readonly lookup: Lookup,
  ) {
    this.address = addressOf(stack, mode, type, name);
    const repeats = ["count", "for_each", "dynamic"].find((name) => json[name] !== undefined);
    this.repetition = repeats === undefined ? undefined : unknown(`${this.address} uses ${repeats}`);
    this.values = new LazyValues((attribute) => evaluateJson(json[attribute] ?? null, lookup));
  }

  /** Whether it would be equal with this JSON, if all its references have equal values. */
  isStill(json: Json, haveWorth: (mentions: Mentions) => boolean): boolean {
    if (json !== this.json) return false;
    this.mentions ??= this.allMentions();
    return this.mentions.every(haveWorth);
  }

  private allMentions(): Mentions[] {
    const readings: Reading[] = [];
    evaluateJson(this.json, (path) => {
      const value = this.lookup(path);
      readings.push({ path, value });
      return value;
    });
    const byAddress = groupedBy(readings, ({ path }) => referredTo(this.stack, path));
    return [...byAddress].map(([address, readings]) => ({ address, readings }));
  }

  /** The configured value at a path; a null constant if absent. */
  get(first: string, ...rest: Path): Value {
    return this.repetition ?? descend(this.values.get(first), rest, () => absent);
  }

  /** The value of an argument for each resource of the block. */
  saysOfEach(argument: string): Value {
    return this.values.get(argument);
  }

  /** The value of `${type.name.path}`: the configured one, or a symbol for what the provider determines. */
  attribute(asked: Path): Value {
    const path = this.plain(asked);
    const [first, ...rest] = path;
    const computed = (): Value => this.symbol(...path);
    const { repetition } = this;
    if (repetition) {
      // A value below an attribute, such as the name of an instance profile, is not an attribute of these resources.
      // Without an index or key Terraform refuses every plan, so the attribute cannot belong to another resource.
      const [attribute, ...below] = this.isNumbered && rest.length > 0 ? rest : path;
      if (attribute === undefined || below.length > 0) return repetition;
      return attributeOfSeveral(this.symbol(attribute), repetition.reason);
    }
    return typeof first === "string" ? descend(this.values.get(first), rest, computed) : computed();
  }

  /** A symbol for an attribute that the provider determines, such as `symbol("id")`. */
  symbol(...path: Path): Reference {
    return { kind: "reference", address: this.address, path: this.plain(path) };
  }

  /** One representative of several equal attributes. */
  private plain(path: Path): Path {
    const isId = this.mode === "resource" && path.length === 1 && path[0] === "id";
    return (isId && idOfType[this.type]) || path;
  }

  /** Names of the configured arguments of the provider. */
  get argumentNames(): string[] {
    return Object.keys(this.json).filter((name) => !metaArguments.has(name));
  }

  /** All configured arguments. */
  get arguments(): Dictionary {
    return dictionary(this.argumentNames.map((name) => [name, this.get(name)] as const));
  }

  /** Its provider, unless it is the default one. */
  get provider(): string | undefined {
    const { provider } = this.json;
    return provider === undefined ? undefined : String(provider);
  }

  /** Whether an index or key selects one of several resources. */
  private get isNumbered(): boolean {
    return this.json.count !== undefined || this.json.for_each !== undefined;
  }

  /** Whether any of its blocks are dynamic, so that not all of it is read. */
  get makesBlocks(): boolean {
    return Object.entries(this.json).some(([name, value]) => !metaArguments.has(name) && hasDynamic(value));
  }

  /** Blocks by which Terraform runs a program, or connects to a machine, at creation. */
  get programs(): readonly string[] {
    return ["provisioner", "connection"].filter((name) => this.json[name] !== undefined);
  }

  /** Configured settings of its lifecycle. */
  get lifecycleSettings(): readonly string[] {
    return objectsIn(this.json.lifecycle).flatMap((block) => Object.keys(block));
  }

  /** Whether Terraform refuses every plan that would destroy it. */
  get refusesDestruction(): boolean {
    return objectsIn(this.json.lifecycle).some(({ prevent_destroy }) => prevent_destroy === true);
  }

  /** Arguments whose external changes Terraform ignores. */
  get ignoredChanges(): readonly string[] {
    return objectsIn(this.json.lifecycle).flatMap(({ ignore_changes }) =>
      Array.isArray(ignore_changes)
        ? ignore_changes.map(String)
        : ignore_changes
          ? [String(ignore_changes)]
          : [],
    );
  }
}

const hasDynamic = (json: unknown): boolean =>
  typeof json === "object" &&
  json !== null &&
  (Object.hasOwn(json, "dynamic") || Object.values(json).some(hasDynamic));
