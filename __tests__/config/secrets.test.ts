import { environmentWith, type Files, load, onlyProblem, organizationWith } from "./support";

const writers = "secretWriters: [arn:aws:iam::111122223333:role/acme-secrets]\n";
const acme = (secrets: string, more = writers, application = "") =>
  `isolation: database\n${more}applications:\n  - kind: container\n    name: api\n    image: registry.example.com/api:1.0.0\n${application}    secrets: ${secrets}\n`;
const stripe = "{ KEY: { secret: stripe, key: api_key } }";
const arn = (text: string, more = "") => `{ KEY: { secret: "${text}", key: api_key${more} } }`;
const existing = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:team/stripe-Ab12Cd";

test.each([
  ["a secret that is made", stripe],
  ["one that exists", arn(existing)],
  [
    "one that exists, under a key of its own",
    arn(existing, ", kmsKeyArn: arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-86ef-1234567890ab"),
  ],
  ["keys with dots and hyphens", "{ KEY: { secret: stripe, key: api-key.v1 } }"],
])("takes %s", (_, secrets) => {
  expect(load(organizationWith(acme(secrets)))).toHaveLength(1);
});

test("an existing secret needs no writers", () => {
  expect(load(organizationWith(acme(arn(existing), "")))).toHaveLength(1);
});

const table: [string, Files | string, place: string, found: string, fix: string][] = [
  [
    "no writers",
    acme(stripe, ""),
    "applications[0].secrets.KEY.secret",
    "no role may write a value",
    "List in `secretWriters`",
  ],
  [
    "a writer of another account",
    acme(stripe, "secretWriters: [arn:aws:iam::444455556666:role/x]\n"),
    "secretWriters[0]",
    "a role of another account",
    "of this account",
  ],
  ...["dev-org-acme", "dev-planner", "dev-database-credentials"].map((role): (typeof table)[number] => [
    `the role ${role} as a writer`,
    acme(stripe, `secretWriters: [arn:aws:iam::111122223333:role/${role}]\n`),
    "secretWriters[0]",
    "a role that this project creates",
    "the people or the program",
  ]),
  [
    "an ARN without its end",
    acme(arn(existing.slice(0, -7))),
    "applications[0].secrets.KEY.secret",
    "(64 characters)",
    "describe-secret",
  ],
  [
    "an ARN of another region",
    acme(arn(existing.replace("eu-west-1", "eu-west-3"))),
    "applications[0].secrets.KEY.secret",
    "in eu-west-3",
    "Copy the secret there",
  ],
  [
    "an ARN of another account",
    acme(arn(existing.replace("111122223333", "444455556666"))),
    "applications[0].secrets.KEY.secret",
    "the account 444455556666",
    "Copy the secret there",
  ],
  [
    "another organization's secret by its ARN",
    environmentWith("", {
      acme: acme(arn(existing.replace("team/stripe", "globex-dev-app-stripe-settings"))),
      globex: acme(stripe),
    }),
    "applications[0].secrets.KEY.secret",
    "a secret that this project creates",
    "by its name",
  ],
  [
    "a master password by its ARN",
    acme(arn(existing.replace("team/stripe", "rds!db-0a"))),
    "applications[0].secrets.KEY.secret",
    "",
    "describe-secret",
  ],
  [
    "a KMS key for a secret that this project creates",
    acme(
      "{ KEY: { secret: stripe, key: k, kmsKeyArn: arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-86ef-1234567890ab } }",
    ),
    "applications[0].secrets.KEY.kmsKeyArn",
    "a secret that this project creates",
    "Delete it",
  ],
  [
    "a KMS key of another region",
    acme(
      arn(
        existing,
        ", kmsKeyArn: arn:aws:kms:eu-west-3:111122223333:key/1234abcd-12ab-34cd-86ef-1234567890ab",
      ),
    ),
    "applications[0].secrets.KEY.kmsKeyArn",
    "a key in eu-west-3",
    "describe-secret",
  ],
  [
    "an invalid name of a secret",
    acme("{ KEY: { secret: Stripe_1, key: k } }"),
    "applications[0].secrets.KEY.secret",
    "Stripe_1",
    "short name",
  ],
  [
    "a key in quotes",
    acme('{ KEY: { secret: stripe, key: "a\'b" } }'),
    "applications[0].secrets.KEY.key",
    "a'b",
    "in the allowed form",
  ],
  [
    "a variable that the platform sets",
    acme("{ DB_PASSWORD: { secret: s, key: k } }"),
    "applications[0].secrets.DB_PASSWORD",
    "DB_PASSWORD",
    "Delete it",
  ],
  [
    "the file with the time",
    acme("{ written: { secret: s, key: k } }"),
    "applications[0].secrets.written",
    "written",
    "Rename it",
  ],
  [
    "a variable twice",
    acme(stripe, writers, "    env: { KEY: x }\n").replaceAll("KEY", "SETTING"),
    "applications[0].secrets.SETTING",
    "which `env` sets",
    "Delete it from `env`",
  ],
];

