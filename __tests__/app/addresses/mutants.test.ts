import path from "node:path";
import { loadChanged } from "../../support/changed";
import { full, seed, shareOf } from "../../support/effort";
import { project } from "../../support/program";
import { accepted, acceptedNames } from "./accepted";
import { changes, listing } from "./listing";
import { draw, type Mutant } from "./mutants";

/** The first accepted list of these that differs, with what differs. */
async function difference(mutant: Mutant | undefined, names: readonly string[]): Promise<string[]> {
  const entry = path.join(__dirname, "synthesize-case.ts");
  const { synthesizeCase } = await loadChanged<typeof import("./synthesize-case")>(entry, mutant);
  for (const name of names) {
    const found = changes(accepted(name), listing(synthesizeCase(name)));
    if (found.length > 0) return [name, ...found];
  }
  return [];
}

describe(`the record of addresses, under mutations of src (seed ${seed})`, () => {
  test("equals the output of unchanged sources", async () => {
    expect(await difference(undefined, shareOf(acceptedNames(), 0, 4))).toEqual([]);
  });

  const rows = draw(seed, full(1, 20), full(1, 5)).map((mutant): [kind: string, place: string, Mutant] => [
    mutant.kind,
    `${path.relative(project, mutant.file)}:${mutant.line}`,
    mutant,
  ]);
  test.each(rows)(
    "%s at %s",
    async (_, __, mutant) => expect(await difference(mutant, acceptedNames())).not.toEqual([]),
    60_000,
  );
});
