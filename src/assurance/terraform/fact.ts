import { listsByKey } from "../grouping";

/**
 * Something that follows from a configuration, and from what it is about: a text, or something that is never changed. It
 * is a function without anything around it, so that what it gives depends on nothing but what it asks the configuration.
 */
export type Derivation<Configuration, About, T> = (configuration: Configuration, about: About) => T;

export type AnyDerivation = Derivation<never, never, unknown>;

/** What was derived, and from what. */
export interface Fact {
  readonly derive: AnyDerivation;
  readonly about: unknown;
  readonly value: unknown;
  /** What the configuration was asked for it. */
  readonly asked: ReadonlySet<string>;
  /** Facts that it was derived from. */
  readonly used: ReadonlySet<Fact>;
}

/** Facts by what they derive, and by what that is about. */
export class FactTable {
  private readonly facts = new Map<AnyDerivation, Map<unknown, Fact>>();

  find(derive: AnyDerivation, about: unknown): Fact | undefined {
    return this.facts.get(derive)?.get(about);
  }

  add(fact: Fact): void {
    const { derive, about } = fact;
    const facts = this.facts.get(derive);
    if (facts) facts.set(about, fact);
    else this.facts.set(derive, new Map([[about, fact]]));
  }

  get all(): Fact[] {
    return [...this.facts.values()].flatMap((facts) => [...facts.values()]);
  }
}

/** Facts of one configuration with all that they were derived from, to tell what follows from an answer. */
export class FactGraph {
  private readonly table = new FactTable();
  private readonly askedFor: ReadonlyMap<string, readonly Fact[]>;
  private readonly usedFor: ReadonlyMap<Fact, readonly Fact[]>;

  constructor(facts: readonly Fact[]) {
    const all = new Set(facts);
    // A set is walked with what is added to it on the way.
    for (const fact of all) for (const one of fact.used) all.add(one);
    for (const fact of all) this.table.add(fact);
    const found = [...all];
    this.askedFor = listsByKey(
      found.flatMap((fact) => [...fact.asked].map((answer) => [answer, fact] as const)),
    );
    this.usedFor = listsByKey(found.flatMap((fact) => [...fact.used].map((one) => [one, fact] as const)));
  }

  find(derive: AnyDerivation, about: unknown): Fact | undefined {
    return this.table.find(derive, about);
  }

  /** All facts that may be others if the configuration answers otherwise, whatever is in between. */
  after(changes: Iterable<string>): ReadonlySet<Fact> {
    const found = new Set<Fact>();
    for (const change of changes) for (const fact of this.askedFor.get(change) ?? []) found.add(fact);
    for (const fact of found) for (const other of this.usedFor.get(fact) ?? []) found.add(other);
    return found;
  }
}
