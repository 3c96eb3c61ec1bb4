import { differences } from "../../../src/assurance/identity";
import { environment, organization } from "../../support/fixtures";
import { sourcesOf } from "../support/sources";
import { identityIntent, Stacks } from "./support";

const config = environment({}, [
  organization("acme", { authentication: "iam" }),
  organization("globex", { authentication: "iam" }),
]);
const base = new Stacks(sourcesOf(config));
const intent = identityIntent(config, base);

const problems = (change: (stacks: Stacks) => void): string =>
  differences(base.changed(change).report, intent)
    .map(({ text }) => text)
    .join("\n");

const login = (stacks: Stacks, name: string) =>
  stacks.statement(`org-${name}`, "identity_role_permissions", "LogInToDatabase");

test.each<[string, (stacks: Stacks) => void, RegExp]>([
  [
    "two roles",
    (stacks) => {
      stacks.one("org-globex", "aws_iam_role").name = "test-org-acme";
    },
    /test-org-globex\/aws_iam_role\S+ has the name test-org-acme, as test-org-acme\/aws_iam_role\S+ does/,
  ],
  [
    "two secrets",
    (stacks) => {
      stacks.one("org-globex", "aws_secretsmanager_secret").name = "acme-test-database-credentials";
    },
    /has the name acme-test-database-credentials, as test-org-acme/,
  ],
  [
    "two logins",
    (stacks) => {
      login(stacks, "globex").resources = login(stacks, "acme").resources;
    },
    /test-org-globex logs in to test-shared as acme__iam, as test-org-acme does/,
  ],
  [
    "a login and a pattern",
    (stacks) => {
      const [resource] = login(stacks, "acme").resources;
      login(stacks, "globex").resources = [resource.replace("acme__iam", "ac*")];
    },
    /test-org-acme logs in to test-shared as acme__iam, as test-org-globex does/,
  ],
])("%s of one name are said to be", (_, change, expected) => {
  expect(problems(change)).toMatch(expected);
});

test("each thing has a name of its own", () => {
  expect(problems(() => {})).toBe("");
});
