import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { project } from "../support/program";

const table = "src/config/facts/topologies.ts";
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
  const { stdout } = spawnSync(compiler, ["-p", copy, "--pretty", "false"], { cwd: copy, encoding: "utf8" });
  return [
    ...new Set([...stdout.matchAll(/^(\S+\.ts)\(\d+,\d+\): error/gm)].map(([, file]) => file as string)),
  ].sort();
}

test("a fifth topology compiles nowhere until every trait and every way of building it is given", () => {
  for (const name of ["src", "main.ts"])
    fs.cpSync(path.join(project, name), path.join(copy, name), { recursive: true });
  fs.symlinkSync(path.join(project, "node_modules"), path.join(copy, "node_modules"));
  const { compilerOptions } = JSON.parse(fs.readFileSync(path.join(project, "tsconfig.json"), "utf8"));
  const settings = { compilerOptions, files: ["main.ts"] };
  fs.writeFileSync(path.join(copy, "tsconfig.json"), JSON.stringify(settings));

  edit(table, '| "peered-vpcs"', '| "peered-vpcs" | "transit-gateway"');
  edit(table, 'path: "direct" |', 'path: "direct" | "attachment" |');
  edit(table, "  peering: {", '  transit: { network: "transit-gateway", path: "attachment" },\n  peering: {');
  expect(errors()).toEqual([table, "src/database/paths.ts", "src/network/topologies.ts"]);
});
