import fs from "node:fs";
import path from "node:path";
import { filesIn } from "../../support/files";
import { randomFrom } from "../../support/random";

/** A change of one place in src that changes addresses, or what they depend on. */
export interface Mutant {
  readonly kind: "construct id" | "depends_on";
  readonly file: string;
  readonly line: number;
  /** The file with the change. */
  readonly text: string;
}

const src = path.resolve(__dirname, "../../../src");

/** What has an id and is no address: files, and what Terraform is told about its providers and states. */
const noAddress = /(Asset|Backend|Code|Provider|RequiredVersion)\($/;

const constructId = /(?<=\b\w+\(\s*(?:this|scope),\s*)(["`])/g;
const dependsOn = /(?<!readonly )\bdependsOn: /g;

/** Every construct id that is written in src, renamed, and every `dependsOn` that is given to a construct, dropped. */
export function allMutants(): Mutant[] {
  const files = filesIn(src, ".ts")
    .filter((file) => !file.startsWith("assurance"))
    .map((file) => path.join(src, file));
  return files.flatMap((file) => {
    const text = fs.readFileSync(file, "utf8");
    const at = (index: number | undefined, inserted: string, kind: Mutant["kind"]): Mutant => ({
      kind,
      file,
      line: text.slice(0, index).split("\n").length,
      text: text.slice(0, index) + inserted + text.slice(index),
    });
    return [
      ...[...text.matchAll(constructId)]
        .filter(({ index }) => !noAddress.test(text.slice(0, index).replace(/\s*(this|scope),\s*$/, "")))
        .map(({ index }) => at(index + 1, "other-", "construct id")),
      ...[...text.matchAll(dependsOn)].map(({ index }) =>
        at(index + "dependsOn: ".length, "[] ?? ", "depends_on"),
      ),
    ];
  });
}

/** As many of each kind as asked, drawn by a seed, each at most once. */
export function draw(seed: number, ids: number, dependencies: number): Mutant[] {
  const random = randomFrom(seed);
  const shuffled = allMutants()
    .map((mutant) => ({ mutant, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ mutant }) => mutant);
  const some = (kind: Mutant["kind"], count: number): Mutant[] =>
    shuffled.filter((mutant) => mutant.kind === kind).slice(0, count);
  return [...some("construct id", ids), ...some("depends_on", dependencies)];
}
