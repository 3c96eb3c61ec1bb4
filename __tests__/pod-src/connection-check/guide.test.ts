import fs from "node:fs";
import path from "node:path";
import { problems } from "../../../pod-src/connection-check/problems";

describe("the guide", () => {
  const guide = fs.readFileSync(path.resolve(__dirname, "../../../docs/troubleshooting.md"), "utf8");

  test.each(Object.keys(problems))("has a heading for %s, which a report leads to", (id) => {
    expect(guide).toMatch(new RegExp(`^#+ ${id}$`, "m"));
  });
});
