import { sharing } from "./sharing";

/**
 * Something that follows from a configuration, and from what it is about: a text, or something that is never changed. It
 * is a function without anything around it, so that what it gives depends on nothing but what it asks the configuration.
 */
export type Derivation<Configuration, About, T> = (configuration: Configuration, about: About) => T;

type AnyDerivation = Derivation<never, never, unknown>;

/** Whatever there is: another answer to this goes with another answer to anything. */
export const everything = "stacks";

/** What was derived, and what the configuration was asked for it. */
interface Fact {
  readonly value: unknown;
  readonly asked: ReadonlySet<string>;
}

/** A fact that is being derived. */
interface Draft {
  readonly facts: unknown;
  readonly asked: Set<string>;
}

/**
 * What follows from a configuration, each fact derived once. A configuration that was made from an earlier one takes over
 * the facts for which nothing was asked that has changed, so that what changes little is proved again in little time.
 */
export class Facts<Configuration> {
  private readonly known = new Map<AnyDerivation, Map<unknown, Fact>>();
  /** What is being derived, the innermost last. One list for all that follow from each other. */
  private readonly drafts: Draft[];
  private readonly earlier: Facts<Configuration>["known"] | undefined;

  constructor(
    private readonly configuration: Configuration,
    earlier?: Facts<Configuration>,
    /** What the configuration answers otherwise than the earlier one, in the words of `asked`. */
    private readonly changes: ReadonlySet<string> = new Set(),
  ) {
    this.drafts = earlier?.drafts ?? [];
    this.earlier = earlier?.known;
  }

  /**
   * Notes that the configuration was asked something.
   *
   * @throws Error where what is derived from one configuration asks another one, and so may mix two worlds
   */
  asked(what: string): void {
    const draft = this.drafts.at(-1);
    if (!draft) return;
    if (draft.facts !== this) throw new Error(`${what} was asked of an earlier configuration.`);
    if (!draft.asked.has(everything)) draft.asked.add(what);
  }

  of<About, T>(derive: Derivation<Configuration, About, T>, about: About): T {
    const known = this.known.get(derive)?.get(about);
    const fact = known ?? this.kept(derive, about) ?? this.derived(derive, about);
    if (!known) this.keep(derive, about, fact);
    // What is derived from a fact depends on all that the fact does.
    if (this.drafts.length > 0)
      if (fact.asked.has(everything)) this.asked(everything);
      else for (const what of fact.asked) this.asked(what);
    return fact.value as T;
  }

  private kept(derive: AnyDerivation, about: unknown): Fact | undefined {
    const fact = this.earlier?.get(derive)?.get(about);
    if (!fact) return undefined;
    for (const change of this.changes) if (fact.asked.has(change)) return undefined;
    return fact;
  }

  private derived<About>(derive: Derivation<Configuration, About, unknown>, about: About): Fact {
    const asked = new Set<string>();
    this.drafts.push({ facts: this, asked });
    try {
      const value = derive(this.configuration, about);
      return { value: sharing(this.earlier?.get(derive)?.get(about)?.value, value), asked };
    } finally {
      this.drafts.pop();
    }
  }

  private keep(derive: AnyDerivation, about: unknown, fact: Fact): void {
    const facts = this.known.get(derive) ?? new Map<unknown, Fact>();
    this.known.set(derive, facts.set(about, fact));
  }
}
