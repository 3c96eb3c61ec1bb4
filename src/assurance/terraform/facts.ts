import { type AnyDerivation, type Derivation, type Fact, FactGraph, FactTable } from "./fact";
import { sharing } from "./sharing";

/** Query for everything: its answer changes with any other. */
export const everything = "stacks";

/** A fact that is being derived. */
interface Draft {
  readonly facts: unknown;
  readonly asked: Set<string>;
  readonly used: Set<Fact>;
}

/**
 * Facts of a configuration, each derived once. A configuration that was created from an earlier one reuses a fact if
 * all its queries have the same answers, and the facts that it was derived from have equal results. So a small change
 * is proved again quickly.
 */
export class Facts<Configuration> {
  private readonly known = new FactTable();
  /** Facts that are being derived, the innermost last. One list for all configurations that follow from each other. */
  private readonly drafts: Draft[];
  private readonly earlier: FactGraph | undefined;
  /** Facts of the earlier configuration that may have changed. */
  private readonly doubtful: ReadonlySet<Fact> | undefined;
  /** Created when a later configuration needs it, from the facts known then. */
  private graph: FactGraph | undefined;

  constructor(
    private readonly configuration: Configuration,
    earlier?: Facts<Configuration>,
    /** Queries that the configuration answers differently from the earlier one. */
    private readonly changes: ReadonlySet<string> = new Set(),
  ) {
    this.drafts = earlier?.drafts ?? [];
    this.earlier = earlier?.asGraph;
    this.doubtful = this.earlier?.after(changes);
  }

  /**
   * Records a query to the configuration.
   *
   * @throws Error if a fact of one configuration queries another one, which may have other answers
   */
  asked(what: string): void {
    this.draft(what)?.asked.add(what);
  }

  of<About, T>(derive: Derivation<Configuration, About, T>, about: About): T {
    const fact = this.find(derive as AnyDerivation, about);
    this.draft("a fact")?.used.add(fact);
    return fact.value as T;
  }

  /** Runs work in which no earlier configuration may be queried, not even by remembered objects. */
  alone<T>(work: () => T): T {
    this.drafts.push({ facts: this, asked: new Set(), used: new Set() });
    try {
      return work();
    } finally {
      this.drafts.pop();
    }
  }

  /** The fact of this configuration that is being derived, if any. */
  private draft(what: string): Draft | undefined {
    const draft = this.drafts.at(-1);
    if (draft && draft.facts !== this) throw new Error(`${what} was asked of an earlier configuration.`);
    return draft;
  }

  private get asGraph(): FactGraph {
    this.graph ??= new FactGraph(this.known.all);
    return this.graph;
  }

  private find(derive: AnyDerivation, about: unknown): Fact {
    const known = this.known.find(derive, about);
    if (known) return known;
    const fact = this.found(derive, about, this.earlier?.find(derive, about));
    this.known.add(fact);
    this.graph = undefined;
    return fact;
  }

  private found(derive: AnyDerivation, about: unknown, earlier: Fact | undefined): Fact {
    if (earlier && this.isStill(earlier)) return earlier;
    const draft = { facts: this, asked: new Set<string>(), used: new Set<Fact>() };
    this.drafts.push(draft);
    try {
      const value = (derive as Derivation<Configuration, unknown, unknown>)(this.configuration, about);
      return { derive, about, value: sharing(earlier?.value, value), asked: draft.asked, used: draft.used };
    } finally {
      this.drafts.pop();
    }
  }

  private isStill(fact: Fact): boolean {
    if (!this.doubtful?.has(fact)) return true;
    const { asked, used } = fact;
    for (const change of this.changes) if (asked.has(change)) return false;
    for (const one of used) if (this.doubtful.has(one) && !this.isSame(one)) return false;
    return true;
  }

  private isSame({ derive, about, value }: Fact): boolean {
    return this.find(derive, about).value === value;
  }
}
