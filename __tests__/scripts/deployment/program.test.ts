import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { command as deploy } from "../../../scripts/deploy";
import { command as destroy } from "../../../scripts/destroy";
import { AppFolder } from "../../support/app-folder";
import { callIn } from "../../support/call";
import { full, shareOf } from "../../support/effort";
import { bundledOnce, Program, project } from "../../support/program";
import { StandInCli } from "../aws/support";
import { Workshop } from "./support";

const program = new Program("scripts/deploy.ts");
const workshop = new Workshop();
const aws = new StandInCli();
const folder = new AppFolder();
beforeAll(() => {
  folder.remove("config/prod");
  folder.remove("config/dev/organizations/globex.yaml");
});
beforeEach(() => {
  workshop.behaveAgain();
  workshop.calls();
  fs.rmSync(path.join(folder.path, "cdktf.out"), { recursive: true, force: true });
});
afterAll(() => {
  folder.dispose();
  aws.dispose();
  workshop.dispose();
});

const call = (command: typeof deploy, ...words: string[]) =>
  callIn(folder.path, command, words, { ...aws.env, ...workshop.env });

/** The program in a process of its own, which can be interrupted and killed. */
function start(...words: string[]): {
  child: ChildProcess;
  output: () => string;
  end: Promise<number | null>;
} {
  const child = spawn(process.execPath, ["--require", bundledOnce, program.file, ...words], {
    cwd: folder.path,
    env: { ...process.env, ...aws.env, ...workshop.env },
  });
  const parts: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => parts.push(String(part)));
  return { child, output: () => parts.join(""), end: once(child, "close").then(([code]) => code) };
}

async function until(isSo: () => boolean): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 50) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("it did not come to that");
}
const recorded = (line: string) => () =>
  fs.existsSync(workshop.record) && fs.readFileSync(workshop.record, "utf8").includes(`${line}\n`);

test("deploys and destroys an environment, or the stacks that are named", async () => {
  const all = await call(deploy, "dev", "--auto-approve");
  expect([all.status, all.stderr]).toEqual([0, ""]);
  expect(all.stdout).toMatch(/\ndev-network {3,}1 added\n(dev-.* 1 added\n){4}$/);
  const one = await call(deploy, "dev", "org-acme", "--auto-approve");
  expect(one.stdout).toBe(
    "dev in account 111122223333, eu-west-1: 1 stack, at most 4 at the same time\n\ndev-org-acme  nothing to do\n",
  );
  const alone = await call(destroy, "dev", "cluster", "--auto-approve");
  expect(alone).toMatchObject({ status: 2, stdout: "" });
  expect(alone.stderr).toMatch(
    /^dev-cluster cannot be destroyed alone, being needed by dev-platform, dev-org-acme\./,
  );
  const both = await call(destroy, "dev", "org-*", "dev-platform", "--auto-approve");
  expect(both.stdout).toMatch(
    /\ndev-platform {2}1 destroyed\ndev-org-acme {2}1 destroyed\n\nOnce destroyed, delete config\/dev\/organizations\/acme\.yaml: .* creates it again\.\n$/,
  );
});

test("names states that config has no stack of any more, and leaves them what they stand on", async () => {
  const resources = [{ mode: "managed", type: "aws_thing", name: "one", instances: [{}] }];
  for (const stack of ["dev-org-hooli", "qa-network"])
    folder.write(`state/${stack}.tfstate`, JSON.stringify({ resources }));
  const deployed = await call(deploy, "dev", "org-acme", "--auto-approve");
  expect(deployed.status).toBe(0);
  expect(deployed.stdout).toContain("\n\ndev-org-hooli has no file in config any more, but state/dev-org");
  workshop.calls();
  // Of a file that was renamed first, the name in config that is nearest is that of another organization.
  for (const command of [deploy, destroy]) {
    const named = await call(command, "dev", "org-hooli", "--auto-approve");
    expect([named.status, named.stdout]).toEqual([2, ""]);
    expect(named.stderr).toMatch(
      /^dev-org-hooli has no file in config any more, but [\s\S]*\n {2}Restore its/,
    );
  }
  const refused = await call(destroy, "dev", "--auto-approve");
  expect([refused.status, refused.stdout, workshop.calls()]).toEqual([2, "", []]);
  expect(refused.stderr).toMatch(/^dev-network, .* cannot be destroyed yet:\ndev-org-hooli has no file/);
  const gone = await call(destroy, "qa");
  expect([gone.status, gone.stdout]).toEqual([2, ""]);
  expect(gone.stderr).toMatch(
    /^config\/qa was deleted, but its resources were not: state\/qa-network\.tfstate\. Restore/,
  );
  folder.remove("state");
});

test("destroys nothing that config protects, says how it is released, and asks Terraform nothing before", async () => {
  // The second one is still protected when the first is released.
  const organizations = ["acme", "globex"];
  for (const file of ["environment.yaml", ...organizations.map((name) => `organizations/${name}.yaml`)])
    folder.write(`config/prod/${file}`, fs.readFileSync(path.join(project, "config/prod", file), "utf8"));
  const stacks = [
    "network",
    "cluster",
    "database",
    "platform",
    ...organizations.map((name) => `org-${name}`),
  ];
  // As a deployment leaves them.
  for (const name of stacks) folder.write(`cdktf.out/stacks/prod-${name}/state`, "aws_thing.one\n");
  try {
    const refusal = async (...words: string[]) => {
      const refused = await call(destroy, ...words, "--auto-approve");
      expect([refused.status, refused.stdout]).toEqual([1, ""]);
      expect(refused.stderr).toMatch(
        /^Nothing was destroyed\..*\n(.*\n)* {2}prod-org-acme +deletionProtection in /,
      );
      return refused.stderr;
    };
    for (const words of full([], [["prod-*"], ["org-acme"]])) await refusal("prod", ...words);
    const stderr = await refusal("prod");
    expect(workshop.calls()).toEqual([]);
    expect(stacks.map((name) => stderr.includes(`\n  prod-${name} `))).toEqual(Array(6).fill(true));
    expect(stderr).toContain("cluster.deletionProtection in config/prod/environment.yaml");
    expect(stderr).toContain("apply that by npm run deploy -- prod, then npm run destroy -- prod again.");
    const acme = "config/prod/organizations/acme.yaml";
    folder.write(acme, `${fs.readFileSync(path.join(project, acme), "utf8")}deletionProtection: false\n`);
    expect((await call(destroy, "prod", "org-*")).stderr).not.toContain("prod-org-acme ");
    expect((await call(destroy, "prod", "org-acme", "--auto-approve")).stdout).toContain(
      "prod-org-acme  1 destroyed",
    );
  } finally {
    folder.remove("config/prod");
  }
});

