import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import { builtinModules } from "node:module";
import os from "node:os";
import path from "node:path";
import { unzipSync } from "fflate";
import { archive } from "../../src/functions/archive";
import { bundle, type Files } from "../../src/functions/bundle";
import { checkout, emptyFolder } from "./support/checkout";

/** Files by what identifies their content: a difference of megabytes would keep Jest busy for minutes. */
const digests = (files: Files) =>
  Object.fromEntries(
    Object.entries(files).map(([name, content]) => [
      name,
      createHash("sha256").update(content).digest("hex"),
    ]),
  );

const here = checkout();
const echo = bundle("echo", here);
/** The one of the fixture that needs the SDK, which takes most of the time to bundle. */
const region = bundle("region", here);

const textsOf = (files: Files) =>
  ["index.js", "index.js.map"].map((name) => `${Buffer.from(files[name] ?? [])}`) as [string, string];
const [code, map] = textsOf(echo);
const [codeWithSdk, mapWithSdk] = textsOf(region);

describe("a bundled function", () => {
  test("is one file and its source map", () => {
    expect(Object.keys(echo).sort()).toEqual(["index.js", "index.js.map"]);
    expect(code.slice(-40)).toMatch(/\n\/\/# sourceMappingURL=index\.js\.map\n$/);
  });

  test("needs only Node.js: packages and the SDK are included", () => {
    // Not those in square brackets: an error message of the SDK tells its reader to write one.
    const required = [...codeWithSdk.matchAll(/(?<!\[)\brequire\("([^"]+)"\)/g)].map(
      ([, name]) => name as string,
    );
    expect(required.length).toBeGreaterThan(5);
    const builtin = required.filter((name) => builtinModules.includes(name.replace(/^node:/, "")));
    expect(required).toEqual(builtin);
  });

  test("is minified", () => {
    expect(code.includes("refuse(")).toBe(false);
    for (const text of [code, codeWithSdk])
      expect(text.length / text.split("\n").length).toBeGreaterThan(500);
  });

  test("includes only the used parts of the SDK's ES modules", () => {
    const sources = JSON.parse(mapWithSdk).sources as string[];
    const ofSdk = sources.filter((source) => /\/@aws-sdk\/.*\.js$/.test(source));
    expect(ofSdk.length).toBeGreaterThan(50);
    expect(ofSdk.filter((source) => !source.includes("/dist-es/"))).toEqual([]);
  });

  test("refers to sources by their path in the project, without their text", () => {
    const { sources, sourcesContent, sourceRoot } = JSON.parse(map);
    const own = sources.filter((source: string) => !source.startsWith("node_modules/"));
    expect(own.sort()).toEqual([
      "lambda-src/echo/authority.pem",
      "lambda-src/echo/handler.ts",
      "lambda-src/echo/refuse.ts",
    ]);
    const { sources: all } = JSON.parse(mapWithSdk);
    expect(all.length).toBeGreaterThan(100);
    expect([...sources, ...all].some((source: string) => source.includes(".."))).toBe(false);
    expect({ sourcesContent, sourceRoot }).toEqual({});
  });

  test("holds no absolute path", () => {
    const texts = [...textsOf(echo), ...textsOf(region)].join("");
    const project = path.resolve(__dirname, "../..");
    const packages = path.dirname(fs.realpathSync(path.join(project, "node_modules")));
    for (const folder of [here, project, packages, os.homedir(), fs.realpathSync(os.tmpdir())]) {
      expect({ folder, found: texts.includes(`${folder}/`) }).toEqual({ folder, found: false });
    }
  });
});

describe("the bytes are the same", () => {
  test("a second time", () => expect(digests(bundle("echo", here))).toEqual(digests(echo)));

  test.each([
    ["in another checkout", {}],
    ["in a checkout deeper down", { below: "home/developer/src" }],
    ["where the packages lie above the checkout", { below: "monorepo", packagesAbove: 2 }],
  ])("%s", (_, options) => {
    expect(digests(bundle("echo", checkout(options)))).toEqual(digests(echo));
  });

  test("with the SDK, where the packages lie above the checkout", () => {
    const other = checkout({ below: "monorepo", packagesAbove: 2 });
    expect(digests(bundle("region", other))).toEqual(digests(region));
  });

  test("from another working directory", () => {
    const before = process.cwd();
    process.chdir(emptyFolder());
    try {
      expect(digests(bundle("echo", here))).toEqual(digests(echo));
    } finally {
      process.chdir(before);
    }
  });

  test("whatever tsconfig.json lies above", () => {
    const other = checkout();
    const compilerOptions = { target: "es5", useDefineForClassFields: false, alwaysStrict: true };
    fs.writeFileSync(path.join(other, "tsconfig.json"), JSON.stringify({ compilerOptions }));
    expect(digests(bundle("echo", other))).toEqual(digests(echo));
  });

  test("after files were touched", () => {
    const other = checkout();
    fs.utimesSync(path.join(other, "lambda-src/echo/handler.ts"), 0, 0);
    fs.chmodSync(path.join(other, "lambda-src/echo/handler.ts"), 0o600);
    expect(digests(bundle("echo", other))).toEqual(digests(echo));
  });
});

test("other bytes come out when a source changes", () => {
  const other = checkout();
  const file = path.join(other, "lambda-src/echo/refuse.ts");
  fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace("nothing to say", "nothing left to say"));
  expect(digests(bundle("echo", other))["index.js"]).not.toBe(digests(echo)["index.js"]);
});

describe("what is unpacked from the zip", () => {
  /** Loads and invokes the handler in a process of its own, with no package in reach. */
  const invoke = (bundled: Files, event: unknown) => {
    const folder = emptyFolder();
    for (const [name, content] of Object.entries(unzipSync(archive(bundled))))
      fs.writeFileSync(path.join(folder, name), content);
    const script = `
      require("./index.js").handler(${JSON.stringify(event)})
        .then((result) => console.log(JSON.stringify(result)))
        .catch((error) => console.log(error.stack));
    `;
    const env = { NODE_OPTIONS: "--enable-source-maps" };
    return spawnSync(process.execPath, ["-e", script], { cwd: folder, env, encoding: "utf8" });
  };

  test("runs, with nothing beside it", () => {
    expect(JSON.parse(invoke(echo, { say: "hello" }).stdout)).toEqual({
      said: "hello",
      authority: expect.stringMatching(/^-----BEGIN CERTIFICATE-----\n/),
    });
    expect(JSON.parse(invoke(region, {}).stdout)).toEqual({ region: "eu-west-1" });
  });

  test("names the lines of its sources in a stack trace", () => {
    const source = fs.readFileSync(path.join(here, "lambda-src/echo/refuse.ts"), "utf8");
    const line = source.split("\n").findIndex((text) => text.includes("throw")) + 1;
    const { stdout } = invoke(echo, { say: "nothing" });
    expect(stdout).toContain("There is nothing to say.");
    expect(stdout).toContain(`lambda-src/echo/refuse.ts:${line}:`);
    expect(stdout).toMatch(/lambda-src\/echo\/handler\.ts:\d+:/);
  });
});

describe("a function that cannot be bundled", () => {
  const broken = checkout();
  const write = (name: string, text: string) => {
    fs.mkdirSync(path.join(broken, "lambda-src", name));
    fs.writeFileSync(path.join(broken, "lambda-src", name, "handler.ts"), text);
  };

  test("because it does not exist: the error lists existing ones", () => {
    expect(() => bundle("ecko", broken)).toThrow(
      "There is no lambda-src/ecko/handler.ts: name one of echo, region, or add the file.",
    );
  });

  test("because it imports a missing package: the error names the package", () => {
    write("lost", 'import { gone } from "not-installed";\nexport const handler = gone;\n');
    expect(() => bundle("lost", broken)).toThrow('Could not resolve "not-installed"');
  });

  test("is not one that handles a missing optional package", () => {
    write(
      "modest",
      'let native;\ntry { native = require("pg-native"); } catch {}\nexport const handler = native;\n',
    );
    expect(Object.keys(bundle("modest", broken))).toContain("index.js");
  });

  test("because of a warning of esbuild: the error has its place", () => {
    write("doubtful", "export const handler = (x: number) => x === NaN;\n");
    expect(() => bundle("doubtful", broken)).toThrow(
      /lambda-src\/doubtful does not bundle cleanly:\nlambda-src\/doubtful\/handler\.ts:1 .*NaN/,
    );
  });
});
