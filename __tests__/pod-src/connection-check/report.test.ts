import type { Result } from "../../../pod-src/connection-check/check";
import { problems } from "../../../pod-src/connection-check/problems";
import { exitCode, jsonReport, textReport } from "../../../pod-src/connection-check/report";
import { expectation } from "./support/pod";

const id = "connection-timeout";
const results: Result[] = [
  { check: "settings", status: "ok", found: "all there" },
  { check: "name", status: "ok", found: "localhost is 127.0.0.1" },
  {
    check: "connection",
    status: "failed",
    found: "127.0.0.1:5432 does not answer in 5000 ms, 6 times",
    problem: { id, ...problems[id] },
  },
  { check: "encryption", status: "skipped" },
];

describe("a report", () => {
  test("has one line per check, the cause of the failure, the fix, a link, and a verdict", () => {
    expect(textReport(expectation, results).split("\n")).toEqual([
      "The path of acme/api in test to its database",
      "1 settings    ok       all there",
      "2 name        ok       localhost is 127.0.0.1",
      "3 connection  failed   127.0.0.1:5432 does not answer in 5000 ms, 6 times",
      `                       cause: ${problems[id].cause}`,
      `                       next: ${problems[id].next}`,
      "                       more: docs/troubleshooting.md#connection-timeout",
      "4 encryption  skipped",
      "Fails at connection: connection-timeout.",
    ]);
  });

  test("says so when all checks pass", () => {
    const report = textReport(expectation, results.slice(0, 2));
    expect(report.split("\n").at(-1)).toBe("All checks passed: an application can connect from here.");
  });

  test("ends with the number of the failed check, or 0", () => {
    expect(exitCode(results)).toBe(3);
    expect(exitCode(results.slice(0, 2))).toBe(0);
  });

  test("has a form for programs", () => {
    expect(JSON.parse(jsonReport(expectation, results))).toMatchObject({
      organization: "acme",
      exitCode: 3,
      results,
    });
  });
});
