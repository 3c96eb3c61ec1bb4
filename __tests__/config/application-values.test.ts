import { atLeastOne } from "../support/at-least-one";
import { type Files, load, onlyProblem, organizationWith, refusesEach, smallOrganization } from "./support";

const container = (line: string): Files =>
  organizationWith(`isolation: database
applications:
  - kind: container
    name: api
    image: registry.example.com/api:1.0.0
    ${line}
`);
const image = (reference: string): Files =>
  organizationWith(
    `isolation: database\napplications:\n  - { kind: container, name: api, image: "${reference}" }\n`,
  );
const wholeReference =
  "registry/name:tag or registry/name@sha256:… with 64 hexadecimal digits, the name in lower case and without empty parts";
const cores = 'cores above 0 in quotes, such as "2", "0.5" or "500m" (thousandths of a core)';
const sizes = "32Mi or more, with a unit: Ki, Mi, Gi or Ti (powers of 1024), k, M, G or T (powers of 1000)";

refusesEach([
  [
    "an image without a tag",
    image("registry.example.com:5000/team/api"),
    [
      "dev/organizations/acme.yaml:3:42 applications[0].image",
      '"registry.example.com:5000/team/api", without a tag',
      "a tag that names a version, or a digest: what runs must not change without a change here",
      'Write "registry.example.com:5000/team/api:1.2.3" or add the digest.',
    ],
  ],
  [
    "an image at latest",
    image("nginx:latest"),
    [
      "dev/organizations/acme.yaml:3:42 applications[0].image",
      '"nginx:latest", a tag that moves',
      "a tag that names a version, or a digest: what runs must not change without a change here",
      "Name the version, or add the digest after @.",
    ],
  ],
  [
    "an image with a broken digest",
    image("nginx@sha256:abc"),
    [
      "dev/organizations/acme.yaml:3:42 applications[0].image",
      '"nginx@sha256:abc"',
      wholeReference,
      "Copy the reference from your registry.",
    ],
  ],
  [
    "a privileged port",
    container("port: 80"),
    [
      "dev/organizations/acme.yaml:6:11 applications[0].port",
      "80",
      "a whole number from 1024 to 65535: Port the container listens on; it runs unprivileged, so 1024 or above",
      "Raise it to 1024 or more.",
    ],
  ],
  [
    "a variable that the platform sets",
    container("env: { PGSSLMODE: disable }"),
    [
      "dev/organizations/acme.yaml:6:12 applications[0].env.PGSSLMODE",
      "the variable PGSSLMODE",
      "names that the platform does not set: not DATABASE_URL, DB_*, PG*, AWS_*, KUBERNETES_*",
      "Delete it: the platform sets what belongs to the database and the AWS identity.",
    ],
  ],
  [
    "a variable that is a secret by its name",
    container("env: { STRIPE_API_KEY: sk_live_1234 }"),
    [
      "dev/organizations/acme.yaml:6:12 applications[0].env.STRIPE_API_KEY",
      "the variable STRIPE_API_KEY, by its name a secret",
      "plain settings: they can be read in Terraform's state and in the cluster",
      "Write `secrets: { STRIPE_API_KEY: { secret: stripe, key: api_key } }` beside `env`, and list in `secretWriters` of the organization who puts the value in: docs/applications.md. Rename the variable if it is no secret.",
    ],
  ],
  [
    "a secret in a value",
    container('env: { CACHE: "redis://app:hunter2@cache:6379" }'),
    [
      "dev/organizations/acme.yaml:6:19 applications[0].env.CACHE",
      "a value that holds a password, a key or a token",
      "plain settings: they can be read in Terraform's state and in the cluster",
      "Write `secrets: { CACHE: { secret: cache, key: value } }` beside `env`, and list in `secretWriters` of the organization who puts the value in: docs/applications.md. Rename the variable if it is no secret.",
    ],
  ],
  [
    "a variable of several lines",
    container('env: { TEXT: "a\\nb" }'),
    [
      "dev/organizations/acme.yaml:6:18 applications[0].env.TEXT",
      "line breaks or control characters",
      "one line of text",
      "Put longer texts in a file of the image.",
    ],
  ],
  [
    "an invalid name of a variable",
    container("env: { my-name: x }"),
    [
      "dev/organizations/acme.yaml:6:12 applications[0].env.my-name",
      'the name "my-name"',
      "letters, digits and underscores, no digit first",
      "Rename it.",
    ],
  ],
  [
    "an application with a name that no service can have",
    organizationWith("isolation: database\napplications:\n  - { kind: metabase, name: 1st }\n"),
    [
      "dev/organizations/acme.yaml:3:29 applications[0].name",
      '"1st"',
      "1 to 40 lower-case letters, digits and hyphens, a letter first, no hyphen last",
      "Write it in the allowed form.",
    ],
  ],
  [
    "a statement timeout above PostgreSQL's maximum",
    organizationWith(`${smallOrganization}statementTimeoutSeconds: 3000000\n`),
    [
      "dev/organizations/acme.yaml:4:26 statementTimeoutSeconds",
      "3000000",
      "a whole number from 0 to 2147483: After how many seconds PostgreSQL cancels a statement of its applications, unless their session sets another limit; 0 means never. Default: 300, and 0 with Metabase, whose migrations may take hours",
      "Lower it to 2147483 or less.",
    ],
  ],
  [
    "two applications of one name, one of them by default",
    organizationWith(
      "isolation: database\nconnectionLimit: 60\napplications:\n  - { kind: metabase, name: metabase }\n  - { kind: metabase }\n",
    ),
    [
      "dev/organizations/acme.yaml:5:5 applications[1].name (not in the file)",
      '"metabase" a second time',
      "each name once",
      "Rename or delete one of them.",
    ],
  ],
  [
    "no applications",
    organizationWith("isolation: database\napplications: []\n"),
    [
      "dev/organizations/acme.yaml:2:15 applications",
      "an empty list",
      "a list of at least 1: Its applications, one deployment each",
      "List at least 1.",
    ],
  ],
  [
    "a quantity without quotes",
    container("resources: { cpu: 1, memory: 1Gi }"),
    [
      "dev/organizations/acme.yaml:6:23 applications[0].resources.cpu",
      "the number 1",
      "text: CPU request",
      'Put it in quotes: "1". Without them YAML reads a number, and zeros at its ends are lost.',
    ],
  ],
  [
    "no amount of CPU",
    container('resources: { cpu: "1 core", memory: 1Gi }'),
    [
      "dev/organizations/acme.yaml:6:23 applications[0].resources.cpu",
      '"1 core"',
      cores,
      'Write cores, such as "1", or "250m".',
    ],
  ],
  [
    "no CPU at all",
    container('resources: { cpu: "0", memory: 1Gi }'),
    [
      "dev/organizations/acme.yaml:6:23 applications[0].resources.cpu",
      '"0"',
      cores,
      'Write cores, such as "1", or "250m".',
    ],
  ],
  [
    "memory where CPU belongs",
    organizationWith(`quota: { cpu: 8Gi }\n${smallOrganization}`),
    ["dev/organizations/acme.yaml:1:15 quota.cpu", '"8Gi"', cores, "Move it to `memory`: it is a size."],
  ],
  [
    "memory in thousandths of a byte",
    container('resources: { cpu: "1", memory: 256m }'),
    [
      "dev/organizations/acme.yaml:6:36 applications[0].resources.memory",
      '"256m"',
      sizes,
      "Write 256Mi: Kubernetes tells units apart by their case.",
    ],
  ],
  [
    "memory without a unit",
    container('resources: { cpu: "1", memory: "512" }'),
    [
      "dev/organizations/acme.yaml:6:36 applications[0].resources.memory",
      '"512"',
      sizes,
      "Add the unit, such as 512Mi.",
    ],
  ],
  [
    "a unit that Kubernetes does not know",
    container('resources: { cpu: "1", memory: 1GB }'),
    [
      "dev/organizations/acme.yaml:6:36 applications[0].resources.memory",
      '"1GB"',
      sizes,
      "Write 1Gi: Kubernetes tells units apart by their case.",
    ],
  ],
  [
    "a fraction of a byte",
    container('resources: { cpu: "1", memory: 0.7Gi }'),
    [
      "dev/organizations/acme.yaml:6:36 applications[0].resources.memory",
      '"0.7Gi", 751619276.8 bytes',
      "whole bytes",
      "Write 717Mi.",
    ],
  ],
  [
    "hardly any memory",
    container('resources: { cpu: "1", memory: 31Mi }'),
    [
      "dev/organizations/acme.yaml:6:36 applications[0].resources.memory",
      '"31Mi"',
      sizes,
      "Give it as much as the container needs, such as 256Mi.",
    ],
  ],
  [
    "an invalid name of a Kubernetes secret",
    container("imagePullSecret: a..b"),
    [
      "dev/organizations/acme.yaml:6:22 applications[0].imagePullSecret",
      '"a..b"',
      "1 to 63 lower-case letters, digits, dots and hyphens, as Kubernetes names a secret, with a letter or digit on both sides of each dot",
      "Write it in the allowed form.",
    ],
  ],
  [
    "root as the user of a container",
    container("userId: 0"),
    [
      "dev/organizations/acme.yaml:6:13 applications[0].userId",
      "0",
      "a whole number from 1 to 65535: Numeric user id of the container, needed if its image names a user by name or none: runAsNonRoot needs a number",
      "Raise it to 1 or more.",
    ],
  ],
]);

