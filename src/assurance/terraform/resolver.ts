import { namings, standIns } from "./naming";
import type { Resource } from "./resource";
import { type Declarations, onlySymbol, type Thing, type Things, textWithSymbols, thingsOf } from "./things";
import { isAbsent, keyOf, list, type Reference, type Value } from "./value";

/**
 * The declared resources of a kind that a value names. Possible access uses `possible`, required access uses `certain`.
 */
export type Named =
  | { readonly answer: "exactly"; readonly thing: Thing }
  /** No other declared resource, and possibly none of these. */
  | { readonly answer: "one of"; readonly things: readonly Thing[]; readonly reason: string }
  | { readonly answer: "none"; readonly reason: string }
  /** Any declared resource, or none: a variable, a data source that searches, an exact id. */
  | { readonly answer: "unknown"; readonly things: readonly Thing[]; readonly reason: string };

/** The resources that a value may name. */
export const possible = (named: Named): readonly Thing[] =>
  named.answer === "exactly" ? [named.thing] : named.answer === "none" ? [] : named.things;

/** The resource that a value certainly names. */
export const certain = (named: Named): Thing | undefined =>
  named.answer === "exactly" ? named.thing : undefined;

/** Resolves values to declared resources of a kind, by any notation that AWS accepts. */
export class Resolver {
  /** Stand-ins that are being followed, to detect cycles. */
  private readonly followed = new Set<Resource>();

  constructor(private readonly declarations: Declarations) {}

  /** All declared resources of a kind. */
  all(kind: string): readonly Thing[] {
    return this.things(kind).all;
  }

  /**
   * @param kind resource type that usually creates the resource
   * @throws Error if `naming.ts` does not describe the kind
   */
  named(kind: string, value: Value): Named {
    const thing = this.things(kind).symbol(keyOf(value));
    if (thing) return { answer: "exactly", thing };
    if (isAbsent(value)) return none("nothing");
    if (value.kind === "reference") return this.byReference(kind, value);
    if (value.kind === "constant" || value.kind === "template") return this.byText(kind, value);
    if (value.kind !== "unknown") return this.unknown(kind, keyOf(value));
    // Whichever of them it is, no other block creates it.
    return value.attributeOfSeveral
      ? uncertain(this.named(kind, value.attributeOfSeveral), value.reason)
      : this.unknown(kind, value.reason);
  }

  /** The resources that the items of a list name. */
  namedIn(kind: string, values: Value): Named[] {
    if (isAbsent(values)) return [];
    return (values.kind === "list" ? values : list([values])).items.map((value) => this.named(kind, value));
  }

  private things(kind: string): Things {
    return this.declarations.derived(thingsOf, kind);
  }

  private byReference(kind: string, reference: Reference): Named {
    const resource = this.declarations.find(reference.address);
    const kinds = resource ? kindsNamedBy(resource.type, reference.path.join(".")) : [];
    if (!resource || kinds.length === 0) return this.unknown(kind, keyOf(reference));
    if (!kinds.includes(kind)) return none(keyOf(reference));
    if (standIns[resource.type]?.kind === kind) return this.stoodForBy(resource);
    if (resource.mode !== "data") return this.unknown(kind, keyOf(reference));
    const found = this.foundBy(resource);
    if (resource.type === kind) return found;
    return this.mapped(kind, found, (owner) => this.named(kind, owner.resource.symbol(...reference.path)));
  }

  /** The resource that a data source finds by identifying arguments. With other arguments, it may find any. */
  private foundBy(data: Resource): Named {
    const naming = namings[data.type];
    const short = data.type.replace(/^aws_/, "");
    const names = ["id", `${short}_id`, `${short}_identifier`, ...(naming?.attributes ?? [])];
    const answers = names
      .map((name) => data.get(name))
      .filter((value) => !isAbsent(value))
      .map((value) => this.named(data.type, value));
    const best = (["none", "exactly", "one of"] as const)
      .map((answer) => answers.find((one) => one.answer === answer))
      .find((one) => one !== undefined);
    return best ?? this.unknown(data.type, `what ${data.address} finds`);
  }

