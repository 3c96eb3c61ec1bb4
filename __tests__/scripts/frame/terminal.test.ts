import { fold, Progress, widthOf } from "../../../scripts/frame/terminal";

describe("folding", () => {
  test("leaves lines that fit, and all lines where no person looks on", () => {
    const line = "x ".repeat(200).trim();
    expect(fold("a  b\n\n  c", 20)).toBe("a  b\n\n  c");
    expect(fold(line, widthOf({ columns: 80, write: () => true }))).toBe(line);
  });

  test("puts what is left of a row below its last column", () => {
    expect(fold("  internet   -   denied: no route, network ACLs, groups", 40)).toBe(
      ["  internet   -   denied: no route,", "                 network ACLs, groups"].join("\n"),
    );
  });

  test("puts what is left of a sentence below it, and keeps words whole", () => {
    const arn = "arn:aws:iam::111122223333:role/a-name-that-is-long";
    expect(fold(`  fix the policy of ${arn} now, please`, 30)).toBe(
      ["  fix the policy of", `    ${arn}`, "    now, please"].join("\n"),
    );
  });

  test.each([20, 40, 60, 79])(
    "loses no word at %i columns, and passes the width with single words only",
    (width) => {
      const text =
        "prod-database  aws_db_instance.shared has no backups, which the rule for databases asks for";
      const lines = fold(text, width).split("\n");
      expect(lines.join(" ").split(/ +/)).toEqual(text.split(/ +/));
      expect(lines.filter((line) => line.length > width && line.trim().includes(" "))).toEqual([]);
    },
  );
});

test("progress is drawn over itself on a terminal, cut to its width, and gone at the end", () => {
  const written: string[] = [];
  const progress = new Progress({ isTTY: true, columns: 10, write: (text) => written.push(text) });
  progress.step("Building prod, which is large");
  progress.clear();
  progress.clear();
  expect(written).toEqual(["\r\x1b[2KBuilding ", "\r\x1b[2K"]);
});

test("progress is silent where no person looks on", () => {
  const written: string[] = [];
  new Progress({ write: (text) => written.push(text) }).step("Building prod");
  expect(written).toEqual([]);
});
