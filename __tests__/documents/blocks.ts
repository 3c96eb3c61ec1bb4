import fs from "node:fs";
import path from "node:path";
import { filesIn } from "../support/files";
import { project } from "../support/program";

/** A fenced block of a page. */
export interface Block {
  /** What stands behind the fence, such as `sh run`. */
  readonly tag: string;
  /** Line of the fence. */
  readonly line: number;
  readonly text: string;
}

/** Pages that people read, from the project's root. What is generated from code has its own test. */
export const pages = [
  "README.md",
  "CONTRIBUTING.md",
  ...markdownIn("docs"),
  ...markdownIn("lambda-src"),
].filter((page) => !["docs/config.md", "docs/commands.md"].includes(page));

/** A fence of more than three backquotes has blocks within. */
const fenced = /^( *)(```+)(.*)\n([\s\S]*?)^ *\2$/gm;

export const blocksOf = (page: string): Block[] => {
  const text = fs.readFileSync(path.join(project, page), "utf8");
  return [...text.matchAll(fenced)].map(({ index, 1: indent = "", 3: tag = "", 4: body = "" }) => ({
    tag: tag.trim(),
    line: text.slice(0, index).split("\n").length,
    text: body.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  }));
};

/** A command of AWS' or of Kubernetes' command line that stands in a sentence or a table. */
export interface InlineCommand {
  readonly line: number;
  readonly text: string;
}

/**
 * Those that are written in full, with options. What a reader puts in is a word of its own, and what comes behind a pipe is
 * left out: it belongs to the reader's machine.
 */
export function inlineCommandsOf(page: string): InlineCommand[] {
  const text = fs
    .readFileSync(path.join(project, page), "utf8")
    .replaceAll(fenced, (block) => block.replaceAll(/[^\n]/g, " "));
  return [...text.matchAll(/`((?:aws|kubectl|helm) [^`]+)`/g)]
    .map(({ index, 1: command = "" }) => ({
      line: text.slice(0, index).split("\n").length,
      text: (command.split(/ \\?\| /)[0] ?? "").replaceAll(/\s+/g, " ").replaceAll(/<[^>]+>/g, "placeholder"),
    }))
    .filter(({ text }) => / -/.test(text) && !text.includes("..."));
}

/** What the tag says: `yaml file=config/dev/environment.yaml`, `yaml append=...`, `sh run exit=1`. */
export const attributesOf = ({ tag }: Block): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries([...tag.matchAll(/(?<= )(\w+)=(\S+)/g)].map(([, name, value]) => [name, value]));

function markdownIn(folder: string): string[] {
  return filesIn(path.join(project, folder), ".md").map((file) =>
    path.posix.join(folder, file.split(path.sep).join("/")),
  );
}
