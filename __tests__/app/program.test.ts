import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { nextSteps } from "../../src/stacks/summary";
import { AppFolder } from "../support/app-folder";
import { atLeastOne } from "../support/at-least-one";
import type { Answered } from "../support/call";
import { full } from "../support/effort";

const folders: AppFolder[] = [];
const folder = () => {
  const made = new AppFolder();
  folders.push(made);
  return made;
};
afterAll(() => {
  for (const made of folders) made.dispose();
});

describe("the program", () => {
  const first = folder();
  let result: Answered;
  let output: Map<string, string>;
  beforeAll(async () => {
    result = await first.call();
    output = first.output();
  });

  test("synthesizes every environment under config/ and prints what it did", () => {
    expect(result.stderr).toBe("");
    expect(result.status).toBe(0);
    expect(result.stdout).toMatch(/dev-network +\d+ resources\n/);
    expect(result.stdout).toMatch(/prod-org-globex +\d+ resources {3}after /);
    expect(result.stdout).toContain("12 stacks, ");
    expect(result.stdout).toContain("cdktf.out/stacks/<stack>");
    expect(result.stdout).toContain(["Next", ...nextSteps("dev")].join("\n"));
  });

  test("prints in one line which alarm topics have no subscriber, and no other topic", () => {
    expect(
      [...result.stdout.matchAll(/^No subscriber gets the alarms of (.+):/gm)].map(([, names]) => names),
    ).toEqual(["dev"]);
  });

  test("ends with the result of the assurance gate for every environment", () => {
    const verdicts = [
      ...result.stdout.matchAll(
        /^(\S+) {2}proved: all principals that config intends to connect or read can/gm,
      ),
    ];
    expect(verdicts.map(([, name]) => name)).toEqual(["dev", "prod"]);
    expect(result.stdout).toMatch(/\n {2}acme\/metabase +yes\n/);
  });

  test("lists a stack after the stacks that it depends on", () => {
    const order = [...result.stdout.matchAll(/^ {2}(dev-\S+)/gm)].map((match) => match[1] as string);
    const manifest = JSON.parse(output.get("manifest.json") as string);
    const pairs = order.flatMap((name) =>
      (manifest.stacks[name].dependencies as string[]).map((dependency) => [dependency, name] as const),
    );
    for (const [earlier, later] of atLeastOne(pairs))
      expect(order.indexOf(earlier)).toBeLessThan(order.indexOf(later));
    expect(order).toHaveLength(6);
  });

  test("writes the same bytes again, also from another directory", async () => {
    const second = folder();
    await second.call(full(["dev"], []));
    const stacks = (files: Map<string, string>) =>
      [...files].filter(([file]) => file.startsWith(path.join("stacks", full("dev-", ""))));
    expect(stacks(second.output())).toEqual(stacks(output));
    expect(stacks(output).length).toBeGreaterThan(full(5, 11));
    if (full(false, true)) expect([...second.output()]).toEqual([...output]);
  });

  test("writes no absolute path", () => {
    for (const [file, text] of atLeastOne(output)) {
      for (const here of [first.path, path.resolve(__dirname, "../.."), os.homedir(), os.tmpdir()]) {
        if (here !== "/") expect({ file, found: text.includes(`${here}/`) }).toEqual({ file, found: false });
      }
    }
  });

  test("changes no other stack when an organization is added, removed or given an instance of its own", async () => {
    const grown = folder();
    grown.remove("config/prod");
    grown.write(
      "config/dev/organizations/initech.yaml",
      "isolation: instance\nauthentication: iam\napplications:\n  - kind: metabase\n",
    );
    expect((await grown.call()).stderr).toBe("");
    const own = path.join("stacks", "dev-org-initech", path.sep);
    const files = [...grown.output()].filter(([file]) => !["manifest.json", "config.json"].includes(file));
    const others = files.filter(([file]) => !file.startsWith(own));
    const before = [...output].filter(([file]) => file.startsWith(path.join("stacks", "dev-")));
    expect(files.length).toBeGreaterThan(others.length);
    expect(others.map(([file]) => file)).toEqual(before.map(([file]) => file));
    expect(others.filter(([file, text]) => text !== output.get(file)).map(([file]) => file)).toEqual([]);
  });

  test("synthesizes only the environment that is named, and leaves stacks and manifest entries of others as they are", async () => {
    const named = folder();
    fs.cpSync(path.join(first.path, "cdktf.out"), path.join(named.path, "cdktf.out"), { recursive: true });
    await named.call(["dev"]);
    expect([...named.output()]).toEqual([...output]);
    for (const environment of ["dev", "prod"]) {
      named.write(
        `config/${environment}/organizations/initech.yaml`,
        "isolation: database\napplications:\n  - kind: metabase\n",
      );
      named.remove(`config/${environment}/organizations/acme.yaml`);
    }
    // Left by an environment that is no longer in config: nothing could judge it, and nothing would remove it.
    const manifest = JSON.parse(named.output().get("manifest.json") as string);
    manifest.stacks["qa-network"] = manifest.stacks["prod-network"];
    named.write("cdktf.out/manifest.json", JSON.stringify(manifest));
    named.write("cdktf.out/stacks/qa-network/cdk.tf.json", "{}");
    const { status, stdout, stderr } = await named.call(["dev"]);
    expect([status, stderr]).toEqual([0, ""]);
    expect([...named.output().keys()].filter((file) => file.includes("qa-"))).toEqual([]);
    expect([...stdout.matchAll(/^(\S+) {2}proved/gm)].map(([, name]) => name)).toEqual(["dev"]);
    expect(stdout).not.toContain("prod-");
    const ofProd = (all: Map<string, string>) => [...all].filter(([file]) => file.includes("prod-"));
    expect(ofProd(named.output())).toEqual(ofProd(output));
    const { stacks } = JSON.parse(named.output().get("manifest.json") as string);
    const { stacks: before } = JSON.parse(output.get("manifest.json") as string);
    expect(Object.keys(stacks)).toEqual(
      Object.keys(before).map((name) =>
        name === "dev-org-acme" ? "dev-org-globex" : name === "dev-org-globex" ? "dev-org-initech" : name,
      ),
    );
    for (const name of atLeastOne(Object.keys(before).filter((one) => one.startsWith("prod-"))))
      expect(stacks[name]).toEqual(before[name]);
  });

  test("synthesizes one environment into an empty folder, and suggests a name for a misspelled one", async () => {
    const empty = folder();
    expect(await empty.call(["prdo"])).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringMatching(
        /^There is no environment prdo; allowed: dev, prod\. Did you mean prod\?\nUsage: npm start/,
      ),
    });
    expect(empty.output().size).toBe(0);
    await empty.call(["dev"]);
    const { stacks } = JSON.parse(empty.output().get("manifest.json") as string);
    expect(Object.keys(stacks).filter((name) => !name.startsWith("dev-"))).toEqual([]);
  });

  test("removes the stack of a removed organization and HCL left beside JSON, but no desktop file", async () => {
    const shrunk = folder();
    shrunk.remove("config/prod");
    shrunk.write("cdktf.out/stacks/.DS_Store", "icons");
    shrunk.write("cdktf.out/stacks/dev-network/cdk.tf", "old");
    shrunk.write("cdktf.out/stacks/dev-network/.terraform/providers", "kept");
    shrunk.write("cdktf.out/stacks/dev-org-gone/cdk.tf.json", "{}");
    expect(await shrunk.call()).toMatchObject({ status: 0, stderr: "" });
    const files = [...shrunk.output().keys()].filter((file) => !output.has(file));
    expect(files).toEqual(["stacks/.DS_Store", "stacks/dev-network/.terraform/providers"]);
  });

  test("refuses invalid config with a readable message, and leaves earlier output as it is", async () => {
    const broken = folder();
    broken.write("cdktf.out/stacks/dev-network/cdk.tf.json", "{}");
    const before = [...broken.output()];
    broken.write(
      "config/dev/organizations/acme.yaml",
      "isolation: shema\napplications:\n  - kind: metabase\n",
    );
    const { status, stdout, stderr } = await broken.call();
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain("config/dev/organizations/acme.yaml:1:");
    expect(stderr).toContain("isolation");
    expect(stderr).not.toMatch(/^\s+at /m);
    expect([...broken.output()]).toEqual(before);
  });

  test("reports in a message that the output folder is not writable", async () => {
    const taken = folder();
    taken.write("cdktf.out", "a file");
    const { status, stderr } = await taken.call();
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^cdktf\.out\/stacks cannot be .*: there is a file where a folder is expected .*\n.*\n$/,
    );
  });

  test("finishes the gate after its output pipe closed, and writes the same bytes in a process of its own", () => {
    const piped = folder();
    piped.remove("config/prod");
    expect(piped.runInto("true")).toMatchObject({ status: 0, stderr: "" });
    const stacks = (files: Map<string, string>) => [...files].filter(([file]) => /^stacks.dev-/.test(file));
    expect(stacks(piped.output())).toEqual(stacks(output));
    expect(stacks(output).length).toBeGreaterThan(5);
  });

  test("refuses values of SYNTH_HCL_OUTPUT that cdktf reads inconsistently", async () => {
    const unclear = folder();
    const { status, stdout, stderr } = await unclear.call([], { SYNTH_HCL_OUTPUT: "1" });
    expect([status, stdout, unclear.output().size]).toEqual([2, "", 0]);
    expect(stderr).toBe(
      'SYNTH_HCL_OUTPUT is "1". Allowed: true (HCL, which is not judged) and false (JSON, the default).\n',
    );
  });
});