const mistakes: [words: string[], expected: RegExp][] = [
  [
    ["dve"],
    /^There is no environment dve; allowed: dev\. Did you mean dev\?\nUsage: npm run deploy -- ENVIR/,
  ],
  [[], /^No environment named; allowed: dev\./],
  [["dev", "org-acem"], /^There is no stack org-acem in dev; there are network, .*Did you mean org-acme\?/],
  [["dev", "--parallelism", "0"], /^--parallelism needs a number of stacks from 1 to 64; found 0\./],
];
test.each(shareOf(mistakes, 0, 2))("refuses %j before Terraform is called", async (words, expected) => {
  const { status, stdout, stderr } = await call(deploy, ...words);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(expected);
  expect(workshop.calls()).toEqual([]);
});

test("deploys nothing that is not judged or not proved, and synthesizes anew whatever is there", async () => {
  const hcl = await callIn(folder.path, deploy, ["dev"], { ...workshop.env, SYNTH_HCL_OUTPUT: "true" });
  expect(hcl).toMatchObject({ status: 2, stderr: expect.stringMatching(/^HCL output is not judged/) });
  folder.write("cdktf.out/stacks/dev-network/more.tf", 'resource "aws_vpc" "more" {}');
  const refused = await call(deploy, "dev", "--auto-approve");
  expect([refused.status, refused.stdout]).toEqual([1, ""]);
  expect(refused.stderr).toContain("more.tf");
  expect(refused.stderr).toMatch(/\n\nNothing was deployed\.\n$/);
  expect(workshop.calls()).toEqual([]);
  // What is not proved can be taken away.
  expect((await call(destroy, "dev")).status).toBe(0);
});

test("applies nothing where stdin ends without an answer", async () => {
  const stdin = jest.spyOn(process, "stdin", "get");
  const asked = jest.spyOn(process.stderr, "write");
  try {
    stdin.mockReturnValue(Readable.from([]) as typeof process.stdin);
    asked.mockReturnValue(true);
    const { status, stdout } = await call(deploy, "dev", "network");
    expect(asked).toHaveBeenCalledWith('Deploy this? "yes"; any other answer is no: ');
    expect([status, stdout]).toEqual([1, expect.stringContaining("dev-network  not applied: 1 to add")]);
  } finally {
    stdin.mockRestore();
    asked.mockRestore();
  }
});

test("takes an answer that is piped in, passes Ctrl-C on once, waits for what runs, and says how it goes on", async () => {
  workshop.behave("dev-network", "apply", "slowly; error Interrupted x; end 1");
  const { child, output, end } = start("dev");
  child.stdin?.write("yes\n");
  await until(recorded("start apply dev-network"));
  // As a terminal and npm do: both deliver the same Ctrl-C.
  child.kill("SIGINT");
  child.kill("SIGINT");
  setTimeout(() => child.kill("SIGTERM"), 200);
  expect(await end).toBe(1);
  const calls = workshop.calls();
  expect(calls.filter((line) => line.startsWith("interrupted"))).toEqual(["interrupted apply dev-network"]);
  expect(calls.at(-1)).toBe("end apply dev-network");
  expect(output()).toContain("dev-network   interrupted while applying\ndev-cluster   not started\n");
  expect(output()).toContain("\nNext: npm run deploy -- dev. It continues from here.");
});

test("leaves Terraform at work where it is killed itself; the next run says so, and goes on after it", async () => {
  workshop.behave("dev-network", "plan", "slowly");
  workshop.behave("dev-network", "apply", "slowly; slowly");
  const { child, end } = start("dev");
  await until(recorded("start plan dev-network"));
  const words = /^Another command is running here, .*\n {2}dev-network {2}process \d+, log /;
  for (const other of [await call(deploy, "dev"), await folder.call(["dev"])]) {
    expect([other.status, other.stdout]).toEqual([2, ""]);
    expect(other.stderr).toMatch(words);
    expect(other.stderr).toMatch(/\n {2}dev {2}process \d+\n/);
  }
  child.stdin?.write("yes\n");
  await until(recorded("start apply dev-network"));
  child.kill("SIGKILL");
  await end;
  const during = await call(deploy, "dev", "--auto-approve");
  expect([during.status, during.stdout]).toEqual([2, ""]);
  expect(during.stderr).toMatch(words);
  expect(during.stderr).toMatch(/kill -INT \d+\n$/);
  await until(recorded("end apply dev-network"));
  workshop.behaveAgain();
  expect((await folder.call(["dev"])).status).toBe(0);
  const after = await call(deploy, "dev", "--auto-approve");
  expect([after.status, after.stderr]).toEqual([0, ""]);
  expect(after.stdout).toMatch(/\ndev-network {3,}nothing to do\n(dev-.* 1 added\n){4}$/);
});
