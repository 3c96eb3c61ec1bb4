import { nextSteps } from "../../src/stacks/summary";

test.each(["20.20.2", "22.23.3"])("leads to the CDKTF CLI on Node.js %s", (node) => {
  expect(nextSteps("dev", "cdktf.out", node).join("\n")).toContain("npx cdktf deploy 'dev-*'");
});

test("says on a newer Node.js that the CDKTF CLI does not run, and what does", () => {
  const [what = "", instead = ""] = nextSteps("dev", "cdktf.out", "24.21.0");
  expect(what).toMatch(/^ {2}The CDKTF CLI needs Node\.js 22, and this is 24\./);
  expect(instead).toBe("  terraform -chdir=cdktf.out/stacks/dev-network init");
});