test("no message contains the value of a variable", () => {
  const values = ["sk_live_1234", "redis://app:hunter2@cache"];
  for (const value of atLeastOne(values)) {
    expect(onlyProblem(container(`env: { SOME_TOKEN: "${value.replace(/:.*/, "")}" }`))).not.toContain(value);
  }
  expect(onlyProblem(container('env: { CACHE: "redis://app:hunter2@cache" }'))).not.toContain("hunter2");
});

test.each([
  "LOG_LEVEL",
  "MONKEY",
  "KEYBOARD",
  "COMPASS",
  "PASSENGER",
  "PATH",
  "PATTERN",
  "SECRETARY",
  "PAGE_SIZE",
  "TOKENIZER",
  "MAX_TOKENS",
  "TOKEN_TYPE",
  "JWT_PUBLIC_KEY",
  "MB_ENABLE_PASSWORD_LOGIN",
  "MB_PASSWORD_COMPLEXITY",
  "PASSWORD_MIN_LENGTH",
  "DBX",
])("%s is a plain variable", (name) => {
  expect(load(container(`env: { ${name}: x }`))).toHaveLength(1);
});

test.each([
  "PASSWORD",
  "DBPASSWORD",
  "PASSWORD_LOGIN_SECRET",
  "dbPassword",
  "DBPASS",
  "SMTP_PASS",
  "CLIENTSECRET",
  "SLACKTOKEN",
  "ID_TOKENS",
  "GITHUB_PAT",
  "APIKEY",
  "PRIVATE_KEY",
  "GCP_CREDENTIALS",
])("%s is a secret by its name", (name) => {
  expect(onlyProblem(container(`env: { ${name}: x }`))).toContain(
    `the variable ${name}, by its name a secret`,
  );
});

