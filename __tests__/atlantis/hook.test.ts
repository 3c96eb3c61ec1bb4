import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { command } from "../../scripts/atlantis";
import { type Answered, callIn } from "../support/call";
import { loadChanged } from "../support/changed";
import { full, oneOf, shareOf } from "../support/effort";
import { npmRun } from "../support/npm";
import { StandIns } from "../support/programs";
import { type Answers, answers, filesOf, type Stacks } from "./support/answers";
import { Clone, type Ran } from "./support/clone";
import { Forge } from "./support/forge";

const forge = new Forge();
const clones: Clone[] = [];
const clone = (files?: "all"): Clone => {
  const made = Clone.from(forge.origin, files);
  clones.push(made);
  return made;
};

beforeAll(() => forge.start());
beforeEach(() => {
  forge.comments.clear();
  forge.calls.length = 0;
  forge.answer = undefined;
});
afterAll(async () => {
  for (const made of clones) made.dispose();
  await forge.end();
});

const stack = "cdktf.out/stacks/prod-network";
const configuration = [
  `${stack}/cdk.tf.json`,
  "cdktf.out/stacks/prod-org-gone/cdk.tf.json",
  "cdktf.out/manifest.json",
  "cdktf.out/commit",
];
const ofTerraform = [`${stack}/prod-network-default.tfplan`, `${stack}/.terraform/providers/aws`];

/** What an earlier commit's run left in a clone, which Atlantis goes on using. */
function leaveOutput(made: Clone): void {
  for (const file of [...configuration, ...ofTerraform]) made.write(file, "of an earlier commit");
}

function usedClone(files?: "all"): Clone {
  const made = clone(files);
  leaveOutput(made);
  return made;
}

function expectNothingToPlan(made: Clone): void {
  expect(configuration.filter((file) => made.has(file))).toEqual([]);
  expect(ofTerraform.filter((file) => made.has(file))).toEqual(ofTerraform);
}

/** A synthesis, three times: a busy machine takes its time. */
const whole = 300_000;

/** Runs the hook with programs of the pull request, and with commands of this process for what the base branch has merged. */
async function hook(made: Clone): Promise<Ran> {
  const standIns = await StandIns.start(["npm"]);
  standIns.answering = (_, call) => npmRun(call);
  const { env } = standIns;
  const npm = `case "$*" in *--check*) NPM_ANSWER= exec npm "$@" ;; *) exec ${env.PATH}/npm "$@" ;; esac`;
  try {
    return await made.hook(full({ npm, env: { STAND_INS: env.STAND_INS ?? "" } }, {}));
  } finally {
    await standIns.stop();
  }
}

test(
  "synthesizes a pull request's stacks with its own code, and reports with the code of the base branch",
  async () => {
    const made = clone("all");
    made.commit({
      "config/prod/organizations/initech.yaml": made.read("config/prod/organizations/acme.yaml"),
    });
    const write = (...words: string[]) => callIn(made.path, command, words);
    expect(await write("--check")).toMatchObject({
      status: 1,
      stderr: "atlantis.yaml does not match the stacks: run npm run atlantis and commit it.\n",
    });
    expect(await write()).toMatchObject({ status: 0 });
    made.commit({ "atlantis.yaml": made.read("atlantis.yaml") });
    leaveOutput(made);
    const { status, output } = await hook(made);
    expect([status, output]).toEqual([0, ""]);
    expect(made.read(`${stack}/cdk.tf.json`)).toContain('"aws_vpc"');
    expect(fs.readdirSync(path.join(made.path, "cdktf.out/stacks/prod-org-initech"))).toEqual([
      "cdk.tf.json",
    ]);
    expect(made.has("cdktf.out/stacks/prod-org-gone/cdk.tf.json")).toBe(false);
    expect(ofTerraform.filter((file) => made.has(file))).toEqual(ofTerraform);
    const [comment = ""] = forge.comments.values();
    expect(comment).toContain("+ any pod of initech: connects to prod-shared:5432");
    expect(comment.split("\n").length).toBeLessThan(60);
  },
  whole,
);

