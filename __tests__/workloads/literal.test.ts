import { literal } from "../../src/workloads/literal";

test.each(["plain", "a b", "$(DB_HOST)", "100%", "$", "{}"])("%j stays as it is", (text) => {
  expect(literal(text)).toBe(text);
});

test.each([`\${file("x")}`, `\${path.root}`, "%{ if true }", 'a "quote"', "back\\slash", "two\nlines"])(
  "%j is escaped from Terraform",
  (text) => {
    expect(literal(text)).not.toContain(text);
  },
);
