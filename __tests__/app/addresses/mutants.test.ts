import path from "node:path";
import { build, type Plugin } from "esbuild";
import { full, seed, shareOf } from "../../support/effort";
import { accepted, acceptedNames } from "./accepted";
import { changes, listing } from "./listing";
import { draw, type Mutant } from "./mutants";
import type { synthesizeCase } from "./synthesize-case";

const project = path.resolve(__dirname, "../../..");

/** What synthesizes a case, with one of its files changed. */
async function synthesizer(mutant?: Mutant): Promise<typeof synthesizeCase> {
  const { outputFiles } = await build({
    absWorkingDir: project,
    entryPoints: [path.join(__dirname, "synthesize-case.ts")],
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    packages: "external",
    logLevel: "error",
    plugins: [sameCode, ...(mutant ? [inPlaceOf(mutant)] : [])],
  });
  const module = { exports: {} as { synthesizeCase: typeof synthesizeCase } };
  new Function("module", "exports", "require", "__dirname", outputFiles[0]?.text ?? "")(
    module,
    module.exports,
    require,
    path.join(project, "dist"),
  );
  return module.exports.synthesizeCase;
}

/** The code of functions has no address, and is bundled once for all. */
const sameCode: Plugin = {
  name: "same code",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\/code$/ }, () => ({
      path: path.join(project, "src/functions/code.ts"),
      external: true,
    })),
};

/** esbuild takes a RegExp of its own realm, which a literal in a test is not. */
const inPlaceOf = ({ file, text }: Mutant): Plugin => ({
  name: "mutant",
  setup: ({ onLoad }) =>
    onLoad({ filter: new RegExp(`${path.basename(file)}$`) }, (loaded) =>
      loaded.path === file ? { contents: text, loader: "ts" } : undefined,
    ),
});

/** The first accepted list of these that differs, with what differs. */
async function difference(mutant: Mutant | undefined, names: readonly string[]): Promise<string[]> {
  const synthesizeCase = await synthesizer(mutant);
  for (const name of names) {
    const found = changes(accepted(name), listing(synthesizeCase(name)));
    if (found.length > 0) return [name, ...found];
  }
  return [];
}

describe(`a change of src changes the list of addresses (seed ${seed})`, () => {
  test("nothing else does", async () => {
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
