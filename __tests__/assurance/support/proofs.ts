import { type Proof, prove } from "../../../src/assurance";
import type { Environment } from "../../../src/config/model";
import { intentOf } from "../../../src/stacks/intent";
import type { Change } from "./edits";
import { Synthesis } from "./mutations";
import { sourcesOf } from "./sources";

type Intent = ReturnType<typeof intentOf>;

/** An environment whose synthesized stacks may be changed before they are judged. */
export class Provable {
  readonly synthesis: Synthesis;
  readonly intent: Intent;
  private unchanged: readonly Proof[] | undefined;

  constructor(config: Environment) {
    this.synthesis = new Synthesis(sourcesOf(config));
    this.intent = intentOf(config);
  }

  /** The proof after a change, in which what has not changed is that of the environment before it. */
  after(change: Change, intent: Intent = this.intent): Proof {
    const copy = this.synthesis.copy();
    change(copy);
    this.unchanged ??= prove(this.synthesis.sources, [this.intent]);
    return prove(copy.sources, [intent], this.unchanged)[0] as Proof;
  }

  /** The same, proved from scratch. */
  afterFromScratch(change: Change): Proof {
    const copy = this.synthesis.copy();
    change(copy);
    return prove(copy.sources, [this.intent])[0] as Proof;
  }
}