/** In parts, so that scanners of secrets and forges that refuse a push take it for none. */
const madeUp = (...parts: string[]): string => parts.join("");

test.each([
  "redis://app:hunter2@cache",
  "redis://:hunter2@cache",
  madeUp("AKIA", "IOSFODNN7EXAMPLE"),
  madeUp("-----BEGIN RSA ", "PRIVATE KEY-----"),
  madeUp("ghp", "_16C7e42F292c6912E7710c838347Ae178B4a"),
  madeUp("github", "_pat_11ABCDEFG0abcdefghijkl"),
  madeUp("glpat", "-abcdefghij"),
  madeUp("xoxb", "-123456789012"),
  madeUp("xoxp", "-123456789012"),
  madeUp("eyJhbGciOiJIUzI1NiJ9", ".eyJzdWIiOiIxIn0.c2lnbmF0dXJl"),
])("%s is a secret wherever it stands in a value", (value) => {
  for (const text of [value, `x=${value}`]) {
    const problem = onlyProblem(container(`env: { SETTING: "${text}" }`));
    expect(problem).toContain("a value that holds a password, a key or a token");
    expect(problem).not.toContain(value);
  }
});

test.each([
  "redis://cache:6379/0",
  "https://example.com/a:b@c",
  "postgres://$(USER):$(WORD)@$(HOST)/x",
  "monkeyJungle.example",
  "ghp",
  "eyJ",
])("%s is a plain value", (value) => {
  expect(load(container(`env: { SETTING: "${value}" }`))).toHaveLength(1);
});

describe("amounts", () => {
  test.each(["1", "0.5", "1.125", "1m", "1500m"])("cpu may be %s", (cpu) => {
    expect(load(container(`resources: { cpu: "${cpu}", memory: 64Mi }`))).toHaveLength(1);
  });

  test.each(["0", "0m", "0.0", "0.5m", "1.0005", "-1", "1k", ""])("cpu may not be %s", (cpu) => {
    expect(onlyProblem(container(`resources: { cpu: "${cpu}", memory: 64Mi }`))).toContain(cores);
  });

  test.each(["32Mi", "32768Ki", "0.5Gi", "1Gi", "34M", "33555k", "1G", "1.5Gi", "1.1G", "66.6M"])(
    "memory may be %s",
    (memory) => {
      expect(load(container(`resources: { cpu: "1", memory: ${memory} }`))).toHaveLength(1);
    },
  );

  test.each(["33M", "512K", "512", "0Gi", "256m", "1gi", "1Pi"])("memory may not be %s", (memory) => {
    expect(onlyProblem(container(`resources: { cpu: "1", memory: "${memory}" }`))).toContain(sizes);
  });

  test("a quota may use decimal units", () => {
    expect(load(organizationWith(`quota: { memory: 16G }\n${smallOrganization}`))).toHaveLength(1);
  });
});

describe("references to images", () => {
  const digest = `sha256:${"0a".repeat(32)}`;

  test.each([
    "nginx:1.27",
    "metabase/metabase:v1.2.3",
    "registry.example.com:5000/a/b__c/d-e.f_g:1.0_B",
    "localhost:5000/a:1",
    `111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/api@${digest}`,
    `a:1@${digest}`,
  ])("%s is whole", (reference) => {
    expect(load(image(reference))).toHaveLength(1);
  });

  test.each([
    "a//B:1",
    "a//b:1",
    "/a:1",
    "a/:1",
    "Team/api:1",
    "a/b_:1",
    "a..b:1",
    "a___b:1",
    "example.com:5000:1",
    `${"a".repeat(256)}:1`,
  ])("%s is broken", (reference) => {
    expect(onlyProblem(image(reference))).toContain(wholeReference);
  });
});
