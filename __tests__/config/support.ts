import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ConfigError } from "../../src/config/errors";
import { loadEnvironments } from "../../src/config/load";
import type { Environment } from "../../src/config/model";
import type { LocatedProblem } from "../../src/config/problem";

/** The smallest environment file. */
export const minimal = `account: "111122223333"
region: eu-west-1
state: { backend: local }
cluster: { admins: ["arn:aws:iam::111122223333:role/platform"] }
`;

/** The smallest organization file. */
export const smallOrganization = `isolation: database
applications:
  - { kind: container, name: api, image: "registry.example.com/api:1.0.0" }
`;

export type Files = Record<string, string | Uint8Array>;

/** One environment without organizations. */
export const environment = (text: string): Files => ({ "dev/environment.yaml": text });

/** Calls `use` with a folder that holds the files. */
export function inFolder<T>(files: Files, use: (folder: string) => T): T {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "config-"));
  try {
    for (const [name, content] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      fs.writeFileSync(path.join(root, name), content);
    }
    return use(root);
  } finally {
    fs.rmSync(root, { recursive: true });
  }
}

export const load = (files: Files): Environment[] => inFolder(files, loadEnvironments);

/** Every problem of these files, with file names relative to their folder. Fails when there is none. */
export const problemsOf = (files: Files): LocatedProblem[] => inFolder(files, problemsOfFolder);

export function problemsOfFolder(folder: string): LocatedProblem[] {
  try {
    loadEnvironments(folder);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const shown = path.relative(process.cwd(), folder);
    return error.problems.map((problem) => ({
      ...problem,
      file: path.posix.relative(shown, problem.file),
      fix: problem.fix.replace(`${shown}/`, ""),
    }));
  }
  throw new Error("the files have no problem");
}

/** The only problem of these files, as one text. */
export function onlyProblem(files: Files): string {
  const problems = problemsOf(files).map(asText);
  expect(problems).toHaveLength(1);
  return problems[0] as string;
}

/** A problem on four lines: place, found, allowed, fix. */
export const asText = ({ file, line, column, path, found, allowed, fix }: LocatedProblem): string =>
  [`${file}:${line}:${column} ${path}`.trimEnd(), found, allowed, fix].join("\n");

/** The minimal environment, with lines added at its end. */
export const environmentWith = (lines: string, organizations: Record<string, string> = {}): Files => ({
  "dev/environment.yaml": minimal + lines,
  ...Object.fromEntries(
    Object.entries(organizations).map(([name, text]) => [`dev/organizations/${name}.yaml`, text]),
  ),
});

/** The minimal environment and one organization `acme` with this text. */
export const organizationWith = (text: string): Files => environmentWith("", { acme: text });

/** An organization with Metabase. @param lines further keys of its file. @default - none */
export const metabase = (isolation: string, lines = ""): string =>
  `isolation: ${isolation}\n${lines}applications:\n  - { kind: metabase }\n`;

/** An organization with one container. @param settings keys of the application @param lines of its file. @default - none */
export const container = (settings: string, lines = ""): string =>
  `isolation: database\n${lines}applications:\n  - { kind: container, name: api, image: "example.com/api:1", ${settings} }\n`;

/** What is wrong, the files that say it, and the whole message: place, found, allowed, fix. */
export type Refusal = [what: string, files: Files, message: string[]];

/** A test for each: it is refused for this, and for nothing else. */
export const refusesEach = (refusals: readonly Refusal[]): void =>
  test.each(refusals)("refuses %s", (_, files, message) => {
    expect(onlyProblem(files)).toBe(message.join("\n"));
  });
