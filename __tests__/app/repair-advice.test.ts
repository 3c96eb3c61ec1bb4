import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { repairAdvice } from "../../lambda-src/database-credentials/errors";
import { repair } from "../../pod-src/connection-check/problems";
import { callOf } from "../../scripts/frame/help";
import { command } from "../../scripts/repair";
import { project } from "../support/program";

/** Of one organization: what runs beside it knows no other. */
const called = `${callOf(command)} -- ${command.words?.replaceAll(/[[\]]/g, "")}`;

test("code of functions and pods names the repair command as people call it", () => {
  expect(repair).toBe(called);
  expect(repairAdvice).toBe(`Repair it: ${called}`);
});

/** What an apply does mend, since Terraform declares it: policies, annotations, certificates, locked logins of a removal. */
const mendedByApply = [
  "and ends their sessions. The data stays; applying the stack",
  "npm run explain -- dev acme/metabase secret`, then apply the organization's stack",
  "the region's root of that name. If not, apply the organization's stack",
  "locked. [Repair](#repair) it; if the organization was removed, apply its stack",
  "restore the secrets and their key, import them into the state, and apply the stack",
  "kubectl -n acme get serviceaccount acme -o yaml`; apply the stack",
  "`acme__iam`. It changes with a restore: apply the organization's stack",
];

test("no text advises to apply a stack where only a repair helps", () => {
  const files = execFileSync("git", ["ls-files", "*.md", "src", "lambda-src", "pod-src", "scripts"], {
    cwd: project,
    encoding: "utf8",
  });
  const found = files
    .trim()
    .split("\n")
    .filter((file) => file !== "CHANGELOG.md")
    .flatMap((file) => {
      const text = fs.readFileSync(path.join(project, file), "utf8").replace(/\s+(\* )?/g, " ");
      return [...text.matchAll(/.{60}\bapply(ing)? (the organization's|its|the) stack\b/gi)].map(
        ([one]) => one,
      );
    });
  const unexpected = found.filter(
    (one) => !mendedByApply.some((allowed) => one.endsWith(allowed.slice(-60))),
  );
  expect(unexpected).toEqual([]);
  expect(found).toHaveLength(mendedByApply.length);
});

/** The master's password can be read by the credentials function alone, so that no person can act as the master. */
test("no document asks a person to log in as the master user", () => {
  const asks = /(?:^|[^,] )\b(?:log in as|as) the master\b[^.]{0,20}[:,]|the master (?:drops|runs|grants)/i;
  for (const page of [
    "docs/monitoring.md",
    "docs/operations.md",
    "docs/troubleshooting.md",
    "docs/pooling.md",
    "README.md",
  ])
    expect([page, asks.exec(fs.readFileSync(path.join(project, page), "utf8").replace(/\s+/g, " "))]).toEqual(
      [page, null],
    );
});