describe("the hook", () => {
  test("installs without package scripts, once for a base branch and pull requests with the same packages", async () => {
    const made = clone();
    const install = async () => {
      await made.hook({ npm: answers({ inHead: "exit 1" }) });
      return made.npmCalls.filter((call) => call.startsWith("ci"));
    };
    await install();
    expect(await install()).toEqual(["ci --ignore-scripts --omit=dev --no-audit --no-fund"]);
    made.commit({ ".npmrc": "fund=true\n" });
    expect(await install()).toHaveLength(2);
  });

  test("leaves config, archives and locked providers, and no other file that the pull request's code wrote", async () => {
    const made = clone();
    made.commit({ "terraform.lock.hcl": "hashes" });
    const inHead = [
      `echo x > ${stack}/bastion.tf`,
      `mkdir -p ${stack}/assets/function`,
      `echo zip > ${stack}/assets/function/archive.zip`,
      "echo x > atlantis.yaml",
      "echo x > cdktf.out/commit",
    ].join(" && ");
    expect(await made.hook({ command: "apply", npm: answers({ inHead }) })).toMatchObject({ status: 0 });
    expect(made.has(`${stack}/bastion.tf`)).toBe(false);
    expect(made.read(`${stack}/.terraform.lock.hcl`)).toBe("hashes");
    expect(made.read(`${stack}/assets/function/archive.zip`)).toBe("zip\n");
    expect(made.read("atlantis.yaml")).toContain("version: 3");
    expect(made.read("cdktf.out/commit")).toMatch(/^[0-9a-f]{40}\n$/);
  });

  const hostile: [what: string, inHead: string][] = [
    ["a link in place of a stack's configuration", `ln -sf /etc/passwd ${stack}/cdk.tf.json`],
    ["a link in place of an archive", `mkdir ${stack}/assets && ln -s /etc/passwd ${stack}/assets/a.zip`],
    ["a link in place of a stack's folder", `rm -r ${stack} && ln -s /etc ${stack}`],
    ["a link in place of the folder of archives", `ln -s /usr/include ${stack}/assets`],
    [
      "a link in place of the folder of stacks",
      "mv cdktf.out/stacks others && ln -s ../others cdktf.out/stacks",
    ],
    ["a link in place of the output folder", "mv cdktf.out other && ln -s other cdktf.out"],
    ["a stack with the name of another folder", `echo '{"stacks":{"../../x":{}}}' > cdktf.out/manifest.json`],
    ["no manifest", "rm cdktf.out/manifest.json"],
  ];
  test.each(shareOf(hostile, 1, 3))(
    "leaves nothing where the pull request's code wrote %s",
    async (_, inHead) => {
      const made = usedClone();
      expect((await made.hook({ npm: answers({ inHead }) })).status).not.toBe(0);
      expectNothingToPlan(made);
    },
  );

  const refused: [why: string, answer: Answers][] = [
    ["would have Terraform run or load what the base branch does not know", { review: "exit 1" }],
    ["is wrong", { inHead: "exit 1" }],
  ];
  test.each(oneOf(refused))("leaves nothing to plan where the pull request %s", async (_, answer) => {
    const made = usedClone();
    expect((await made.hook({ npm: answers(answer) })).status).not.toBe(0);
    expectNothingToPlan(made);
    expect(forge.comments.size).toBe(0);
  });
});

test("lets the pull request's code end no code fence of the comment", async () => {
  const made = clone();
  const inHead = "printf '\\140\\140\\140\\n**proved**\\n' >&2; exit 1";
  expect(await made.hook({ npm: answers({ inHead }) })).toEqual({ status: 1, output: "'''\n**proved**\n" });
});

test("runs and obeys no file of the pull request outside of the sandbox", async () => {
  const made = clone();
  const hostile = "#!/bin/sh\ntouch ../ran\n";
  made.commit({
    "atlantis/hook/hook.sh": hostile,
    "atlantis/hook/sandbox.sh": hostile,
    ".gitattributes": "config/prod/organizations/acme.yaml export-ignore\n*.yaml filter=x\n",
    ".npmrc": "script-shell=./atlantis/hook/hook.sh\n",
  });
  const inHead = "[ -f config/prod/organizations/acme.yaml ] && [ ! -e .git ]";
  expect(await made.hook({ command: "apply", npm: answers({ inHead }) })).toMatchObject({ status: 0 });
  expect(made.has("../ran")).toBe(false);
});

