import fs from "node:fs";

/** What stand-ins wrote into a record since the last look, line by line. */
export function linesSinceLastLook(record: string): string[] {
  if (!fs.existsSync(record)) return [];
  const lines = fs.readFileSync(record, "utf8").trim().split("\n");
  fs.rmSync(record);
  return lines;
}
