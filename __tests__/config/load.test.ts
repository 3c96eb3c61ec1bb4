import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { ConfigError } from "../../src/config/errors";
import { loadEnvironments } from "../../src/config/load";
import { atLeastOne } from "../support/at-least-one";
import { full } from "../support/effort";
import {
  asText,
  environmentWith,
  type Files,
  inFolder,
  load,
  minimal,
  onlyProblem,
  problemsOf,
  problemsOfFolder,
  smallOrganization,
} from "./support";

const environment = (text: string | Uint8Array): Files => ({ "dev/environment.yaml": text });
const places = (files: Files): string[] =>
  problemsOf(files).map(({ file, line, column, path }) => `${file}:${line}:${column} ${path}`.trimEnd());

describe("folders", () => {
  test("environments and organizations are sorted by name, whatever the order of the files", () => {
    const environments = load({
      "qa/environment.yaml": minimal,
      "dev/organizations/b.yaml": smallOrganization,
      "dev/organizations/a-b.yaml": smallOrganization,
      "dev/organizations/a.yaml": smallOrganization,
      "dev/environment.yaml": minimal,
    });
    expect(environments.map(({ name }) => name)).toEqual(["dev", "qa"]);
    expect(environments[0]?.organizations.map(({ name }) => name)).toEqual(["a", "a-b", "b"]);
  });

  test("an environment may have no organizations", () => {
    expect(load(environment(minimal))[0]?.organizations).toEqual([]);
  });

  test("other files, hidden files and generated schemas are ignored in every folder", () => {
    const files = {
      "environment.schema.json": "{}",
      "dev/environment.yaml": minimal,
      "dev/README.md": "",
      "dev/.DS_Store": "",
      "dev/organizations/.gitkeep": "",
      "dev/organizations/notes.txt": "",
    };
    expect(load(files)[0]?.organizations).toEqual([]);
  });

  test("a missing folder", () => {
    expect(inFolder({}, (folder) => problemsOfFolder(path.join(folder, "nowhere"))).map(asText)).toEqual([
      [
        ":1:1",
        "nothing at this place",
        "the folder with one folder per environment",
        "Put it there, or correct the name.",
      ].join("\n"),
    ]);
  });

  test("a folder without environments", () => {
    expect(onlyProblem({ "environment.schema.json": "{}" })).toBe(
      [
        ":1:1",
        "no environment",
        "one folder per environment, with an environment.yaml",
        "Create dev/environment.yaml, such as by copying a shipped example.",
      ].join("\n"),
    );
  });

  test("an environment's folder without environment.yaml", () => {
    expect(onlyProblem({ ...environment(minimal), "qa/README.md": "" })).toBe(
      [
        "qa:1:1",
        "no environment.yaml",
        "an environment.yaml in each folder",
        "Add it, or move the folder out of here.",
      ].join("\n"),
    );
  });

  test.each([
    ["prod.yaml", "environment.yaml in a separate folder", "Rename it, or move it out of here."],
    ["dev/environment.yml", "environment.yaml and organizations", "Rename it to environment.yaml."],
    ["dev/organisations/a.yaml", "environment.yaml and organizations", "Rename it to organizations."],
    ["dev/backup.zip", "environment.yaml and organizations", "Rename it, or move it out of here."],
    ["dev/organizations/a.yml", "<organization>.yaml", "Rename it to a.yaml."],
    ["dev/organizations/a.yaml.bak", "<organization>.yaml", "Rename it, or move it out of here."],
    ["dev/organizations/team/a.yaml", "<organization>.yaml", "Rename it, or move it out of here."],
  ])("%s would not be read", (file, allowed, fix) => {
    const place = file.replace(/(organisations|team)\/.*/, "$1");
    expect(onlyProblem({ ...environment(minimal), [file]: smallOrganization })).toBe(
      [`${place}:1:1`, "a file or folder that is not read", allowed, fix].join("\n"),
    );
  });

  test("a folder named environment.yaml", () => {
    expect(onlyProblem({ "dev/environment.yaml/x": "" })).toBe(
      ["dev/environment.yaml:1:1", "a folder", "a file", "Put a file there, or correct the name."].join("\n"),
    );
  });

  test("a named pipe without a writer", () => {
    const problems = inFolder(environment(minimal), (folder) => {
      fs.mkdirSync(path.join(folder, "dev/organizations"));
      execFileSync("mkfifo", [path.join(folder, "dev/organizations/a.yaml")]);
      return problemsOfFolder(folder).map(asText);
    });
    expect(problems).toEqual([
      [
        "dev/organizations/a.yaml:1:1",
        "a pipe, socket or device",
        "a file",
        "Put a file there, or correct the name.",
      ].join("\n"),
    ]);
  });

  test("a symbolic link to itself", () => {
    const problems = inFolder(environment(minimal), (folder) => {
      fs.mkdirSync(path.join(folder, "dev/organizations"));
      fs.symlinkSync("a.yaml", path.join(folder, "dev/organizations/a.yaml"));
      return problemsOfFolder(folder).map(asText);
    });
    expect(problems).toEqual([
      [
        "dev/organizations/a.yaml:1:1",
        "a symbolic link that leads back to itself",
        "a file",
        "Point it to a file, or put the file here.",
      ].join("\n"),
    ]);
  });

  test("a dangling symbolic link", () => {
    const problems = inFolder(environment(minimal), (folder) => {
      fs.mkdirSync(path.join(folder, "dev/organizations"));
      fs.symlinkSync("../gone.yaml", path.join(folder, "dev/organizations/a.yaml"));
      return problemsOfFolder(folder).map(asText);
    });
    expect(problems).toEqual([
      [
        "dev/organizations/a.yaml:1:1",
        "a symbolic link to ../gone.yaml, which does not exist",
        "a file",
        "Point it to an existing file, or put the file here.",
      ].join("\n"),
    ]);
  });

  test.each(["EACCES", "EPERM"])("a file without read permission (%s)", (code) => {
    jest.spyOn(fs, "readFileSync").mockImplementationOnce(() => {
      throw Object.assign(new Error(code), { code });
    });
    expect(onlyProblem(environment(minimal))).toBe(
      [
        "dev/environment.yaml:1:1",
        "a file or folder without read permission",
        "a file",
        "Grant read permission to the user who runs this command: `ls -ld` shows the permissions.",
      ].join("\n"),
    );
  });
});

