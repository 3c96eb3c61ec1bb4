import { command } from "../../scripts/explain";
import { loadEnvironments } from "../../src/config/load";
import { call } from "../support/call";
import { outputFolder } from "../support/environments";

const folder = outputFolder(...loadEnvironments("config"));

const explained = (...words: string[]) => call(command, ...words, "--out", folder);

test.each([
  [0, "where it is allowed", "secret", /^acme\/metabase > acme-dev-database-credentials {2}ALLOWED\n/],
  [1, "where it is denied", "globex/secret", /^acme\/metabase > globex-dev-database-credentials {2}DENIED\n/],
])("exits with %i %s", async (status, _, target, expected) => {
  expect(await explained("dev", "acme/metabase", target)).toMatchObject({
    status,
    stdout: expect.stringMatching(expected),
    stderr: "",
  });
});

test.each([
  ["an option that it does not know", "--frob", "Unknown option '--frob'.\nUsage: npm run explain -- "],
  ["more words than it asks for", "secret", "explain takes at most 3 arguments; found secret.\n"],
])("shows how to call it after %s", async (_, word, expected) => {
  const { status, stdout, stderr } = await explained("dev", "acme/metabase", "database", word);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(expected);
  expect(stderr).toContain("Usage: ");
});

test("exits with 2 where there is no answer, and says what could be meant", async () => {
  expect(await explained("dev", "acme/metbase")).toMatchObject({
    status: 2,
    stdout: "",
    stderr: expect.stringContaining("Similar names:\n  workload:acme/metabase\n"),
  });
});
