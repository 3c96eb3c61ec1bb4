import { ConfigError } from "../../src/config/errors";
import {
  container,
  environment,
  environmentWith,
  load,
  minimal,
  organizationWith,
  problemsOf,
  refusesEach,
  smallOrganization,
} from "./support";

/** What a fix says about a value that is written in place of another in the smallest environment. */
const fixesOf = (written: string, instead: string): string[] =>
  problemsOf(environment(minimal.replace(written, instead))).map(({ fix }) => fix);

const inFrame = (lines: string) =>
  environmentWith(`applicationAccess: { allowedCidrs: [203.0.113.0/24]${lines} }\n`);

describe("for a value in the wrong form, the message contains it in the right form", () => {
  test.each<[slip: string, written: string, instead: string, fix: string]>([
    ["groups of digits", '"111122223333"', '"1111-2222-3333"', 'Write "111122223333".'],
    ["quotes of a word processor", '"111122223333"', "“111122223333”", 'Write "111122223333".'],
    ["a space at its end", '"111122223333"', '"111122223333 "', 'Write "111122223333".'],
    [
      "an invisible character",
      "eu-west-1",
      "eu-west-1\u200b",
      "Write it again, without the invisible characters: eu-west-1.",
    ],
    [
      "a word for a mapping",
      "{ backend: local }",
      "local",
      "Write `backend: …` lines below it, indented by two spaces.",
    ],
  ])("%s", (_, written, instead, fix) => expect(fixesOf(written, instead)).toEqual([fix]));

  test.each([
    ["externalAccess: { allowedCidrs: [203.0.113.7] }", "Write 203.0.113.7/32."],
    ["applicationAccess: { allowedCidrs: [203.0.113.7] }", "Write 203.0.113.7/32."],
    ["network: { cidr: 10.0.0.0 }", "Write it in the allowed form."],
    ["images: { registry: https://registry.example.com/ }", "Write registry.example.com."],
    ["zones: [a, eu-west-1b]", "Write eu-west-1a."],
  ])("%s", (line, fix) =>
    expect(problemsOf(environmentWith(`${line}\n`)).map((problem) => problem.fix)).toEqual([fix]),
  );

  test.each([
    ["healthPath: healthz", "Write /healthz."],
    ["name: My_API", "Write my-api."],
    ["image: https://example.com/api:V1", 'Write "example.com/api:V1".'],
    ["image: example.com/API:1", 'Write "example.com/api:1".'],
    ["image: example.com/API:V1", "Copy the reference from your registry."],
  ])("%s", (setting, fix) => {
    const settings = {
      name: "api",
      image: "example.com/api:1",
      ...Object.fromEntries([setting.split(/: (.*)/)]),
    };
    const application = Object.entries(settings).map(([key, value]) => `${key}: "${value}"`);
    const text = `isolation: database\napplications:\n  - { kind: container, ${application.join(", ")} }\n`;
    expect(problemsOf(organizationWith(text)).map((problem) => problem.fix)).toEqual([fix]);
  });
});

test("of many mistakes in a file, the message lists the first, and counts the others", () => {
  const aliases = Array.from({ length: 81 }, (_, index) => `  t${index}: *x\n`).join("");
  const { message } = new ConfigError(problemsOf(environmentWith(`tags:\n  a: &x b\n${aliases}`)));
  expect(message.match(/the YAML alias/g)).toHaveLength(20);
  expect(message).toMatch(/^The configuration has 81 problems:/);
  expect(message).toMatch(/\ndev\/environment\.yaml: 61 more\. Correct these first\.$/);
  const applications = organizationWith(`isolation: database\napplications:\n${"  - {}\n".repeat(3_000)}`);
  expect(problemsOf(applications)).toHaveLength(200);
  expect(() => load(applications)).toThrow(
    /^The configuration has over 200 problems:[\s\S]*acme\.yaml: over 180 more\. Correct these first\.$/,
  );
});

test("lookalike letters are shown by their code points", () => {
  const [problem] = problemsOf(environmentWith("d\u0430tabase: {}\n"));
  expect(problem).toMatchObject({ path: '["d\\u0430tabase"]', fix: "Did you mean database?" });
});

test("each range of a list is checked, whatever the others are", () => {
  const ranges = "[0.0.0.0/0, 10.0.0.0/8, 203.0.113.0, 198.51.100.0/24]";
  const found = (files: Parameters<typeof problemsOf>[0]) =>
    problemsOf(files).map(({ path }) => path.slice(-3));
  expect(found(environmentWith(`externalAccess: { allowedCidrs: ${ranges} }\n`))).toEqual([
    "[0]",
    "[1]",
    "[2]",
  ]);
  expect(found(environmentWith(`applicationAccess: { allowedCidrs: ${ranges} }\n`))).toEqual(["[0]", "[2]"]);
  expect(found(environment(minimal.replace("admins", `publicAccessCidrs: ${ranges}, admins`)))).toEqual([
    "[0]",
    "[1]",
    "[2]",
  ]);
});

