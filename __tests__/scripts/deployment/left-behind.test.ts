import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { leftBehindNote } from "../../../scripts/deployment/left-behind";
import type { Stack } from "../../../scripts/deployment/stack";
import { within } from "../../support/call";
import { environment } from "../../support/fixtures";
import { StandInCli } from "../aws/support";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "left-behind-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const state = (count: number) => ({
  resources: Array.from({ length: count }, (_, index) => ({
    mode: "managed",
    type: "aws_thing",
    name: `number-${index}`,
    instances: [{}],
  })),
});
const stack = (name: string): Stack => ({ name, folder, dependencies: [] });
const stacks = ["network", "cluster", "database", "platform", "org-acme"].map((name) =>
  stack(`test-${name}`),
);

describe("states in files that config has no stack of any more", () => {
  const note = (states: Readonly<Record<string, number>>, destroyed: readonly Stack[] = []) => {
    fs.rmSync(path.join(folder, "state"), { recursive: true, force: true });
    fs.mkdirSync(path.join(folder, "state"));
    for (const [name, count] of Object.entries(states))
      fs.writeFileSync(path.join(folder, "state", `${name}.tfstate`), JSON.stringify(state(count)));
    return within(folder, {}, () => leftBehindNote(environment(), stacks, destroyed));
  };

  test("are told with what they hold, and what to do", async () => {
    expect(await note({ "test-network": 9, "test-org-hooli": 2 })).toBe(
      `test-org-hooli has no file in config any more, but state/test-org-hooli.tfstate still contains 2 of its resources.
  Restore its file (git log --diff-filter=D -- config/test/organizations/hooli.yaml), then: npm run destroy -- test org-hooli
  If none of its resources is left in AWS and in the cluster: rm state/test-org-hooli.tfstate`,
    );
  });

  test.each([
    ["where they were destroyed first", { "test-org-hooli": 0 }],
    ["of an environment whose name begins with this one's", { "test-eu-network": 3, "qa-network": 3 }],
    ["of stacks that are there", { "test-org-acme": 3 }],
  ])("are not told %s", async (_, states) => expect(await note(states)).toBe(""));

  test("keep what they stand on from being destroyed, and nothing else", async () => {
    await expect(note({ "test-org-hooli": 2 }, stacks)).rejects.toThrow(
      /^test-network, test-cluster, test-database, test-platform cannot be destroyed yet:\ntest-org-hooli has/,
    );
    await expect(note({ "test-org-hooli": 2 }, [stack("test-org-acme")])).resolves.toMatch(
      /^test-org-hooli has/,
    );
    await expect(note({}, stacks)).resolves.toBe("");
  });
});

describe("states in S3", () => {
  const config = environment({ state: { backend: "s3", bucket: "states", region: "eu-central-1" } });
  let aws: StandInCli;
  beforeEach(() => {
    aws = new StandInCli();
  });
  afterEach(() => aws.dispose());
  const note = () => within(folder, aws.env, () => leftBehindNote(config, stacks, []));

  test("are listed by the prefix of their environment, and those without a stack are read", async () => {
    const names = ["test-network.tfstate", "test-network.tfstate.tflock", "test-org-hooli.tfstate"];
    aws.answer("s3api list-objects-v2", { Contents: names.map((name) => ({ Key: `test/${name}` })) });
    aws.answer("s3 cp", state(3));
    expect(await note()).toMatch(
      /^test-org-hooli .* s3:\/\/states\/test\/test-org-hooli\.tfstate still contains 3 of[\s\S]*: aws s3 rm s3:\/\/states\//,
    );
    expect(aws.calls()).toEqual([
      expect.stringMatching(/^s3api list-objects-v2 --bucket states --prefix test\/ --region eu-central-1 /),
      expect.stringMatching(/^s3 cp s3:\/\/states\/test\/test-org-hooli\.tfstate - /),
    ]);
  });

  test("are not judged where AWS does not tell, and that is said", async () => {
    aws.behave(
      "s3api list-objects-v2",
      'echo "An error occurred (AccessDenied) when calling: x" >&2; exit 254',
    );
    expect(await note()).toMatch(/^Not checked whether there are states without a stack in config: ./);
  });
});
