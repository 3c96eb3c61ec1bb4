import {
  databaseName,
  iamDatabaseUser,
  masterUsername,
  ownerRole,
  sharedDatabaseName,
} from "../../src/config/names";
import { atLeastOne } from "../support/at-least-one";
import { organization } from "../support/fixtures";

/** Names that would meet with one underscore: `a-iam` is the stem of no IAM login. */
const names = ["a", "a-iam", "a-owner", "a-a", "a-b", "a-b-iam", "acme", "acme-eu", `a${"b".repeat(29)}`];
const organizations = names.map((name) => organization(name));
const rolesOf = (name: string): string[] => {
  const one = organization(name);
  return [ownerRole(one), iamDatabaseUser(one)];
};

test("names of an organization's roles have a suffix after two underscores", () => {
  expect(rolesOf("acme-eu")).toEqual(["acme_eu__owner", "acme_eu__iam"]);
});

test("no role has the name of a role or database of another organization, or of the master user", () => {
  const all = [
    ...names.flatMap(rolesOf),
    ...organizations.map(databaseName),
    masterUsername,
    sharedDatabaseName,
  ];
  expect(new Set(all).size).toBe(names.length * 3 + 2);
});

test("PostgreSQL neither truncates a role's name nor requires quotes", () => {
  for (const role of atLeastOne(names.flatMap(rolesOf))) expect(role).toMatch(/^[a-z][a-z0-9_]{0,62}$/);
});
