import fc from "fast-check";
import {
  allLogins,
  databaseOf,
  organizationNames,
} from "../../../lambda-src/database-credentials/organization";
import type { Organization } from "../../../src/config/model";
import {
  databaseName,
  iamDatabaseUser,
  ownerRole,
  postgresName,
  sharedDatabaseName,
} from "../../../src/config/names";
import { atLeastOne } from "../../support/at-least-one";
import { holds } from "../../support/effort";
import { organization as environmentOrganization } from "../../support/fixtures";

const names = (organization: string) => organizationNames(organization, "organizations");
const all = (organization: string) => [names(organization).owner, ...allLogins(names(organization))];

test("names.ts of the configuration and the function agree", () => {
  const [schema, database] = (["schema", "database"] as const).map((isolation) => ({
    ...environmentOrganization("big-corp"),
    isolation,
  })) as [Organization, Organization];
  expect(names("big-corp")).toMatchObject({
    organization: "big-corp",
    owner: ownerRole(schema),
    iamLogin: iamDatabaseUser(schema),
    database: databaseName(database),
    schema: postgresName(schema),
  });
  for (const organization of [schema, database])
    expect(databaseOf(names("big-corp"), organization.isolation, sharedDatabaseName)).toBe(
      databaseName(organization),
    );
});

describe("an organization's names", () => {
  test("are derived from its own", () => {
    expect(names("big-corp")).toEqual({
      organization: "big-corp",
      owner: "big_corp__owner",
      passwordLogins: ["big_corp__a", "big_corp__b"],
      iamLogin: "big_corp__iam",
      readOnlyLogin: "big_corp__ro",
      database: "big_corp",
      schema: "big_corp",
    });
  });

  test.each([
    ["", "nothing"],
    ["Acme", "an upper-case letter, which would need quotes everywhere"],
    ["acme;drop", "punctuation"],
    ['a"b', "a quote"],
    ["a'b", "an apostrophe"],
    ["a_b", "an underscore: a-b has it already"],
    ["ácme", "a letter beyond ASCII"],
    ["аcme", "a Cyrillic letter that looks like an a"],
    ["1st", "a digit in front"],
    ["-a", "a hyphen in front"],
    ["a-", "a hyphen at the end"],
    ["a--b", "two hyphens: two underscores stand before the suffix of a role"],
    ["a b", "a space"],
    ["a\\u0000", "a zero"],
    ["a\nb", "a new line"],
  ])("refuse %j: %s", (organization) => {
    expect(() => names(organization)).toThrow(/a name starts with a letter/);
  });

  test.each(
    [
      "postgres",
      "template0",
      "template1",
      "rdsadmin",
      "rds",
      "rds-x",
      "pg",
      "pg-x",
      "public",
      "extensions",
    ].concat(["information-schema", "none", "organizations"]),
  )("refuse %s, which belongs to another", (organization) => {
    expect(() => names(organization)).toThrow(/PostgreSQL or RDS uses this name itself/);
  });

  test("refuse what PostgreSQL would truncate", () => {
    expect(names("a".repeat(56)).owner).toHaveLength(63);
    expect(() => names("a".repeat(57))).toThrow(/at most 56 are allowed/);
  });

  test("never equal those of another organization, and never need quotes", () => {
    const name = fc.stringMatching(/^[a-z]([a-z0-9]|-[a-z0-9]){0,10}$/);
    // Suffixes of ours as parts of names are where two could meet.
    const tricky = fc
      .array(fc.constantFrom("a", "b", "iam", "owner", "x"), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join("-"));
    holds(
      fc.property(fc.oneof(name, tricky), fc.oneof(name, tricky), (one, other) => {
        fc.pre(one !== other && !/^(pg|rds)/.test(one) && !/^(pg|rds)/.test(other));
        const taken = new Set(all(one));
        expect(all(other).filter((role) => taken.has(role))).toEqual([]);
        for (const role of atLeastOne(taken)) expect(role).toMatch(/^[a-z][a-z0-9_]{0,62}$/);
      }),
      100,
      500,
    );
  });
});