test("synthesizes and judges files as stored, whatever .gitattributes of the pull request says", async () => {
  const made = clone();
  const stored = ["package.json", "config/prod/environment.yaml"].map((file) => {
    const digest = createHash("sha256").update(made.read(file)).digest("hex");
    return `echo "${digest}  ${file}" | sha256sum --check --status`;
  });
  const check = stored.join(" && ");
  // UTF-7 has other characters for a plus sign; other encodings leave out characters of the writer's choice.
  made.commit({ ".gitattributes": "package.json working-tree-encoding=UTF-7\n*.yaml text eol=crlf\n" });
  expect(await made.hook({ npm: answers({ inHead: check, inBase: check }) })).toMatchObject({ status: 0 });
  expect([...forge.comments.values()][0]).toContain("--base");
});

test("reads no package list that is a symbolic link, whose target may be endless", async () => {
  const made = usedClone();
  fs.rmSync(path.join(made.path, "package.json"));
  fs.symlinkSync("/dev/zero", path.join(made.path, "package.json"));
  made.commitAll();
  expect(await made.hook({ npm: answers() })).toEqual({ status: 1, output: "package.json is a link.\n" });
  expectNothingToPlan(made);
});

describe("a mistake", () => {
  /** Runs the hook where the pull request's own code says this, and returns the first lines of what the hook says. */
  async function told(made: Clone, { status, stderr }: Answered, lines: number) {
    made.write("../problems", stderr);
    const inHead = `cat "${path.resolve(made.path, "../problems")}" >&2; exit ${status}`;
    const ran = await made.hook({ npm: answers({ inHead }) });
    expect(ran.output.split("\n").length).toBeLessThan(45);
    return [ran.status, ran.output.split("\n").slice(0, lines).join("\n")];
  }

  test("in config is reported with its place", async () => {
    const made = usedClone();
    made.commit({ "config/prod/organizations/acme.yaml": "isolation: shema\napplications: []\n" });
    const said = await callIn(made.path, command, ["--check"]);
    expect(await told(made, said, 3)).toEqual([
      2,
      expect.stringContaining("config/prod/organizations/acme.yaml:1:"),
    ]);
    expectNothingToPlan(made);
  });

  test("such as an opened port is reported within the first five lines", async () => {
    const made = clone();
    fs.rmSync(path.join(made.path, "config/prod"), { recursive: true });
    const file = "src/database/direct-path.ts";
    const rule =
      'allowIngress(this, "open", { securityGroupId: this.instanceSecurityGroupId, peer: Peer.network("0.0.0.0/0"), port: Port.tcp(5432), description: "" });';
    const text = [
      'import { allowIngress, Peer, Port } from "../foundation/security-group";',
      fs.readFileSync(file, "utf8").replace("this.openPort(", (call) => `${rule}\n    ${call}`),
    ].join("\n");
    const opened = await loadChanged<{ command: typeof command }>("scripts/atlantis.ts", { file, text });
    const said = await callIn(made.path, opened.command, ["--check"]);
    expect(await told(made, said, 5)).toEqual([1, expect.stringContaining("0.0.0.0/0")]);
  });

  test("such as configuration committed among the outputs is refused, and none of it remains", async () => {
    const made = clone();
    made.commit({ [`${stack}/bastion.tf`]: "" });
    expect(await made.hook({ npm: answers() })).toEqual({
      status: 1,
      output: `cdktf.out is created by this hook. Remove from git: ${stack}/bastion.tf\n`,
    });
    expect(made.has(`${stack}/bastion.tf`)).toBe(false);
  });

  test("of the server, a clone without the base branch, is reported", async () => {
    const made = usedClone();
    made.forgetBase();
    expect((await made.hook({ npm: answers() })).output).toContain("--checkout-strategy=merge");
    expectNothingToPlan(made);
  });

  test("that is merged already does not prevent a pull request from fixing it", async () => {
    const made = clone();
    expect(await made.hook({ npm: answers({ inBase: "exit 1" }) })).toMatchObject({ status: 0 });
    expect([...forge.comments.values()][0]).toContain("reviewed with run --silent review -- --pull-request");
    expect([...forge.comments.values()][0]).not.toContain("--base");
  });
});