describe("text", () => {
  test.each([
    ["a byte order mark", `\uFEFF${minimal}`],
    ["Windows line ends", minimal.replaceAll("\n", "\r\n")],
    ["a document start", `---\n${minimal}`],
  ])("%s changes nothing", (_, text) => {
    expect(load(environment(text))).toEqual(load(environment(minimal)));
  });

  test("a byte order mark and CRLF do not change positions in messages", () => {
    const text = `\uFEFF${minimal}topologie: x\n`.replaceAll("\n", "\r\n");
    expect(places(environment(text))).toEqual(["dev/environment.yaml:5:1 topologie"]);
    expect(places(environment(`\uFEFFacount: x\n${minimal}`))).toEqual(["dev/environment.yaml:1:1 acount"]);
  });

  test.each<[string, string | Uint8Array, string[]]>([
    [
      "an empty file",
      "",
      [
        "dev/environment.yaml:1:1",
        "an empty file",
        "a mapping with the keys account, region, zones, topology, state, network, cluster, database, externalAccess, applicationAccess, credentials, exceptions, notifications, planner, functions, charts, quotas, images, tags: One environment: config/<environment>/environment.yaml",
        "Write `key: value` lines, as in the shipped examples.",
      ],
    ],
    [
      "a list at the top",
      "- account\n",
      [
        "dev/environment.yaml:1:1",
        "a list of 1",
        "a mapping with the keys account, region, zones, topology, state, network, cluster, database, externalAccess, applicationAccess, credentials, exceptions, notifications, planner, functions, charts, quotas, images, tags: One environment: config/<environment>/environment.yaml",
        "Write `key: value` lines, as in the shipped examples.",
      ],
    ],
    [
      "a tab",
      `${minimal}database:\n\tmultiAz: true\n`,
      [
        "dev/environment.yaml:6:1",
        "a tab in the indentation",
        "spaces only",
        "Replace the tab by two spaces per level.",
      ],
    ],
    [
      "a key twice",
      `${minimal}region: eu-west-1\n`,
      [
        "dev/environment.yaml:5:1",
        'the key "region" a second time: line 2 has it already',
        "each key once in its mapping",
        "Merge both values below one of them, and delete the other.",
      ],
    ],
    [
      "a second document",
      `${minimal}---\n${minimal}`,
      [
        "dev/environment.yaml:5:1",
        "a second document after ---",
        "one document per file",
        "Move it to a separate file, or delete the ---.",
      ],
    ],
    [
      "an alias",
      `${minimal}zones: &two [eu-west-1a, eu-west-1b]\ntags: { a: *two }\n`,
      [
        "dev/environment.yaml:6:12",
        "the YAML alias *two",
        "explicit values, so that a reviewer can read each line by itself",
        "Replace the alias by the value that it stands for.",
      ],
    ],
    [
      "a merge key",
      `${minimal}<<: { topology: same-vpc }\n`,
      [
        'dev/environment.yaml:5:1 ["<<"]',
        "a YAML merge key",
        "account, region, zones, topology, state, network, cluster, database, externalAccess, applicationAccess, credentials, exceptions, notifications, planner, functions, charts, quotas, images, tags",
        "Write all keys explicitly.",
      ],
    ],
    [
      "a file in UTF-16",
      Buffer.from(`\uFEFF${minimal}`, "utf16le"),
      ["dev/environment.yaml:1:1", "a file in UTF-16", "YAML in UTF-8", "Save the file in UTF-8."],
    ],
    [
      "a file in Latin-1",
      Buffer.from(`# Umgebung für alle\n${minimal}`, "latin1"),
      [
        "dev/environment.yaml:1:1",
        "bytes that are not UTF-8 text",
        "YAML in UTF-8",
        "Save the file in UTF-8.",
      ],
    ],
    [
      "a binary file",
      Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0]),
      [
        "dev/environment.yaml:1:1",
        "bytes that are not UTF-8 text",
        "YAML in UTF-8",
        "Save the file in UTF-8.",
      ],
    ],
    [
      "a file of ten megabytes",
      minimal + "#\n".repeat(5 * 2 ** 20),
      [
        "dev/environment.yaml:1:1",
        "a file of 10241 KiB",
        "at most 64 KiB; a normal file has one or two",
        "Check that this is the intended file.",
      ],
    ],
  ])("%s is refused", (_, text, expected) => {
    expect(onlyProblem(environment(text))).toBe(expected.join("\n"));
  });

  test("an open bracket", () => {
    const [first] = problemsOf(environment(`${minimal}zones: [eu-west-1a\n`));
    expect(first?.found).toMatch(/^broken YAML: Flow sequence/);
    expect(first?.line).toBe(6);
  });

  test.each([`\${var.region}`, "%{ if true }x%{ endif }"])(
    "%s is refused wherever it stands: Terraform would evaluate it",
    (expression) => {
      const problems = problemsOf({
        "dev/environment.yaml": `${minimal}tags: { team: "${expression}" }\n`,
        "dev/organizations/acme.yaml": smallOrganization.replace("name: api", `name: "${expression}"`),
      }).filter(({ found }) => /^a text with [$%]\{$/.test(found));
      expect(problems.map(({ file, line, column }) => `${file}:${line}:${column}`)).toEqual([
        "dev/environment.yaml:5:15",
        "dev/organizations/acme.yaml:3:30",
      ]);
      expect(problems[0]?.allowed).toBe("plain text: Terraform would evaluate this as an expression");
    },
  );

  test.each([1_000, full(5_000, 15_000)])("%d levels of nesting are one problem", (levels) => {
    const deep = ["[", "{a: ", "- ", "? "].map((level) => level.repeat(levels));
    for (const text of atLeastOne([...deep, `a: ${"[".repeat(levels)}${"]".repeat(levels)}`])) {
      expect(onlyProblem(environment(text))).toBe(
        [
          "dev/environment.yaml:1:1",
          "lists or mappings nested hundreds of levels deep",
          "the few levels that the schema describes",
          "Start again from one of the shipped examples.",
        ].join("\n"),
      );
    }
  });

  test("unclosed brackets are reported once per kind", () => {
    const found = problemsOf(environment("[".repeat(50))).map((problem) => problem.found);
    expect(found.length).toBeGreaterThan(0);
    expect(found).toEqual([...new Set(found)]);
  });

  test.each(["null", "1", "true"])("the key %s is a text like any other", (key) => {
    expect(onlyProblem(environment(`${minimal}${key}: z\n`))).toContain(
      `dev/environment.yaml:5:1 ${key}\nan unknown key`,
    );
  });

  test("a list as a key is refused, without a warning from Node.js", () => {
    const warnings = jest.spyOn(process, "emitWarning");
    expect(onlyProblem(environment(`${minimal}? [a, b]\n: z\n`))).toBe(
      [
        "dev/environment.yaml:5:3",
        "a list or a mapping as a key",
        "keys that are strings",
        "Write the name of a key; put it in quotes if it is not a plain word.",
      ].join("\n"),
    );
    expect(warnings).not.toHaveBeenCalled();
    warnings.mockRestore();
  });

  test("aliases of aliases are never expanded", () => {
    const levels = Array.from({ length: 40 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}]`);
    const problems = problemsOf(environment(`a0: &a0 [x]\n${levels.join("\n")}\n`));
    expect(new Set(problems.map(({ found }) => found))).toContain("the YAML alias *a0");
  });

  test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
    "the key %s is data like any other",
    (key) => {
      const problems = problemsOf(environment(`${minimal}${key}: { polluted: true }\n`));
      expect(problems.map(({ found }) => found)).toContain("an unknown key");
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    },
  );

  test("__proto__ is refused in mappings with arbitrary names", () => {
    expect(onlyProblem(environment(`${minimal}tags: { __proto__: x }\n`))).toBe(
      [
        "dev/environment.yaml:5:9",
        "the name __proto__",
        "any other name: this one changes JavaScript objects",
        "Choose another name.",
      ].join("\n"),
    );
  });
});

describe("all problems in one message", () => {
  const files: Files = {
    "dev/environment.yaml": `${minimal}databse: {}\nzones: [a, b, c]\n`,
    "dev/organizations/acme.yaml": "isolation: schema\napplications: []\nquota: { pods: none }\n",
    "dev/organizations/globex.yaml": "isolation: [\n",
    "prod/environment.yaml": `${minimal}zones: [eu-west-1a, us-east-1b]\n`,
    "prod/organizations/acme.yaml": "isolation: schema\napplications:\n  - kind: metabase\n",
    "prod/organizations/initech.yaml": "isolation: schem\n",
  };

  test("problems of single values and of combinations, in every file", () => {
    expect(places(files).sort()).toEqual([
      "dev/environment.yaml:5:1 databse",
      "dev/environment.yaml:6:8 zones",
      "dev/organizations/acme.yaml:2:15 applications",
      "dev/organizations/acme.yaml:3:16 quota.pods",
      "dev/organizations/globex.yaml:2:1",
      "prod/environment.yaml:5:21 zones[1]",
      "prod/organizations/acme.yaml:3:11 applications[0].kind",
      "prod/organizations/initech.yaml:1:1 applications (not in the file)",
      "prod/organizations/initech.yaml:1:12 isolation",
    ]);
  });

  test("an unknown key hides no other problem", () => {
    const cluster = "cluster: { nodeGroups: [{ name: a, size: 1, minSize: 5, maxSize: 3 }],";
    expect(
      places({
        "dev/environment.yaml": `${minimal.replace("cluster: {", cluster)}databse: {}\nzones: [eu-west-1a, us-east-1b]\n`,
        "qa/environment.yaml": `${minimal}databse: {}\nzones: [eu-west-1a, us-east-1b]\n`,
        "qa/organizations/acme.yaml": "isolation: schema\nquotas: {}\napplications:\n  - kind: metabase\n",
      }),
    ).toEqual([
      "dev/environment.yaml:4:36 cluster.nodeGroups[0].size",
      "dev/environment.yaml:5:1 databse",
      "dev/environment.yaml:4:54 cluster.nodeGroups[0].minSize",
      "qa/environment.yaml:5:1 databse",
      "qa/organizations/acme.yaml:2:1 quotas",
      "qa/organizations/acme.yaml:4:11 applications[0].kind",
      "qa/environment.yaml:6:21 zones[1]",
    ]);
  });

  test.each([
    [
      "wrong",
      { "dev/environment.yaml": minimal.replace("eu-west-1", "eu-west1") },
      "dev/environment.yaml:2:9 region",
    ],
    ["no YAML", { "dev/environment.yaml": "- [\n" }, "dev/environment.yaml:2:1"],
    ["missing", {}, "dev:1:1"],
  ])("organizations are judged where environment.yaml is %s", (_, files, place) => {
    const metabase = "isolation: schema\napplications:\n  - kind: metabase\n";
    const organizations = {
      "dev/organizations/acme.yaml": metabase,
      "dev/organizations/public.yaml": smallOrganization,
    };
    expect(places({ ...files, ...organizations })).toEqual([
      place,
      "dev/organizations/public.yaml:1:1",
      "dev/organizations/acme.yaml:3:11 applications[0].kind",
    ]);
  });

  test("a folder's name is checked even if its environment.yaml is missing", () => {
    expect(places({ "Dev/organizations/acme.yaml": smallOrganization })).toEqual(["Dev:1:1", "Dev:1:1"]);
  });

  test("the message lists problems by file and line", () => {
    const message = inFolder(files, (folder) => {
      try {
        loadEnvironments(folder);
        return "";
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
        return (error as ConfigError).message.replaceAll(path.relative(process.cwd(), folder), "config");
      }
    });
    expect(message.split("\n\n").slice(0, 2).join("\n\n")).toBe(`The configuration has 9 problems:

config/dev/environment.yaml:5:1 databse
  found    an unknown key
  allowed  account, region, zones, topology, state, network, cluster, database, externalAccess, applicationAccess, credentials, exceptions, notifications, planner, functions, charts, quotas, images, tags
  fix      Did you mean database?`);
    const heads = message
      .split("\n\n")
      .slice(1)
      .map((paragraph) => paragraph.split(" ")[0]);
    expect(heads).toEqual([...heads].sort());
  });
});

describe("an omitted key", () => {
  test("has a safe default", () => {
    const [environment] = load(environmentWith(""));
    expect(environment).toMatchObject({
      zones: ["eu-west-1a", "eu-west-1b"],
      network: { natGateways: "one-per-zone" },
      cluster: { publicAccessCidrs: [], deletionProtection: true },
      database: { multiAz: true, deletionProtection: true, backupRetentionDays: 14 },
    });
  });

  test("of a dedicated instance has the environment's value, not the schema's default", () => {
    const [environment] = load(
      environmentWith("database: { instanceClass: db.r7g.large, backupRetentionDays: 30 }\n", {
        acme: `instance: { multiAz: false }\n${smallOrganization.replace("database", "instance")}`,
      }),
    );
    expect(environment?.organizations[0]?.instance).toEqual({ multiAz: false });
  });
});
