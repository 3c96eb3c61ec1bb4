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

/** Arguments that are Terraform's own, not the provider's. */
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

/** `<stack>/<type>.<name>`, or `<stack>/data.<type>.<name>`: unique in a configuration, and what references name. */
export const addressOf = (stack: string, mode: "resource" | "data", type: string, name: string): string =>
  `${stack}/${mode === "data" ? "data." : ""}${type}.${name}`;

/** The name of the stack in an address. */
export const stackOf = (address: string): string => address.slice(0, address.indexOf("/"));

/** The address that a name with its steps begins with, where it names a resource: `aws_vpc.main.id` does. */
export const referredTo = (stack: string, [root, second, third]: Path): string =>
  root === "data"
    ? addressOf(stack, "data", String(second), String(third))
    : addressOf(stack, "resource", String(root), String(second));

/** The addresses that a text has in it, in their order. */
export const addressesNamed = (text: string): string[] => [
  ...new Set(text.match(/[\w-]+\/(?:data\.)?[a-z][a-z0-9]*_\w+\.[\w-]+/g)),
];

/** What an argument refers to, with what that was worth. */
interface Reading {
  readonly path: Path;
  readonly value: Value;
}

/** All that arguments refer to at one address. */
export interface Mentions {
  readonly address: string;
  readonly readings: readonly Reading[];
}

/** A resource or data source of one stack. */
export class Resource {
  readonly address: string;
  /** Terraform makes none, one or several of a resource with these arguments, and this reader does not count them. */
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

  /** Whether it would be the same if it were written so and where what it mentions is worth as much. */
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

  /** What is configured at a path; absent (a null constant) where nothing is. */
  get(first: string, ...rest: Path): Value {
    return this.repetition ?? descend(this.values.get(first), rest, () => absent);
  }

  /** What an argument says of each resource that the block makes, however many there are. */
  saysOfEach(argument: string): Value {
    return this.values.get(argument);
  }

  /** What `${type.name.path}` is worth: the configured value, or a symbol for what the provider decides. */
  attribute(asked: Path): Value {
    const path = this.plain(asked);
    const [first, ...rest] = path;
    const computed = (): Value => this.symbol(...path);
    const { repetition } = this;
    if (repetition) {
      // A value below an attribute, such as the name of an instance profile, is not an attribute of these resources. Without
      // an index or a key Terraform refuses every plan, so the attribute cannot belong to any other resource.
      const [attribute, ...below] = this.isNumbered && rest.length > 0 ? rest : path;
      if (attribute === undefined || below.length > 0) return repetition;
      return attributeOfSeveral(this.symbol(attribute), repetition.reason);
    }
    return typeof first === "string" ? descend(this.values.get(first), rest, computed) : computed();
  }

  /** A symbol for what the provider decides, such as `symbol("id")`. */
  symbol(...path: Path): Reference {
    return { kind: "reference", address: this.address, path: this.plain(path) };
  }

  /** Of attributes that are the same, always the same one. */
  private plain(path: Path): Path {
    const isId = this.mode === "resource" && path.length === 1 && path[0] === "id";
    return (isId && idOfType[this.type]) || path;
  }

  /** Names of the provider's arguments that are configured. */
  get argumentNames(): string[] {
    return Object.keys(this.json).filter((name) => !metaArguments.has(name));
  }

  /** All configured arguments. */
  get arguments(): Dictionary {
    return dictionary(this.argumentNames.map((name) => [name, this.get(name)] as const));
  }

  /** The provider that it is managed through, where it is not the default one. */
  get provider(): string | undefined {
    const { provider } = this.json;
    return provider === undefined ? undefined : String(provider);
  }

  /** Whether an index or a key says which of several resources is meant, before what is asked of it. */
  private get isNumbered(): boolean {
    return this.json.count !== undefined || this.json.for_each !== undefined;
  }

  /** Whether some of its blocks are made from values, at any depth: what is read of it is then not all of it. */
  get makesBlocks(): boolean {
    return Object.entries(this.json).some(([name, value]) => !metaArguments.has(name) && hasDynamic(value));
  }

  /** Blocks with which Terraform runs a program, or connects to a machine, when it makes the resource. */
  get programs(): readonly string[] {
    return ["provisioner", "connection"].filter((name) => this.json[name] !== undefined);
  }

  /** What its lifecycle decides about. */
  get lifecycleSettings(): readonly string[] {
    return objectsIn(this.json.lifecycle).flatMap((block) => Object.keys(block));
  }

  /** Whether Terraform refuses every plan that would destroy it. */
  get refusesDestruction(): boolean {
    return objectsIn(this.json.lifecycle).some(({ prevent_destroy }) => prevent_destroy === true);
  }

  /** Arguments that Terraform leaves alone when they change outside of it. */
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
