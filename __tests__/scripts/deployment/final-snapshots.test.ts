import { destroying } from "../../../scripts/deployment/deployment";
import { StandInCli } from "../aws/support";
import { Workshop } from "./support";

let workshop: Workshop;
let aws: StandInCli;
const pathBefore = process.env.PATH;
beforeEach(() => {
  workshop = new Workshop();
  aws = new StandInCli();
  Object.assign(process.env, aws.env);
});
afterEach(() => {
  for (const name of Object.keys(aws.env)) delete process.env[name];
  process.env.PATH = pathBefore;
  aws.dispose();
  workshop.dispose();
});

const call = "rds describe-db-snapshots";
const snapshot = (name: string) => ({
  DBSnapshotIdentifier: name,
  SnapshotCreateTime: "2026-02-03T04:05:06.789000+00:00",
});

/** What the state of a stack says of its instance, which the plan deletes. */
function holds(stack: string, instance: object): void {
  const change = { actions: ["delete"], before: { skip_final_snapshot: false, ...instance } };
  const resource_changes = [{ address: "aws_db_instance.one", type: "aws_db_instance", change }];
  workshop.behave(stack, "show", `echo '${JSON.stringify({ resource_changes })}'; end 0`);
}

/** Deploys two stacks, and destroys them. */
async function destroy() {
  const stacks = [workshop.stack("database"), workshop.stack("org-acme", "database")];
  await workshop.run(stacks);
  workshop.calls();
  return workshop.run(stacks, { aim: destroying(stacks) });
}
const applies = () => workshop.calls().filter((line) => line.startsWith("start apply"));

describe("the name of a final snapshot", () => {
  test("that is taken keeps all stacks from being destroyed, and each is told with what frees it", async () => {
    holds("database", { final_snapshot_identifier: "dev-shared-final" });
    holds("org-acme", { final_snapshot_identifier: "dev-org-acme-final" });
    const key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
    const names = ["dev-shared-final", "dev-shared-final-2026-02-03", "dev-other-final"];
    const DBSnapshots = [...names.map(snapshot), { ...snapshot("dev-org-acme-final"), KmsKeyId: key }];
    aws.answer(call, { DBSnapshots });
    const { table, problems } = await destroy();
    expect(table).toEqual([
      "database  not started: AWS would refuse to delete one of its resources",
      "org-acme  not started: AWS would refuse to delete one of its resources",
    ]);
    expect(problems.split("\n")).toEqual([
      "database",
      expect.stringMatching(
        /^ {2}Nothing was destroyed\. There is a snapshot dev-shared-final of an earlier/,
      ),
      "    aws rds copy-db-snapshot --region eu-west-1 --source-db-snapshot-identifier dev-shared-final --target-db-snapshot-identifier dev-shared-final-2026-02-03-2",
      "    aws rds wait db-snapshot-available --region eu-west-1 --db-snapshot-identifier dev-shared-final-2026-02-03-2",
      "    aws rds delete-db-snapshot --region eu-west-1 --db-snapshot-identifier dev-shared-final",
      "",
      "org-acme",
      expect.stringMatching(/^ {2}Nothing was destroyed\. There is a snapshot dev-org-acme-final of an/),
      "    aws rds copy-db-snapshot --region eu-west-1 --source-db-snapshot-identifier dev-org-acme-final --target-db-snapshot-identifier dev-org-acme-final-2026-02-03",
      "    aws rds wait db-snapshot-available --region eu-west-1 --db-snapshot-identifier dev-org-acme-final-2026-02-03",
      "    aws rds delete-db-snapshot --region eu-west-1 --db-snapshot-identifier dev-org-acme-final",
      expect.stringMatching(/^ {2}A copy is not possible while its key is pending deletion/),
      `    aws kms cancel-key-deletion --region eu-west-1 --key-id ${key}`,
      `    aws kms enable-key --region eu-west-1 --key-id ${key}`,
      "",
      expect.stringMatching(/^Next: correct that, then /),
    ]);
    expect(applies()).toEqual([]);
    expect(aws.calls()).toEqual([
      expect.stringMatching(/^rds describe-db-snapshots --snapshot-type manual .*--region eu-west-1 /),
    ]);
  });

  test("that is free, or that AWS does not tell of, keeps nothing from being destroyed", async () => {
    holds("database", { final_snapshot_identifier: "dev-shared-final" });
    aws.answer(call, { DBSnapshots: [snapshot("dev-shared-final-2026-02-03")] });
    expect((await destroy()).problems).toBe("");
    expect(workshop.shown.join("\n")).not.toContain("Not checked");
    aws.behave(call, 'echo "An error occurred (AccessDenied) when calling: x" >&2; exit 254');
    expect((await destroy()).problems).toBe("");
    expect(workshop.shown).toContainEqual(
      expect.stringMatching(
        /^database Not checked whether a snapshot dev-shared-final exists already: This principal has no/,
      ),
    );
  });

  test.each([
    ["that makes none", { skip_final_snapshot: true, final_snapshot_identifier: "dev-shared-final" }],
    ["whose state has no name of one", { final_snapshot_identifier: null }],
  ])("is not asked for of an instance %s", async (_, instance) => {
    holds("database", instance);
    expect((await destroy()).problems).toBe("");
    expect(aws.calls()).toEqual([]);
  });

  test("is not asked for where a state is empty", async () => {
    holds("database", { final_snapshot_identifier: "dev-shared-final" });
    const stacks = [workshop.stack("database")];
    const { table } = await workshop.run(stacks, { aim: destroying(stacks) });
    expect([table, aws.calls()]).toEqual([["database  nothing to do"], []]);
  });
});

test("an instance that a deployment replaces stays where the name of its final snapshot is taken", async () => {
  workshop.behave("database", "plan", "change replace aws_db_instance.one; end 2");
  holds("database", { final_snapshot_identifier: "dev-shared-final" });
  aws.answer(call, { DBSnapshots: [snapshot("dev-shared-final")] });
  const { problems } = await workshop.run([workshop.stack("database")]);
  expect(problems).toContain("There is a snapshot dev-shared-final of an earlier instance");
  expect(applies()).toEqual([]);
});
