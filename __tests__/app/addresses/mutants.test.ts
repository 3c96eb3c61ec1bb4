import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { build, type Plugin } from "esbuild";
import { full, seed } from "../../support/effort";
import { stacksIn } from "../../support/synthesize";
import { accepted, acceptedNames } from "./accepted";
import { changes, listing } from "./listing";
import { draw, type Mutant } from "./mutants";

const project = path.resolve(__dirname, "../../..");
// Beside node_modules, so that packages resolve.
const bundles = path.join(project, "dist", `mutants-${process.pid}`);
const outputs = fs.mkdtempSync(path.join(os.tmpdir(), "mutants-"));
afterAll(() => {
  for (const folder of [bundles, outputs]) fs.rmSync(folder, { recursive: true, force: true });
});

/** src as it is, and changes of it. */
const mutants: (Mutant | undefined)[] = [undefined, ...draw(seed, full(1, 20), full(1, 5))];

const bundleOf = (index: number): string => path.join(bundles, `${index}.js`);
const outputOf = (index: number): string => path.join(outputs, String(index));

const bundle = (mutant: Mutant | undefined, index: number): Promise<unknown> =>
  build({
    absWorkingDir: project,
    entryPoints: [path.join(__dirname, "synthesize-cases.ts")],
    bundle: true,
    platform: "node",
    packages: "external",
    outfile: bundleOf(index),
    logLevel: "error",
    plugins: mutant ? [inPlaceOf(mutant)] : [],
  });

/** esbuild takes a RegExp of its own realm, which a literal in a test is not. */
const inPlaceOf = ({ file, text }: Mutant): Plugin => ({
  name: "mutant",
  setup: ({ onLoad }) =>
    onLoad({ filter: new RegExp(`${path.basename(file)}$`) }, (loaded) =>
      loaded.path === file ? { contents: text, loader: "ts" } : undefined,
    ),
});

/** All of them in one process, so that CDKTF and its providers are loaded once. */
function synthesize(): void {
  const program = `
    require(${JSON.stringify(path.join(project, "scripts/for-cdktf.js"))});
    for (const [bundle, output] of JSON.parse(process.argv[1])) require(bundle).synthesizeCases(output);`;
  const jobs = mutants.map((_, index) => [bundleOf(index), outputOf(index)]);
  const { status, stderr } = spawnSync(process.execPath, ["-e", program, JSON.stringify(jobs)], {
    cwd: project,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
}

/** What differs from the accepted lists. */
const differences = (index: number): string[] =>
  acceptedNames().flatMap((name) =>
    changes(accepted(name), listing([...stacksIn(path.join(outputOf(index), name)).values()])),
  );

describe(`a change of src changes the list of addresses (seed ${seed})`, () => {
  beforeAll(async () => {
    await Promise.all(mutants.map(bundle));
    synthesize();
  }, 600_000);

  test("nothing else does", () => expect(differences(0)).toEqual([]));

  const rows = mutants.flatMap((mutant, index): [kind: string, place: string, index: number][] =>
    mutant ? [[mutant.kind, `${path.relative(project, mutant.file)}:${mutant.line}`, index]] : [],
  );
  test.each(rows)("%s at %s", (_, __, index) => expect(differences(index)).not.toEqual([]));
});
