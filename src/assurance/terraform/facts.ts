import { type AnyDerivation, type Derivation, type Fact, FactGraph, FactTable } from "./fact";
import { sharing } from "./sharing";

/** Whatever there is: another answer to this goes with another answer to anything. */
export const everything = "stacks";

/** A fact that is being derived. */
interface Draft {
  readonly facts: unknown;
  readonly asked: Set<string>;
  readonly used: Set<Fact>;
}

/**
 * What follows from a configuration, each fact derived once. A configuration that was made from an earlier one takes over
 * a fact where nothing that was asked for it has changed, and where the facts that it was derived from come to the same.
 * So what changes little is proved again in little time.
 */
export class Facts<Configuration> {
  private readonly known = new FactTable();
  /** What is being derived, the innermost last. One list for all that follow from each other. */
  private readonly drafts: Draft[];
  private readonly earlier: FactGraph | undefined;
  /** Facts of the earlier configuration that may be others here. */
  private readonly doubtful: ReadonlySet<Fact> | undefined;
  /** Made when a later configuration asks for it, of what is known then. */
  private graph: FactGraph | undefined;

  constructor(
    private readonly configuration: Configuration,
    earlier?: Facts<Configuration>,
    /** What the configuration answers otherwise than the earlier one, in the words of `asked`. */
    private readonly changes: ReadonlySet<string> = new Set(),
  ) {
    this.drafts = earlier?.drafts ?? [];
    this.earlier = earlier?.asGraph;
    this.doubtful = this.earlier?.after(changes);
  }

  /**
   * Notes that the configuration was asked something.
   *
   * @throws Error where what is derived from one configuration asks another one, and so may mix two worlds
   */
  asked(what: string): void {
    this.draft(what)?.asked.add(what);
  }

  of<About, T>(derive: Derivation<Configuration, About, T>, about: About): T {
    const fact = this.find(derive as AnyDerivation, about);
    this.draft("a fact")?.used.add(fact);
    return fact.value as T;
  }

  /** Does something in which no earlier configuration may be asked, not even by what was kept of one. */
  alone<T>(work: () => T): T {
    this.drafts.push({ facts: this, asked: new Set(), used: new Set() });
    try {
      return work();
    } finally {
      this.drafts.pop();
    }
  }

  /** What is being derived from this configuration. Nothing where it is asked for something else than a fact. */
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
