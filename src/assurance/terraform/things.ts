import type { Derivation } from "./fact";
import { type Naming, namings } from "./naming";
import type { Resource } from "./resource";
import { isAbsent, keyOf, type Path, type Value } from "./value";

/** A declared resource, which values name in several ways. */
export interface Thing {
  /** Equal exactly for the same resource. */
  readonly key: string;
  /** The declaring resource, or the one with which AWS creates it. */
  readonly resource: Resource;
}

/** Declared resources, by type and by address. */
export interface Declarations {
  resources(type: string): readonly Resource[];
  find(address: string): Resource | undefined;
  derived<T>(derive: Derivation<Declarations, string, T>, about: string): T;
}

/**
 * The declared resources of a kind.
 *
 * @throws Error if `naming.ts` does not describe the kind
 */
export function thingsOf(declarations: Declarations, kind: string): Things {
  const naming = namings[kind];
  if (!naming) throw new Error(`Nothing is known about how ${kind} is named: add it to naming.ts.`);
  return new Things(kind, naming, declarations);
}

/** All declared resources of one kind, by their names. */
export class Things {
  readonly all: Thing[] = [];
  private readonly byKey = new Map<string, Thing>();
  private readonly byName = new Map<string, Thing[]>();
  /** Resources of whose name only the format is known before apply. */
  private readonly unnamed: { readonly thing: Thing; readonly name: RegExp }[] = [];

  constructor(
    kind: string,
    readonly naming: Naming,
    declarations: Declarations,
  ) {
    for (const resource of declarations.resources(kind)) {
      const thing = this.add(resource, ["id"], ...(naming.attributes ?? []).map(pathOf));
      if (naming.name !== undefined) this.call(thing, resource, naming.name);
    }
    for (const { type, attributes, name } of naming.createdWith ?? [])
      for (const resource of declarations.resources(type)) {
        const thing = this.add(resource, ...attributes.map(pathOf));
        if (name) this.unnamed.push({ thing, name });
      }
  }

  /** The resource to which a symbol belongs. */
  symbol(key: string): Thing | undefined {
    return this.byKey.get(key);
  }

  /** Resources that AWS creates with another one. */
  createdWith(owner: Resource): Thing[] {
    return this.all.filter(({ resource }) => resource === owner);
  }

  /** Resources that may have a name. */
  called(name: string): Thing[] {
    const maybe = this.unnamed.filter((one) => one.name.test(name)).map(({ thing }) => thing);
    if (!hasSymbols(name)) return [...(this.byName.get(name) ?? []), ...maybe];
    const form = formOf(name);
    return [...this.byName].flatMap(([one, things]) => (form.test(one) ? things : [])).concat(maybe);
  }

  /** Whether exactly one resource certainly has a name, and no other may. */
  isCalled(thing: Thing, name: string): boolean {
    return !this.naming.sharesNames && this.byName.get(name)?.[0] === thing;
  }

  private add(resource: Resource, ...paths: Path[]): Thing {
    const keys = paths.map((path) => keyOf(resource.symbol(...path)));
    const thing = { key: keys[0] as string, resource };
    this.all.push(thing);
    for (const key of keys) this.byKey.set(key, thing);
    return thing;
  }

  private call(thing: Thing, resource: Resource, argument: string): void {
    const name = resource.saysOfEach(argument);
    const prefix = resource.saysOfEach(`${argument}_prefix`);
    // A block that creates several resources, or none, gives no certain name.
    if (name.kind === "constant" && !isAbsent(name) && !resource.repetition) {
      const same = this.byName.get(String(name.value));
      if (same) same.push(thing);
      else this.byName.set(String(name.value), [thing]);
    } else if (!isAbsent(name)) this.unnamed.push({ thing, name: formOf(textWithSymbols(name)) });
    // Without a name the provider generates one with this prefix.
    else if (isAbsent(prefix)) this.unnamed.push({ thing, name: /^(terraform|tf)-/ });
    else this.unnamed.push({ thing, name: formOf(`${textWithSymbols(prefix)}${symbolAt(0)}`) });
  }
}

/** Private-use characters around the number of a symbol in a text. */
const [open, close] = ["\uE000", "\uE001"];
const symbolAt = (index: number): string => `${open}${index}${close}`;
const anySymbol = new RegExp(`${open}(\\d+)${close}`, "g");

/** A text in which numbers represent the parts that only AWS knows. */
export const textWithSymbols = (value: Value): string =>
  (value.kind === "template" ? value.parts : [value])
    .map((part, index) => (part.kind === "constant" ? String(part.value) : symbolAt(index)))
    .join("");

/** The number of the symbol that a text consists of. */
export const onlySymbol = (text: string): number | undefined => {
  const found = new RegExp(`^${open}(\\d+)${close}$`).exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
};

const hasSymbols = (text: string): boolean => text.includes(open);

/** Pattern of the possible values of a text with symbols. */
const formOf = (text: string): RegExp =>
  new RegExp(
    `^${text
      .split(anySymbol)
      .map((part, index) => (index % 2 === 0 ? part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") : ".*"))
      .join("")}$`,
    "s",
  );

const pathOf = (attribute: string): Path =>
  attribute.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
