import {
  environmentWith,
  load,
  metabase,
  minimal,
  onlyProblem,
  problemsOf,
  refusesEach,
  smallOrganization,
} from "../support";

const runIntoEachOther =
  "names of organization, environment and application that give each secret its own name in one account and region";

refusesEach([
  [
    "environments of which one would be met by the other's pattern",
    { "prod/environment.yaml": minimal, "prod-eu/environment.yaml": minimal },
    [
      "prod-eu/environment.yaml:1:1",
      'an environment named "prod-eu" beside "prod"',
      "names that do not start with prod-: permissions for prod-* would match both",
      "Rename the folder, such as eu-prod.",
    ],
  ],
  [
    "one secret for two organizations",
    {
      "qa/environment.yaml": minimal,
      "qa/organizations/acme-eu.yaml": smallOrganization,
      "eu-qa/environment.yaml": minimal,
      "eu-qa/organizations/acme.yaml": smallOrganization,
    },
    [
      "qa/organizations/acme-eu.yaml:1:1",
      "the secret acme-eu-qa-database-credentials, whose name acme in eu-qa uses as well",
      runIntoEachOther,
      "Rename the organization, its application or the environment.",
    ],
  ],
  [
    "one secret for applications of two organizations",
    environmentWith("", {
      x: metabase("database").replace("metabase }", "metabase, name: dev-y }"),
      "x-dev": metabase("database").replace("metabase }", "metabase, name: y }"),
    }),
    [
      "dev/organizations/x-dev.yaml:1:1",
      "the secret x-dev-dev-y-encryption-key, whose name x in dev uses as well",
      runIntoEachOther,
      "Rename the organization, its application or the environment.",
    ],
  ],
]);

describe("names", () => {
  const shape = "lower-case letters, digits and single hyphens between them, a letter first";
  const longOrganization = `a${"b".repeat(30)}`;
  const longEnvironment = `a${"b".repeat(16)}`;

  test.each(["Dev", "1dev", "dev-", "de--v", "de_v", "de.v", "d v", longEnvironment])(
    "the environment %s is refused",
    (name) => {
      expect(onlyProblem({ [`${name}/environment.yaml`]: minimal })).toBe(
        [
          `${name}/environment.yaml:1:1`,
          `an environment (folder) named "${name}"`,
          `at most 16 ${shape}`,
          "Rename the folder: names in AWS and Kubernetes start with it.",
        ].join("\n"),
      );
    },
  );

  test.each([
    ["sg", "security groups named sg-…"],
    ["sg-prod", "security groups named sg-…"],
    ["internal-a", "load balancers named internal-…"],
    ["rgw", "resource gateways named rgw-…"],
    ["rcfg-b", "resource configurations named rcfg-…"],
  ])("the environment %s is refused, since AWS keeps that beginning", (name, refused) => {
    expect(onlyProblem({ [`${name}/environment.yaml`]: minimal })).toBe(
      [
        `${name}/environment.yaml:1:1`,
        `an environment (folder) named "${name}"`,
        "names that do not begin with the word sg, internal, rgw or rcfg",
        `Rename the folder: AWS refuses ${refused}.`,
      ].join("\n"),
    );
  });

  test.each(["sgx", "staging", "internals"])("an environment may be named %s", (name) => {
    expect(load({ [`${name}/environment.yaml`]: minimal })).toHaveLength(1);
  });

  test.each(["Acme", "1acme", "acme-", "ac--me", "ac_me", "ac.me", "ac me", longOrganization])(
    "the organization %s is refused",
    (name) => {
      expect(onlyProblem(environmentWith("", { [name]: smallOrganization }))).toBe(
        [
          `dev/organizations/${name}.yaml:1:1`,
          `an organization (file) named "${name}"`,
          `at most 30 ${shape}`,
          "Rename the file: its name becomes a namespace, IAM roles and PostgreSQL roles.",
        ].join("\n"),
      );
    },
  );

  test.each(["select", "order", "table", "group", "user", "all", "default", "window", "current-date", "is"])(
    "the organization %s is refused, since PostgreSQL reserves the word",
    (name) => {
      expect(onlyProblem(environmentWith("", { [name]: smallOrganization }))).toBe(
        [
          `dev/organizations/${name}.yaml:1:1`,
          `an organization (file) named "${name}"`,
          "names that are not reserved words of PostgreSQL: RDS creates no database with such a name",
          `Rename the file, such as ${name}-team.`,
        ].join("\n"),
      );
    },
  );

  test("names are checked even if the files are invalid", () => {
    const files = { "DEV/environment.yaml": "region: 1\n", "DEV/organizations/select.yaml": "" };
    expect(problemsOf(files).map(({ found }) => found)).toEqual(
      expect.arrayContaining([
        'an environment (folder) named "DEV"',
        "the number 1",
        'an organization (file) named "select"',
        "an empty file",
      ]),
    );
  });

  test.each([
    "platform-master",
    "public",
    "postgres",
    "template0",
    "template1",
    "rdsadmin",
    "rds",
    "rds-x",
    "pg-x",
    "kube-system",
    "organizations",
    "shared",
    "database",
  ])("the organization %s is refused, since something has that name", (name) => {
    const problem = onlyProblem(environmentWith("", { [name]: smallOrganization }));
    expect(problem).toContain(`dev/organizations/${name}.yaml:1:1\nan organization (file) named "${name}"`);
    expect(problem).toContain("Kubernetes, PostgreSQL, AWS or this project uses the name already.");
  });

  test.each([
    "a",
    "acme",
    "a1-b2-c3",
    "pgx",
    "kubernetes",
    "sales",
    "platform",
    "orders",
    "users-group",
    `a${"b".repeat(29)}`,
  ])("the organization %s is taken", (name) => {
    expect(load(environmentWith("", { [name]: smallOrganization }))[0]?.organizations[0]?.name).toBe(name);
  });
});

test("environments of other accounts may have the same secret name", () => {
  const other = minimal.replaceAll("111122223333", "444455556666");
  const files = {
    "qa/environment.yaml": minimal,
    "qa/organizations/acme-eu.yaml": smallOrganization,
    "eu-qa/environment.yaml": other,
    "eu-qa/organizations/acme.yaml": smallOrganization,
  };
  expect(load(files)).toHaveLength(2);
});
