import { environmentWith, load, onlyProblem, smallOrganization } from "./support";

const reason = "Support needs it until the console can do it, OPS-12.";

/** An environment with the organization acme and these exceptions, each in YAML's flow style. */
const withExceptions = (...exceptions: string[]) =>
  environmentWith(
    `exceptions:\n${exceptions.map((one) => `  - { ${one}, reason: "${reason}" }\n`).join("")}`,
    {
      acme: smallOrganization,
    },
  );
const connect = (database: string, source = "instance:dev-network/aws_instance.bastion") =>
  `allow: connect, source: ${source}, database: ${database}`;
const read = (secret: string) => `allow: read, principal: role:dev-break-glass, secret: ${secret}`;
const violation = "allow: violation, rule: database-backups, at: dev-database/aws_db_instance.x";

describe("exceptions", () => {
  test("are none unless config lists one", () => {
    expect(load(environmentWith(""))[0]?.exceptions).toEqual([]);
  });

  test("are about a connection, a secret or a rule", () => {
    const files = withExceptions(
      connect("dev-shared"),
      read("acme-dev-database-credentials"),
      read("master-password:dev-shared"),
      violation,
    );
    expect(load(files)[0]?.exceptions.map(({ allow }) => allow)).toEqual([
      "connect",
      "read",
      "read",
      "violation",
    ]);
  });

  test.each([
    [
      "a database that is not there",
      withExceptions(connect("dev-share")),
      [
        "dev/environment.yaml:6:84 exceptions[0].database",
        '"dev-share"',
        "a database of this environment: dev-shared",
        "Did you mean dev-shared?",
      ],
    ],
    [
      "a secret that is not there",
      withExceptions(violation, read("acme-database-credentials")),
      [
        "dev/environment.yaml:7:61 exceptions[1].secret",
        '"acme-database-credentials"',
        "a secret of this environment: acme-dev-database-credentials or master-password:dev-shared",
        "Did you mean acme-dev-database-credentials?",
      ],
    ],
    [
      "the whole Internet",
      withExceptions(connect("dev-shared", "internet")),
      [
        "dev/environment.yaml:6:31 exceptions[0].source",
        '"internet"',
        "a source inside: no exception admits the Internet",
        "List its ranges in externalAccess.allowedCidrs.",
      ],
    ],
    [
      "a rule by its sentence",
      withExceptions("allow: violation, rule: Databases keep backups, at: dev-database/aws_db_instance.x"),
      [
        "dev/environment.yaml:6:31 exceptions[0].rule",
        '"Databases keep backups"',
        "the id of a rule, which reports show after its sentence",
        "Write `rule: database-backups`.",
      ],
    ],
    [
      "a rule that is not there",
      withExceptions("allow: violation, rule: database-backup, at: dev-database/aws_db_instance.x"),
      [
        "dev/environment.yaml:6:31 exceptions[0].rule",
        '"database-backup"',
        "the id of a rule, which reports show after its sentence",
        "Write `rule: database-backups`.",
      ],
    ],
    [
      "a source in the words of a report",
      withExceptions(connect("dev-shared", "any pod of acme")),
      [
        "dev/environment.yaml:6:31 exceptions[0].source",
        '"any pod of acme"',
        "a source, spelled as one of workload:NAMESPACE/WORKLOAD, pods:NAMESPACE, function:NAME, " +
          "instance:NAME, nodes:NAME, control-plane:NAME, subnet:NAME",
        "`npm run explain -- ENVIRONMENT` lists the spelling of each.",
      ],
    ],
    [
      "a principal without its kind",
      withExceptions("allow: read, principal: dev-break-glass, secret: acme-dev-database-credentials"),
      [
        "dev/environment.yaml:6:31 exceptions[0].principal",
        '"dev-break-glass"',
        "a principal, spelled as one of role:NAME, identity:NAME",
        "`npm run explain -- ENVIRONMENT` lists the spelling of each.",
      ],
    ],
    [
      "the same twice",
      withExceptions(violation, connect("dev-shared"), connect("dev-shared")),
      [
        "dev/environment.yaml:8:5 exceptions[2]",
        "what exceptions[1] allows already",
        "one exception, with one reason, for one thing",
        "Delete one of them.",
      ],
    ],
    [
      "a reason that gives none",
      environmentWith(`exceptions: [{ ${violation}, reason: "see OPS-12 !" }]\n`),
      [
        "dev/environment.yaml:5:102 exceptions[0].reason",
        '"see OPS-12 !", a reason in 2 words',
        "one line of at least 4 words: every report shows it",
        "Say who needs it, for what, and where it was decided.",
      ],
    ],
    [
      "no reason at all",
      environmentWith(`exceptions: [{ ${violation} }]\n`),
      [
        expect.stringContaining("exceptions[0]"),
        "nothing",
        expect.stringContaining("text: Why it is necessary"),
        expect.anything(),
      ],
    ],
    [
      "something else to allow",
      withExceptions("allow: write, principal: role:dev-break-glass, secret: acme-dev-database-credentials"),
      [
        "dev/environment.yaml:6:14 exceptions[0].allow",
        '"write"',
        'one of "connect", "read", "violation"',
        expect.anything(),
      ],
    ],
  ])("refuse %s", (_, files, expected) => {
    expect(onlyProblem(files).split("\n")).toEqual(expected);
  });
});
