import fs from "node:fs";
import path from "node:path";
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

export const blocksOf = (page: string): Block[] => {
  const text = fs.readFileSync(path.join(project, page), "utf8");
  return [...text.matchAll(/^( *)```(.*)\n([\s\S]*?)^ *```$/gm)].map(
    ({ index, 1: indent = "", 2: tag = "", 3: body = "" }) => ({
      tag: tag.trim(),
      line: text.slice(0, index).split("\n").length,
      text: body.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    }),
  );
};

/** What the tag says: `yaml file=config/dev/environment.yaml`, `yaml append=...`, `sh run exit=1`. */
export const attributesOf = ({ tag }: Block): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries([...tag.matchAll(/(?<= )(\w+)=(\S+)/g)].map(([, name, value]) => [name, value]));

function markdownIn(folder: string): string[] {
  return fs
    .readdirSync(path.join(project, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => path.posix.join(folder, file.split(path.sep).join("/")))
    .sort();
}