test.each(table)("refuses %s", (_, files, place, found, fix) => {
  const problem = onlyProblem(typeof files === "string" ? organizationWith(files) : files);
  const [where, what, , advice] = problem.split("\n");
  expect(where).toMatch(
    new RegExp(`^dev/organizations/acme\\.yaml:\\d+:\\d+ ${place.replace(/[[\]]/g, "\\$&")}$`),
  );
  expect(what).toContain(found);
  expect(advice).toContain(fix);
});

test.each(["env", "secrets"])("%s of Metabase hold no variable that the platform sets", (key) => {
  const value = key === "env" ? "x" : "{ secret: smtp, key: k }";
  const metabase = (name: string) =>
    `isolation: database\n${writers}applications:\n  - kind: metabase\n    ${key}: { ${name}: ${value} }\n`;
  for (const name of [
    "MB_DB_HOST",
    "MB_DB_USER",
    "MB_QUARTZ_MAX_CONNECTION_POOL_SIZE",
    "MB_JETTY_PORT",
    "MB_JETTY_SSL_PORT",
    "JAVA_OPTS",
  ])
    expect(onlyProblem(organizationWith(metabase(name)))).toContain(
      `applications[0].${key}.${name}\nthe variable ${name}`,
    );
  expect(load(organizationWith(metabase("MB_SITE_LOCALE")))).toHaveLength(1);
});

test("with files, settings neither refer to a secret nor set the variable with its path", () => {
  const inFiles = (env: string) =>
    environmentWith("credentials: { delivery: files }\n", {
      acme: acme(stripe, writers, `    onRotation: reread\n    env: ${env}\n`),
    });
  expect(onlyProblem(inFiles('{ URL: "x$(POD)$(KEY)" }'))).toContain("the file that KEY_FILE names");
  const twice = acme(
    stripe.replace("KEY", "LICENCE"),
    writers,
    "    onRotation: reread\n    env: { LICENCE_FILE: /x }\n",
  );
  expect(onlyProblem(environmentWith("credentials: { delivery: files }\n", { acme: twice }))).toContain(
    "the variable LICENCE_FILE, which `env` sets",
  );
});

describe("a secret among plain settings", () => {
  test.each(["STRIPE_API_KEY", "TOKEN", "_SECRET", "X_Y_PASSWORD", "_9_SECRET_KEY"])(
    "is refused with lines that are right: %s",
    (name) => {
      const env = acme("{}", "", `    env: { ${name}: x }\n`);
      const advice = /`secrets: (\{.*\})`/.exec(onlyProblem(organizationWith(env)))?.[1];
      expect(advice).toBeDefined();
      expect(
        load(organizationWith(acme(advice as string)))[0]?.organizations[0]?.applications[0]?.secrets,
      ).toHaveProperty(name);
    },
  );

  test("is refused by its value, and the message names its variable", () => {
    const env = acme("{}", "", '    env: { CACHE_URL: "redis://app:hunter2@cache:6379" }\n');
    expect(onlyProblem(organizationWith(env))).toContain(
      "`secrets: { CACHE_URL: { secret: cache, key: url } }`",
    );
  });
});

test.each([
  ["made here", (index: number) => ({ secret: `of-some-length-${index}`, key: "k" })],
  [
    "that exist",
    (index: number) => ({
      secret: existing.replace("stripe", `stripe-${index}`),
      key: "k",
      kmsKeyArn: `arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-86ef-1234567890${10 + index}`,
    }),
  ],
])("secrets %s are no more than the role of an organization's pods has room for", (_, secretOf) => {
  const withSecrets = (count: number) => {
    const variables = Array.from({ length: count }, (_, index) => [`V${index}`, secretOf(index)]);
    return organizationWith(acme(JSON.stringify(Object.fromEntries(variables))));
  };
  expect(load(withSecrets(30))).toHaveLength(1);
  expect(onlyProblem(withSecrets(60))).toMatch(
    /applications\n61 secrets, whose ARNs and keys take \d+ characters of the role of its pods\nat most 9200 characters/,
  );
});