  /** The resource for which another one stands. */
  private stoodForBy(resource: Resource): Named {
    const { kind, argument, owner } = standIns[resource.type] as NonNullable<(typeof standIns)[string]>;
    if (this.followed.has(resource)) return this.unknown(kind, `${resource.address} stands for itself`);
    this.followed.add(resource);
    const value = resource.get(argument);
    const named = owner
      ? this.mapped(kind, this.named(owner, value), (one) => this.createdWith(kind, one))
      : this.named(kind, value);
    this.followed.delete(resource);
    return named;
  }

  /** An exact text. Only the end of an ARN is compared: account and region may differ, so nothing is certain. */
  private byText(kind: string, value: Value): Named {
    const things = this.things(kind);
    const text = textWithSymbols(value);
    const inside = (things.naming.forms ?? []).flatMap((form) => form.exec(text)?.[1] ?? []);
    const symbols = inside.flatMap((name) => onlySymbol(name) ?? []);
    const [symbol] = symbols.flatMap((at) => (value.kind === "template" ? (value.parts[at] ?? []) : []));
    if (symbol) return uncertain(this.named(kind, symbol), keyOf(value));
    if ([text, ...inside].some((one) => things.naming.id?.test(one))) return this.unknown(kind, keyOf(value));
    for (const [type, standIn] of Object.entries(standIns)) {
      if (standIn.kind !== kind || !namings[type]) continue;
      const alias = this.named(type, value);
      if (alias.answer !== "none")
        return this.mapped(kind, alias, ({ resource }) => this.stoodForBy(resource));
    }
    if (things.naming.name === undefined) return this.unknown(kind, keyOf(value));
    const [only, ...others] = [...new Set([text, ...inside])].flatMap((name) => things.called(name));
    if (only && others.length === 0 && value.kind === "constant" && things.isCalled(only, text))
      return { answer: "exactly", thing: only };
    return oneOf(only ? [...new Set([only, ...others])] : [], keyOf(value));
  }

  /** The resources that belong to those that a value names. */
  private mapped(kind: string, named: Named, other: (thing: Thing) => Named): Named {
    if (named.answer === "none") return named;
    if (named.answer === "unknown") return this.unknown(kind, named.reason);
    if (named.answer === "exactly") return other(named.thing);
    const others = named.things.map(other);
    const lost = others.find(({ answer }) => answer === "unknown");
    return lost ?? oneOf(others.flatMap(possible), named.reason);
  }

  private createdWith(kind: string, { resource }: Thing): Named {
    const [thing] = this.things(kind).createdWith(resource);
    return thing ? { answer: "exactly", thing } : none(resource.address);
  }

  private unknown(kind: string, reason: string): Named {
    return { answer: "unknown", things: this.things(kind).all, reason };
  }
}

const none = (reason: string): Named => ({ answer: "none", reason });

const oneOf = (things: readonly Thing[], reason: string): Named =>
  things.length === 0 ? none(reason) : { answer: "one of", things, reason };

const uncertain = (named: Named, reason: string): Named =>
  named.answer === "exactly" ? oneOf([named.thing], reason) : named;

/** Kinds of resources that an attribute of a type names. */
const kindsNamedBy = (type: string, attribute: string): readonly string[] =>
  byAttribute.get(`${type}.${attribute}`) ?? [];

/** Kinds of resources, by type and attribute. */
const byAttribute = new Map<string, string[]>();
for (const [kind, { attributes = [], createdWith = [] }] of Object.entries(namings)) {
  const add = (type: string, attribute: string): void => {
    const name = `${type}.${attribute}`;
    byAttribute.set(name, [...(byAttribute.get(name) ?? []), kind]);
  };
  for (const attribute of ["id", ...attributes]) add(kind, attribute);
  for (const one of createdWith) for (const attribute of one.attributes) add(one.type, attribute);
  for (const [type, standIn] of Object.entries(standIns))
    if (standIn.kind === kind)
      for (const attribute of ["id", ...(namings[type]?.attributes ?? ["arn"])]) add(type, attribute);
}
