import { explain, type Proof, prove } from "../../../src/assurance";
import { intentOf } from "../../../src/stacks/intent";
import { environment, organization } from "../../support/fixtures";
import { Synthesis } from "../support/mutations";
import { sourcesOf } from "../support/sources";

/** Acme with Metabase, Globex without a password, Hooli with an instance of its own. */
const organizations = [
  organization("acme", { applications: [{ kind: "metabase" }] }),
  organization("globex", { authentication: "iam" }),
  organization("hooli", { isolation: "instance" }),
];

/** An environment whose synthesized Terraform may be changed before it is judged. */
export class Explained {
  private readonly config;
  private readonly synthesis: Synthesis;
  readonly proof: Proof;

  constructor(overrides: Parameters<typeof environment>[0] = {}) {
    this.config = environment(overrides, organizations);
    this.synthesis = new Synthesis(sourcesOf(this.config));
    this.proof = this.changed(() => {});
  }

  changed(change: (json: Synthesis) => void): Proof {
    const copy = this.synthesis.copy();
    change(copy);
    return prove(copy.sources, [intentOf(this.config)])[0] as Proof;
  }
}

/** What is said to a question, without the characters by which Terraform tells names apart. */
export const answer = (proof: Proof, source: string, target: string): string =>
  explain(proof, source, target)
    .lines.join("\n")
    .replaceAll(/_[0-9A-F]{8}\b/g, "");

/** The lines of one chapter: from its title to the next empty line. */
export const chapter = (text: string, title: string): string[] => {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.startsWith(title));
  if (start < 0) throw new Error(`no ${title} in:\n${text}`);
  const end = lines.indexOf("", start);
  return lines.slice(start + 1, end < 0 ? undefined : end);
};

/** Hops of a chapter: verdict and what is asked. */
export const hops = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => {
    const [, verdict, what] = /^ +(allowed|DENIED|UNKNOWN) {2,}(.+?)(?: {2,}.*)?$/.exec(line) ?? [];
    return verdict === undefined ? [] : [`${verdict} ${what}`];
  });
