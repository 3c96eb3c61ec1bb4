import { explain, type PartyId, questions } from "../../../src/assurance";
import { parseParty, partyText } from "../../../src/assurance/party";
import { atLeastOne } from "../../support/at-least-one";
import { Explained } from "./support";

const { proof } = new Explained();
const wordsFor = (spelling: string): string => partyText(parseParty(spelling) as PartyId);
const asked = (source: string, target: string): string => explain(proof, source, target).lines[0] as string;

describe("a question", () => {
  test.each([
    ["acme/metabase", "database", "acme/metabase > test-shared:5432  ALLOWED"],
    ["hooli/api", "database", "hooli/api > test-org-hooli:5432  ALLOWED"],
    ["hooli/api", "acme/database", "hooli/api > test-shared:5432  DENIED"],
    ["acme/metabase", "test-org-hooli", "acme/metabase > test-org-hooli:5432  DENIED"],
    ["acme/metabase", "secret", "acme/metabase > acme-test-database-credentials  ALLOWED"],
    ["acme/metabase", "credentials", "acme/metabase > acme-test-database-credentials  ALLOWED"],
    ["acme/metabase", "encryption-key", "acme/metabase > acme-test-metabase-encryption-key  ALLOWED"],
    ["acme/metabase", "globex/credentials", "acme/metabase > globex-test-database-credentials  DENIED"],
    ["workload:acme/metabase", "secret", "acme/metabase > acme-test-database-credentials  ALLOWED"],
    ["pods:acme", "secret", "any pod of acme > acme-test-database-credentials  ALLOWED"],
    [
      "function:test-database-credentials",
      "acme/database",
      "function test-database-credentials > test-shared:5432  ALLOWED",
    ],
    [
      "function:test-database-credentials",
      "master-password:test-shared",
      "function test-database-credentials > master password of test-shared  ALLOWED",
    ],
    ["any pod of acme", "secret", "any pod of acme > acme-test-database-credentials  ALLOWED"],
    [
      "service account acme/acme",
      "secret",
      "service account acme/acme > acme-test-database-credentials  ALLOWED",
    ],
    [
      "service account acme/default",
      "acme/secret",
      "service account acme/default > acme-test-database-credentials  DENIED",
    ],
    ["test-org-acme", "secret", "test-org-acme > acme-test-database-credentials  ALLOWED"],
    [
      "administrators",
      "acme/secret",
      "administrators of 111122223333 > acme-test-database-credentials  DENIED",
    ],
    ["other accounts", "acme/secret", "other accounts > acme-test-database-credentials  DENIED"],
  ])("about %s and %s is understood", (source, target, expected) => {
    expect(asked(source, target)).toBe(expected);
  });

  test.each([
    [
      "acme/metbase",
      "database",
      /^There is no source of connections acme\/metbase\. Similar names:\n {2}workload:acme\/metabase\b/,
    ],
    [
      "acme/metabase",
      "test-shard",
      /^There is no database, application or secret test-shard\. Similar names:\n {2}test-shared\n/,
    ],
    ["internet:203.0.113.7", "acme/metabase", /^acme\/metabase is not opened: without access in config/],
    ["acme/metabase", "initech/secret", /^There is no organization initech\. Similar names:\n/],
    ["internet", "secret", /^There is no secret of its own for internet\. Similar names:\n {2}/],
    [
      "anything",
      "acme/database",
      /^There is no source of connections anything\. Similar names:\n {2}subnet:/,
    ],
    [
      "test-org-",
      "secret",
      /^There is no source or principal test-org-\. Similar names:\n {2}role:test-org-/,
    ],
  ])("about %s and %s is answered with similar names", (source, target, expected) => {
    expect(() => asked(source, target)).toThrow(expected);
  });
});

test("every party is listed, and every listed party is understood", () => {
  const lines = questions(proof);
  const section = (title: string): string[] => {
    const start = lines.indexOf(title) + 1;
    return lines
      .slice(start, lines.indexOf("", start) < 0 ? undefined : lines.indexOf("", start))
      .map((line) => line.trim());
  };
  const sources = section("Sources").filter((line) => !line.startsWith("internet:ADDRESS"));
  const targets = [...section("Databases"), ...section("Secrets")];
  const principals = section("Principals, for secrets only");
  expect(sources).toEqual(expect.arrayContaining(["workload:acme/metabase", "internet"]));
  expect(targets).toHaveLength(2 + 6);
  expect(principals).toEqual(expect.arrayContaining([expect.stringContaining("test-org-acme")]));
  for (const source of atLeastOne(sources))
    for (const target of atLeastOne(targets))
      expect(asked(source, target)).toContain(`${wordsFor(source)} > `);
  for (const principal of atLeastOne(principals))
    expect(asked(principal, "acme/secret")).toContain(`${wordsFor(principal)} > `);
});
