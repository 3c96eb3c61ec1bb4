import fs from "node:fs";
import path from "node:path";
import type { Complaint, LocatedProblem } from "../problem";
import { suggest } from "../suggest";
import { YamlFile } from "./yaml-file";

/** The parsed files of one environment. */
export interface EnvironmentFolder {
  readonly name: string;
  /** Path of the folder, as shown in messages. */
  readonly path: string;
  /** Its environment.yaml; undefined if missing. */
  readonly file: YamlFile | undefined;
  readonly organizations: readonly { readonly name: string; readonly file: YamlFile }[];
}

/** Finds and reads the files in a folder; `problems` lists missing and misplaced ones. */
export class ConfigFolder {
  readonly problems: LocatedProblem[] = [];
  readonly environments: EnvironmentFolder[];

  constructor(private readonly root: string) {
    this.environments = this.#entries(root, "the folder with one folder per environment").flatMap((entry) =>
      this.#environment(entry),
    );
    if (this.problems.length === 0 && this.environments.length === 0) {
      this.#report(root, {
        found: "no environment",
        allowed: "one folder per environment, with an environment.yaml",
        fix: `Create ${messagePath(path.join(root, "dev", "environment.yaml"))}, such as by copying a shipped example.`,
      });
    }
  }

  #environment(name: string): EnvironmentFolder[] {
    const folder = path.join(this.root, name);
    if (!isFolder(folder)) {
      if (/\.ya?ml$/.test(name)) this.#report(folder, misplaced("environment.yaml in a separate folder"));
      return [];
    }
    const expected = ["environment.yaml", "organizations"];
    const entries = this.#entries(folder, "a folder");
    for (const entry of entries.filter((one) => !expected.includes(one) && !isNote(one))) {
      const wanted = /^environment\.(yml|json)$/.test(entry) ? expected[0] : suggest(entry, expected);
      this.#report(path.join(folder, entry), misplaced(expected.join(" and "), wanted));
    }
    if (!entries.includes("environment.yaml")) {
      this.#report(folder, {
        found: "no environment.yaml",
        allowed: "an environment.yaml in each folder",
        fix: "Add it, or move the folder out of here.",
      });
    }
    return [
      {
        name,
        path: messagePath(folder),
        file: entries.includes("environment.yaml")
          ? this.#read(path.join(folder, "environment.yaml"))
          : undefined,
        organizations: entries.includes("organizations")
          ? this.#organizations(path.join(folder, "organizations"))
          : [],
      },
    ];
  }

  /** An environment may start without organizations, each of which is added by its own pull request. */
  #organizations(folder: string): { name: string; file: YamlFile }[] {
    return this.#entries(folder, "a folder with one file per organization").flatMap((entry) => {
      const file = path.join(folder, entry);
      if (isNote(entry)) return [];
      if (!entry.endsWith(".yaml")) {
        const wanted = entry.endsWith(".yml") ? entry.replace(/yml$/, "yaml") : undefined;
        this.#report(file, misplaced("<organization>.yaml", wanted));
        return [];
      }
      const read = this.#read(file);
      return read ? [{ name: path.basename(entry, ".yaml"), file: read }] : [];
    });
  }

  /** Names in a folder without hidden ones, sorted independently of the file system. */
  #entries(folder: string, allowed: string): string[] {
    try {
      return fs
        .readdirSync(folder)
        .filter((name) => !name.startsWith("."))
        .sort();
    } catch (error) {
      this.#report(folder, unreadable(error, folder, allowed));
      return [];
    }
  }

  #read(file: string): YamlFile | undefined {
    try {
      const kind = fs.statSync(file);
      // Reading a named pipe would block until another process writes.
      if (!kind.isFile()) {
        const found = kind.isDirectory() ? "a folder" : "a pipe, socket or device";
        this.#report(file, { found, allowed: "a file", fix: "Put a file there, or correct the name." });
        return undefined;
      }
      return new YamlFile(messagePath(file), fs.readFileSync(file));
    } catch (error) {
      this.#report(file, unreadable(error, file, "a file"));
      return undefined;
    }
  }

  #report(file: string, complaint: Complaint): void {
    this.problems.push({ file: messagePath(file), line: 1, column: 1, path: "", ...complaint });
  }
}

/** Files that belong to the documentation next to configuration, such as a README. */
const isNote = (name: string): boolean => /\.(md|txt)$/i.test(name);

function isFolder(file: string): boolean {
  try {
    return fs.statSync(file).isDirectory();
  } catch {
    return false;
  }
}

const misplaced = (allowed: string, wanted?: string): Complaint => ({
  found: "a file or folder that is not read",
  allowed,
  fix: wanted ? `Rename it to ${wanted}.` : "Rename it, or move it out of here.",
});

const notReadable = {
  found: "a file or folder without read permission",
  fix: "Grant read permission to the user who runs this command: `ls -ld` shows the permissions.",
};

/** Explanation of a file system error, by its code. */
const reasons: Readonly<Record<string, Omit<Complaint, "allowed">>> = {
  ENOENT: { found: "nothing at this place", fix: "Put it there, or correct the name." },
  ENOTDIR: { found: "a file", fix: "Create a folder with this name, and move the file elsewhere." },
  EACCES: notReadable,
  EPERM: notReadable,
  ELOOP: {
    found: "a symbolic link that leads back to itself",
    fix: "Point it to a file, or put the file here.",
  },
};

function unreadable(error: unknown, file: string, allowed: string): Complaint {
  const code = String((error as NodeJS.ErrnoException).code);
  const target = code === "ENOENT" ? linkedTo(file) : undefined;
  if (target !== undefined)
    return {
      found: `a symbolic link to ${target}, which does not exist`,
      allowed,
      fix: "Point it to an existing file, or put the file here.",
    };
  return {
    ...(reasons[code] ?? { found: `something unreadable (${code})`, fix: "Look at it with `ls -ld`." }),
    allowed,
  };
}

/** Target of a symbolic link; undefined for other files. */
function linkedTo(file: string): string | undefined {
  try {
    return fs.readlinkSync(file);
  } catch {
    return undefined;
  }
}

/** Relative to the working directory, with forward slashes on every system. */
const messagePath = (file: string): string =>
  path.relative(process.cwd(), file).split(path.sep).join("/") || ".";
