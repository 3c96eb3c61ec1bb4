import { shippedStacks } from "../support/stacks";

interface Statement {
  sid?: string;
  effect?: string;
  actions?: string[];
  not_actions?: string[];
  resources?: string[];
  principals?: { type: string; identifiers: string[] }[];
  not_principals?: unknown;
  condition?: unknown[];
}

/** Every policy statement of every stack, with where it stands. */
const statements = shippedStacks().flatMap(({ name, json }) =>
  Object.entries(
    (json.data?.aws_iam_policy_document ?? {}) as Record<string, { statement: Statement[] }>,
  ).flatMap(([document, { statement }]) =>
    statement.map((each) => ({ where: `${name} ${document} ${each.sid ?? ""}`, ...each })),
  ),
);

const allows = statements.filter(({ effect }) => effect !== "Deny");

describe("policies", () => {
  test("there are some", () => expect(allows.length).toBeGreaterThan(20));

  test("allow no service's every action", () => {
    const wide = allows.filter(
      ({ actions, not_actions }) => not_actions || actions?.some((action) => /^\*$|:\*$/.test(action)),
    );
    expect(wide.map(({ where }) => where)).toEqual([]);
  });

  test("shorten only actions of one family whose members AWS asks for together", () => {
    const shortened = new Set(
      allows.flatMap(({ actions }) => actions ?? []).filter((action) => action.includes("*")),
    );
    expect([...shortened].sort()).toEqual(["kms:GenerateDataKey*", "kms:ReEncrypt*"]);
  });

  test("name no principal that is everybody, unless a condition narrows it", () => {
    const open = allows.filter(
      ({ principals, condition }) =>
        principals?.some(({ identifiers }) => identifiers.includes("*")) && !condition?.length,
    );
    expect(open.map(({ where }) => where)).toEqual([]);
  });

  test("are written as policy documents, so that a plan shows their statements", () => {
    for (const { name, json } of shippedStacks()) {
      for (const [type, items] of Object.entries(json.resource ?? {}) as [
        string,
        Record<string, Record<string, unknown>>,
      ][]) {
        for (const item of Object.values(items)) {
          const { policy, assume_role_policy: trust } = item;
          for (const text of [policy, trust]) {
            if (typeof text === "string") {
              expect({ name, type, text }).toMatchObject({
                text: expect.stringMatching(/^\$\{data\.aws_iam_policy_document\./),
              });
            }
          }
        }
      }
    }
  });
});

describe("security group rules", () => {
  const stacks = shippedStacks();

  test("are resources of their own, each with its reason", () => {
    let rules = 0;
    for (const { json } of stacks) {
      for (const group of Object.values(json.resource?.aws_security_group ?? {}) as Record<
        string,
        unknown
      >[]) {
        expect(group.ingress).toBeUndefined();
        expect(group.egress).toBeUndefined();
      }
      for (const type of ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"]) {
        for (const rule of Object.values(json.resource?.[type] ?? {}) as Record<string, string>[]) {
          rules++;
          expect(rule.description).toMatch(/^[\w .,:;()/'+=&$*@#-]{10,255}$/);
          expect(rule.ip_protocol).toMatch(/^(tcp|udp)$/);
        }
      }
      expect(json.resource?.aws_security_group_rule).toBeUndefined();
    }
    expect(rules).toBeGreaterThan(10);
  });

  test("admit nobody from anywhere", () => {
    for (const { json } of stacks) {
      for (const rule of Object.values(json.resource?.aws_vpc_security_group_ingress_rule ?? {}) as Record<
        string,
        string
      >[]) {
        expect(rule.referenced_security_group_id).toMatch(/^\$\{/);
      }
    }
  });

  test("let holders of the client group, and nobody else, into a database", () => {
    const intoDatabases = stacks.flatMap(({ name, json }) =>
      (Object.values(json.resource?.aws_vpc_security_group_ingress_rule ?? {}) as Record<string, number>[])
        .filter(
          (rule) => Number(rule.from_port) <= 5432 && Number(rule.to_port) >= 5432 && rule.to_port !== 65535,
        )
        .map(() => name),
    );
    expect(intoDatabases.sort()).toEqual(["dev-database", "prod-database"]);
  });
});
