import { listsByKey } from "../grouping";

/**
 * A function that derives a fact from a configuration and its subject: a text, or an immutable object. It has no other
 * input, so its result depends only on the queries to the configuration.
 */
export type Derivation<Configuration, About, T> = (configuration: Configuration, about: About) => T;

export type AnyDerivation = Derivation<never, never, unknown>;

/** A derived result, with its dependencies. */
export interface Fact {
  readonly derive: AnyDerivation;
  readonly about: unknown;
  readonly value: unknown;
  /** Queries to the configuration. */
  readonly asked: ReadonlySet<string>;
  /** Facts that it was derived from. */
  readonly used: ReadonlySet<Fact>;
}

/** Facts by the deriving function and the subject. */
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

/** Facts of one configuration with all their dependencies, to find what depends on an answer. */
export class FactGraph {
  private readonly table = new FactTable();
  private readonly askedFor: ReadonlyMap<string, readonly Fact[]>;
  private readonly usedFor: ReadonlyMap<Fact, readonly Fact[]>;

  constructor(facts: readonly Fact[]) {
    const all = new Set(facts);
    // Iterating a set includes elements that are added meanwhile.
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

  /** All facts that may change if the configuration answers these queries differently, directly or indirectly. */
  after(changes: Iterable<string>): ReadonlySet<Fact> {
    const found = new Set<Fact>();
    for (const change of changes) for (const fact of this.askedFor.get(change) ?? []) found.add(fact);
    for (const fact of found) for (const other of this.usedFor.get(fact) ?? []) found.add(other);
    return found;
  }
}
