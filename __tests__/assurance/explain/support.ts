import { explain, type Proof } from "../../../src/assurance";
import { environment, organization } from "../../support/fixtures";
import type { Change } from "../support/edits";
import { Provable } from "../support/proofs";

/** Acme with Metabase, Globex without a password, Hooli with an instance of its own. */
const organizations = [
  organization("acme", { applications: [{ kind: "metabase" }] }),
  organization("globex", { authentication: "iam" }),
  organization("hooli", { isolation: "instance" }),
];

/** An environment whose synthesized Terraform may be changed before it is judged. */
export class Explained {
  readonly proof: Proof;
  private readonly provable: Provable;

  constructor(overrides: Parameters<typeof environment>[0] = {}) {
    this.provable = new Provable(environment(overrides, organizations));
    this.proof = this.changed(() => {});
  }

  changed(change: Change): Proof {
    return this.provable.after(change);
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
