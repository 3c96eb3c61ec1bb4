import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { commandsPage } from "../../scripts/commands-page";
import { type Command, didYouMean, UsageError } from "../../scripts/frame/command";
import { messageForUser } from "../../scripts/frame/failures";
import { helpOf, widestHelp } from "../../scripts/frame/help";
import { mostWords, wordsOf } from "../../scripts/frame/words";
import { checks } from "../../scripts/preflight/checks/all";
import { preflightPage } from "../../scripts/preflight/page";
import { pages } from "../documents/blocks";
import { Program, project } from "../support/program";

const { scripts }: { scripts: Record<string, string> } = require("../../package.json");
const run = "node scripts/run.js ";
const files = Object.entries(scripts).flatMap(([name, line]) =>
  line.startsWith(run) ? [{ name, file: line.slice(run.length) }] : [],
);
const commands = files.map(({ name, file }) => {
  const { command } = require(path.join(project, file)) as { command: Command };
  return { name, command };
});

test("npm calls every file in scripts/ that contains a command", () => {
  const holding = fs
    .readdirSync(path.join(project, "scripts"))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `scripts/${name}`)
    .filter((file) => fs.readFileSync(path.join(project, file), "utf8").includes("export const command = "));
  expect(files.map(({ file }) => file)).toEqual(expect.arrayContaining(holding));
  expect(holding.length).toBeGreaterThan(5);
});

test("docs/preflight.md is what `npm run schema` writes", () =>
  expect(fs.readFileSync(path.join(project, "docs/preflight.md"), "utf8")).toBe(preflightPage(checks)));

test("docs/commands.md is what `npm run schema` writes", () => {
  const page = fs.readFileSync(path.join(project, "docs/commands.md"), "utf8");
  expect(page).toBe(commandsPage(commands.map(({ command }) => helpOf(command, widestHelp))));
});

describe.each(commands)("$name", ({ name, command }) => {
  test("has the name of its npm script", () => expect(command.name).toBe(name));

  test("prints a usage that fits a terminal", () => {
    const lines = helpOf(command, 80).split("\n");
    expect(lines[0]).toMatch(/^Usage: npm /);
    expect(lines.filter((line) => line.length > 80 && line.trim().includes("  "))).toEqual([]);
    const options = Object.keys(command.options ?? {});
    expect(options.filter((option) => !lines.join("\n").includes(`--${option}`))).toEqual([]);
    expect(lines.join("\n").match(/\(default: [^)]*\)\s+\(default: /)).toBeNull();
    expect(lines.join("\n")).toMatch(/\n {2}0 {2}[\s\S]*\n {2}2 {2}not run: /);
  });

  test("refuses unknown options, and more arguments than it takes", () => {
    expect(() => wordsOf(command, ["--hepl"])).toThrow("Unknown option '--hepl'. Did you mean --help?");
    const most = mostWords(command.words);
    if (most === Number.POSITIVE_INFINITY) return;
    const words = Array.from({ length: most + 1 }, (_, index) => `word${index}`);
    expect(() => wordsOf(command, words)).toThrow(UsageError);
  });
});

/** Calls of commands in fences and sentences of pages. */
const calls = pages.flatMap((page) =>
  [
    ...fs
      .readFileSync(path.join(project, page), "utf8")
      .replaceAll(/<!--.*?-->/gs, "")
      .matchAll(/npm (?:run (?:-s )?)?([a-z-]+) -- ([^`\n|>#;)&]+)/g),
  ].map(([call, name = "", words = ""]) => ({ page, call, name, words: words.trim().split(/\s+/) })),
);

test("pages call commands with existing arguments and options", () => {
  const refused = calls.flatMap(({ page, call, name, words }) => {
    const command = commands.find((one) => one.name === name)?.command;
    if (!command) return name in scripts ? [] : [`${page}: ${call}: there is no such command`];
    try {
      const { positionals } = wordsOf(command, words);
      const fewest = mostWords(command.words?.replaceAll(/\[.*\]|\.\.\./g, ""));
      return positionals.length < fewest ? [`${page}: ${call}: too few words`] : [];
    } catch (error) {
      return [`${page}: ${call}: ${(error as Error).message}`];
    }
  });
  expect(refused).toEqual([]);
  expect(calls.length).toBeGreaterThan(60);
});

test("counts the arguments of a usage", () => {
  expect([undefined, "A [B [C]]", "[A ...]"].map((words) => mostWords(words))).toEqual([0, 3, Infinity]);
});

test("suggests nothing for a name that resembles no other", () => {
  expect(didYouMean("staging", ["dev", "prod"])).toBe("");
  expect(didYouMean(undefined, ["dev"])).toBe("");
});

test("reports the error of a file, and the place of an internal error", () => {
  const missing = path.join(os.tmpdir(), "not-there", "report.html");
  let error: unknown;
  try {
    fs.writeFileSync(missing, "");
  } catch (thrown) {
    error = thrown;
  }
  expect(messageForUser(error)).toMatch(
    new RegExp(`^${missing} cannot be .*: there is no such file or folder \\(ENOENT, open\\)\\.\n`),
  );
  expect(messageForUser(Object.assign(new Error("write"), { code: "ENOSPC", syscall: "write" }))).toBe(
    "The output cannot be written: the disk is full (ENOSPC).",
  );
  const { error: notInstalled } = spawnSync("helm-that-is-not-there");
  expect(messageForUser(notInstalled)).toBe("The program helm-that-is-not-there was not found: install it.");
  expect(messageForUser(new TypeError("x is not a function"))).toMatch(/\n {4}at /);
});

describe("a command", () => {
  // Any would do: this one loads least.
  const program = new Program("scripts/scan-input.ts");

  test("answers --help with 0, whatever else is given", () => {
    expect(program.run(["dev", "--help"])).toMatchObject({
      status: 0,
      stderr: "",
      stdout: expect.stringMatching(/^Usage: npm run scan-input -- \[options\]\n/),
    });
  });

  test("refuses options that npm consumed because they are before --", () => {
    const env = { npm_lifecycle_event: "scan-input", npm_config_out: "other.out" };
    expect(program.run([], { env })).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringMatching(/^npm read --out .*: npm run scan-input -- --out\n/),
    });
  });

  test("refuses an unexpected argument with 2, before it does anything", () => {
    expect(program.run(["dev"])).toMatchObject({
      status: 2,
      stdout: "",
      stderr: `scan-input takes no arguments; found dev.
Usage: npm run scan-input -- [options]
See --help.
`,
    });
  });

  test("reports missing packages where it cannot be bundled", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "read-only-"));
    try {
      fs.cpSync(path.join(project, "scripts"), path.join(folder, "scripts"), { recursive: true });
      for (const part of ["src", "node_modules"])
        fs.symlinkSync(path.join(project, part), path.join(folder, part));
      fs.writeFileSync(path.join(folder, "dist"), "a file, where no folder can be made");
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ["scripts/run.js", "scripts/scan-input.ts"],
        { cwd: folder, encoding: "utf8" },
      );
      expect([status, stdout]).toEqual([2, ""]);
      expect(stderr).toContain("let this user write there");
      expect(stderr).not.toMatch(/^\s+at /m);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});
