import { groupListsOf } from "../group-holders";
import { listsByKey } from "../grouping";
import {
  type Configuration,
  isAbsent,
  keyOf,
  type Named,
  possible,
  type Resource,
  type Thing,
  type Value,
} from "../terraform";
import { groupsNamed, type HeldGroups, together } from "./held-groups";

/** A parsed part of the network, with notes about what could not be read. */
export interface WithNotes<T> {
  readonly found: T;
  readonly unknowns: readonly string[];
  readonly foreignGroups: readonly string[];
}

/** A reader of a part of the network as a function of the configuration only. */
export const withNotes =
  <T>(read: (configuration: Configuration, notes: Notes) => T) =>
  (configuration: Configuration): WithNotes<T> => {
    const notes = new Notes(configuration);
    const found = read(configuration, notes);
    return { found, unknowns: notes.all, foreignGroups: notes.foreignGroups };
  };

/** Collects what could not be read. A model with notes answers UNKNOWN instead of DENIED. */
export class Notes {
  private readonly found = new Set<string>();
  private readonly foreign = new Set<string>();

  constructor(private readonly configuration: Configuration) {}

  add(text: string): void {
    this.found.add(text);
  }

  get all(): readonly string[] {
    return [...this.found];
  }

  /** IPv6 is not modelled: a rule for IPv6 may admit any client. */
  ipv6(address: string, values: readonly Value[]): void {
    const isSaid = (value: Value): boolean =>
      !isAbsent(value) &&
      !(value.kind === "list" && value.items.length === 0) &&
      !(value.kind === "constant" && value.value === "");
    if (values.some(isSaid)) this.add(`${address} is about IPv6, which is not modelled`);
  }

  /** The key of the declared resource that a value names; a note if it is not known, or not declared. */
  one(kind: string, value: Value, what: string): string | undefined {
    return this.declared(kind, value, what)?.key;
  }

  /** Keys of the resources that the items of a list name. */
  each(kind: string, values: Value, what: string): string[] {
    return this.configuration
      .namedIn(kind, values)
      .flatMap((named) => this.withNotes(named, kind, what)?.key ?? []);
  }

  /** The declared resource that a value names. */
  declared(kind: string, value: Value, what: string): Thing | undefined {
    return isAbsent(value) ? undefined : this.withNotes(this.configuration.named(kind, value), kind, what);
  }

  /** One sentence per place that names a security group which is not certainly declared here. */
  get foreignGroups(): readonly string[] {
    return [...this.foreign];
  }

  /** The security groups of a resource. Unknown ones are recorded with their holder. */
  groupsOf(resource: Resource): HeldGroups {
    const held = together(...groupListsOf(resource).map((list) => groupsNamed(this.configuration, list)));
    if (held.unknown !== undefined) this.foreignGroup(resource.address, held.unknown);
    return held;
  }

  foreignGroup(what: string, reason: string): void {
    this.foreign.add(`${what} names a security group that is not known to be declared here: ${reason}`);
  }

  /**
   * Resources of a type by the owner that an attribute names: for each owner, all that may belong to it.
   *
   * @param withNotes which ones are withNotes: those with an unknown owner, all without a certain owner, or none
   */
  byOwner(
    type: string,
    attribute: string,
    kind: string,
    withNotes: "not known" | "not declared or not known" | "none" = "not known",
  ): (owner: Resource) => readonly Resource[] {
    const owned: [owner: Resource, resource: Resource][] = [];
    for (const resource of this.configuration.resources(type)) {
      const value = resource.get(attribute);
      if (isAbsent(value)) continue;
      const named = this.configuration.named(kind, value);
      if (withNotes === "not declared or not known" || (withNotes === "not known" && named.answer !== "none"))
        this.withNotes(named, kind, resource.address);
      for (const { resource: owner } of possible(named)) owned.push([owner, resource]);
    }
    const byOwner = listsByKey(owned);
    return (owner) => byOwner.get(owner) ?? [];
  }

  private withNotes(named: Named, kind: string, what: string): Thing | undefined {
    if (named.answer === "exactly") return named.thing;
    this.add(
      named.answer === "none"
        ? `${what} names an ${kind} that is not declared here: ${named.reason}`
        : `which ${kind} ${what} names is not known: ${named.reason}`,
    );
    return undefined;
  }
}

/** The key of a resource's id, by which others refer to it. */
export const idOf = (resource: Resource): string => keyOf(resource.symbol("id"));