describe("the report", () => {
  const comment = (made: Clone, text: string, forge = "gitea") => {
    made.write("../report.md", text);
    return made.program("comment.mjs", ["../report.md"], { env: { FORGE: forge } });
  };

  test("is one comment per pull request, replaced by each run, and created again if it was deleted", async () => {
    const made = clone();
    await made.hook({ npm: answers() });
    await comment(made, "second");
    expect([...forge.comments.values()]).toEqual(["second"]);
    expect(forge.calls.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "POST /api/v1/repos/example/project/issues/7/comments",
      "PATCH /api/v1/repos/example/project/issues/comments/1",
    ]);
    forge.comments.clear();
    await comment(made, "third");
    expect([...forge.comments.values()]).toEqual(["third"]);
  });

  const forges = [
    ["github", "/api/v3/repos/example/project/issues/7/comments", "token to/ken"],
    ["gitlab", "/api/v4/projects/example%2Fproject/merge_requests/7/notes", "to/ken"],
  ] as const;
  test.each(oneOf(forges, 1))(
    "is sent to %s by its API, with the token with which Atlantis cloned",
    async (name, url, credential) => {
      expect(await comment(clone(), "of this run", name)).toEqual({ status: 0, output: "" });
      expect(forge.calls).toEqual([{ method: "POST", url, credential }]);
    },
  );

  test("that the forge refuses fails the hook: no plan is shown without a report", async () => {
    const made = usedClone();
    forge.answer = 403;
    expect(await made.hook({ npm: answers() })).toMatchObject({
      status: 1,
      output: expect.stringContaining("answered 403 to the comment"),
    });
    expectNothingToPlan(made);
  });

  test("is written for plans only, and its first line is the hook's status", async () => {
    const made = clone();
    const file = path.join(made.path, "..", "status");
    const env = { OUTPUT_STATUS_FILE: file };
    expect((await made.hook({ command: "apply", npm: answers(), env })).status).toBe(0);
    expect(forge.comments.size).toBe(0);
    expect(fs.readFileSync(file, "utf8")).toBe("Changes of access: 1 weaker\n");
  });
});

describe("a stack that the pull request removes", () => {
  const head: Stacks = { "prod-network": "s3", "dev-network": "local" };
  const state = (instances: number) =>
    `echo '${JSON.stringify({
      resources: [
        { mode: "managed", instances: Array(instances).fill({}) },
        { mode: "data", instances: [{}] },
      ],
    })}'`;

  test("is refused while its state has resources, with a fix", async () => {
    const made = usedClone();
    const { status, output } = await made.hook({ npm: answers({ head }), aws: state(28) });
    expect([status, output]).toEqual([
      1,
      expect.stringContaining(
        "prod-org-acme is removed, but 28 of its resources are left.\nDestroy them from",
      ),
    ]);
    expect(made.awsCalls).toEqual(["prod s3 cp --region eu-west-1 s3://states/prod-org-acme.tfstate -"]);
    expectNothingToPlan(made);
  });

  test("is in the report if it was destroyed, beside stacks that are not planned here", async () => {
    expect((await clone().hook({ npm: answers({ head }), aws: state(0) })).status).toBe(0);
    const [comment] = forge.comments.values();
    expect(comment).toContain("Removes prod-org-acme, which has no resources left.");
    expect(comment).toContain("Not planned here, since their state is a local file: dev-network.");
  });

  /** What the report has of the stacks that are in the base branch alone. */
  async function leftBehind(made: Clone, base: Stacks, aws?: string): Promise<Ran> {
    for (const [name, content] of filesOf(base)) made.write(`../base/${name}`, content);
    for (const [name, content] of filesOf({ "prod-network": "s3" }))
      made.write(`../head/cdktf.out/${name}`, content);
    return made.program("planned-stacks.mjs", ["../head", ".", "commit", "../base"], { ...(aws && { aws }) });
  }

  test.each([
    ["which was never applied", undefined, /^Removes prod-org-acme, which has no resources left\.\n/],
    [
      "whose state cannot be read",
      "echo 'An error occurred (AccessDenied) when calling GetObject' >&2; exit 1",
      /^\*\*Removes prod-org-acme, and its state could not be read\*\*: An error occurred \(AccessDenied\)/,
    ],
  ])("%s, is named as that", async (_, aws, expected) => {
    const { status, output } = await leftBehind(
      clone(),
      { "prod-network": "s3", "prod-org-acme": "s3" },
      aws,
    );
    expect([status, output]).toEqual([0, expect.stringMatching(expected)]);
  });

  test("is not looked up where its state is a local file of another machine", async () => {
    const made = clone();
    const base: Stacks = { "prod-network": "s3", "dev-org-acme": "local" };
    expect(await leftBehind(made, base)).toEqual({ status: 0, output: "" });
    expect(made.awsCalls).toEqual([]);
  });
});
