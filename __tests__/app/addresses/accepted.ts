import fs from "node:fs";
import path from "node:path";

const folder = path.join(__dirname, "accepted");
export const fileOf = (name: string): string => path.join(folder, `${name}.txt`);

/** Names of the lists that are kept. */
export const acceptedNames = (): string[] =>
  fs.readdirSync(folder).map((file) => path.basename(file, ".txt"));

/** The addresses that were accepted. */
export const accepted = (name: string): string[] =>
  fs.readFileSync(fileOf(name), "utf8").trimEnd().split("\n");

export function accept(name: string, lines: readonly string[]): void {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(fileOf(name), `${lines.join("\n")}\n`);
}
