import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { project } from "../support/program";

const copy = fs.mkdtempSync(path.join(os.tmpdir(), "fifth-"));
afterAll(() => fs.rmSync(copy, { recursive: true }));

function edit(file: string, found: string, replacement: string): void {
  const text = fs.readFileSync(path.join(copy, file), "utf8");
  expect(text.split(found)).toHaveLength(2);
  fs.writeFileSync(path.join(copy, file), text.replace(found, replacement));
}

/** Files in which the compiler finds an error. */
function errors(): string[] {
  const compiler = path.join(project, "node_modules", ".bin", "tsc");
  // Several threads each learn the types of providers, which takes most of the time.
  const words = ["-p", copy, "--pretty", "false", "--singleThreaded"];
  const { stdout } = spawnSync(compiler, words, { cwd: copy, encoding: "utf8" });
  return [
    ...new Set([...stdout.matchAll(/^(\S+\.ts)\(\d+,\d+\): error/gm)].map(([, file]) => file as string)),
  ].sort();
}

beforeAll(() => {
  fs.cpSync(path.join(project, "src"), path.join(copy, "src"), { recursive: true });
  fs.symlinkSync(path.join(project, "node_modules"), path.join(copy, "node_modules"));
  const { compilerOptions } = JSON.parse(fs.readFileSync(path.join(project, "tsconfig.json"), "utf8"));
  const settings = { compilerOptions, include: ["src"] };
  fs.writeFileSync(path.join(copy, "tsconfig.json"), JSON.stringify(settings));
});

test("the compiler requires every trait and every construct for a fifth topology and for a third kind", () => {
  const topologies = "src/config/facts/topologies.ts";
  edit(topologies, '| "peered-vpcs"', '| "peered-vpcs" | "transit-gateway"');
  edit(topologies, 'path: "direct" |', 'path: "direct" | "attachment" |');
  edit(
    topologies,
    "  peering: {",
    '  transit: { network: "transit-gateway", path: "attachment" },\n  peering: {',
  );
  edit(
    "src/config/schema/application.ts",
    "[container, metabase]",
    '[container, metabase, metabase.extend({ kind: z.literal("grafana") })]',
  );
  expect(errors()).toEqual([
    "src/config/application-kinds.ts",
    topologies,
    "src/config/opened-applications.ts",
    "src/database/paths.ts",
    "src/network/topologies.ts",
    "src/stacks/intent/applications.ts",
    "src/stacks/intent/network.ts",
    "src/stacks/organization-stack.ts",
  ]);
});