refusesEach([
  [
    "a key of the whole file inside of a mapping",
    environmentWith("network: { topology: peering }\n"),
    [
      "dev/environment.yaml:5:12 network.topology",
      "an unknown key",
      "cidr, databaseCidr, subnets, natGateways, interfaceEndpoints, flowLogClass, flowLogRetentionDays",
      "Move it to the keys without indentation.",
    ],
  ],
  [
    "a key after a non-breaking space",
    environment(
      minimal.replace("state: { backend: local }", "state: { \u00a0backend: local, backend: local }"),
    ),
    [
      'dev/environment.yaml:3:10 state["\\u00a0backend"]',
      "a key with invisible characters",
      "backend",
      "Write it again, and indent it with spaces only.",
    ],
  ],
  [
    "a role without a name",
    environment(minimal.replace("role/platform", "role/platform/")),
    [
      "dev/environment.yaml:4:21 cluster.admins[0]",
      '"arn:aws:iam::111122223333:role/platform/"',
      "the ARN of an IAM role, such as arn:aws:iam::111122223333:role/platform",
      "Copy the ARN of the role from IAM, path included.",
    ],
  ],
  [
    "a role of a service",
    organizationWith(
      `members: ["arn:aws:iam::111122223333:role/aws-service-role/a.amazonaws.com/A"]\n${smallOrganization}`,
    ),
    [
      "dev/organizations/acme.yaml:1:11 members[0]",
      '"arn:aws:iam::111122223333:role/aws-service-role/a.amazonaws.…" (65 characters), a role that only a service of AWS takes',
      "roles that people or programs of yours take",
      "Name the role that they take.",
    ],
  ],
  [
    "a role of Identity Center without its path, as other tools expect",
    environment(minimal.replace("role/platform", "role/AWSReservedSSO_Admin_0123456789abcdef")),
    [
      "dev/environment.yaml:4:21 cluster.admins[0]",
      '"arn:aws:iam::111122223333:role/AWSReservedSSO_Admin_01234567…" (68 characters), a role of IAM Identity Center without its path',
      "the whole ARN: no role has this one",
      "Copy it from `aws iam get-role --role-name AWSReservedSSO_Admin_0123456789abcdef --query Role.Arn`.",
    ],
  ],
  [
    "a role of pods in another environment as an administrator",
    {
      ...environment(
        minimal.replace("role/platform", 'role/platform", "arn:aws:iam::111122223333:role/qa-org-acme'),
      ),
      "qa/environment.yaml": minimal,
      "qa/organizations/acme.yaml": smallOrganization,
    },
    [
      "dev/environment.yaml:4:64 cluster.admins[1]",
      '"arn:aws:iam::111122223333:role/qa-org-acme", a role that this project creates in qa',
      "roles of yours: those of pods, nodes, functions, services and planners get no other rights",
      "Name the role of the people or the program that is meant.",
    ],
  ],
  [
    "an invalid bucket name for access logs",
    inFrame(", accessLogs: { bucket: 192.0.2.1 }"),
    [
      "dev/environment.yaml:5:76 applicationAccess.accessLogs.bucket",
      '"192.0.2.1"',
      "an S3 bucket name: 3 to 63 lower-case letters, digits, hyphens and single dots",
      "Name a bucket of yours.",
    ],
  ],
  [
    "a prefix of access logs that load balancers refuse",
    inFrame(", accessLogs: { bucket: logs, prefix: dev/AWSLogs }"),
    [
      "dev/environment.yaml:5:90 applicationAccess.accessLogs.prefix",
      '"dev/AWSLogs"',
      "a path such as applications/dev, without slashes at its ends and without AWSLogs",
      "Write it in the allowed form.",
    ],
  ],
  [
    "a health check path that target groups refuse",
    organizationWith(container(`healthPath: /${"a".repeat(1024)}`)),
    [
      "dev/organizations/acme.yaml:3:75 applications[0].healthPath",
      `"/${"a".repeat(59)}…" (1025 characters)`,
      "text: Path that answers with success while the application is healthy",
      "Cut it to 1024 characters or fewer.",
    ],
  ],
  [
    "a minor version that PostgreSQL never had",
    environmentWith('database: { version: "17.0" }\n'),
    [
      "dev/environment.yaml:5:22 database.version",
      '"17.0"',
      '"16", "17", "18", or a minor version such as "18.1"',
      'Did you mean "17"?',
    ],
  ],
]);
