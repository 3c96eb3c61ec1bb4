import fs from "node:fs";
import path from "node:path";
import { costPage } from "../../scripts/cost/page";
import { parts } from "../../scripts/cost/parts";
import { prices } from "../../scripts/cost/prices";
import { Resources } from "../../scripts/cost/resources";
import { costTable, sumOf } from "../../scripts/cost/table";
import { atLeastOne } from "../support/at-least-one";
import { shippedStacks } from "../support/environments";
import { project } from "../support/program";

const page = fs.readFileSync(path.join(project, "docs/cost.md"), "utf8");

test("docs/cost.md is what `npm run cost -- --page` writes from today's stacks", () => {
  expect(page).toBe(costPage(path.join(project, "config")));
});

test.each([
  ["KMS keys", "aws_kms_key"],
  ["NAT gateways, with an address each", "aws_nat_gateway"],
  ["EKS control plane", "aws_eks_cluster"],
  ["metrics made of logs", "aws_cloudwatch_log_metric_filter"],
])("its row of %s counts every %s of dev and prod", (part, type) => {
  const count = (environment: string) =>
    shippedStacks()
      .filter(({ name }) => name.startsWith(`${environment}-`))
      .reduce((sum, stack) => sum + stack.count(type), 0);
  const [, , dev, , prod] =
    page
      .split("\n")
      .find((row) => row.startsWith(`| ${part} |`))
      ?.split("|") ?? [];
  expect([dev, prod].map(Number)).toEqual([count("dev"), count("prod")]);
});

test("every price links to its source at AWS", () => {
  for (const { source } of atLeastOne(Object.values(prices)))
    expect(source).toMatch(/^https:\/\/aws\.amazon\.com\/.+\/pricing\/$/);
});

describe("an environment", () => {
  const made = (type: string, ...items: Record<string, unknown>[]) => {
    const resources = new Resources();
    resources.add(type, items);
    return resources;
  };

  test("pays the same for a standby as for an instance", () => {
    const one = { instance_class: "db.m7g.large", allocated_storage: 100, multi_az: false };
    const two = { ...one, multi_az: true };
    expect(sumOf(made("aws_db_instance", two))).toBe(2 * sumOf(made("aws_db_instance", one)));
  });

  test("with a class of unknown price says so, and does not count it as zero", () => {
    const table = costTable(
      new Map([["test", made("aws_db_instance", { instance_class: "db.m9g.large", allocated_storage: 20 })]]),
    );
    expect(table).toContain("| database instances | db.m9g.large | not in the table |");
  });

  test("without resources costs nothing", () => {
    expect(sumOf(new Resources())).toBe(0);
    expect(Object.keys(parts).length).toBeGreaterThan(10);
  });
});
