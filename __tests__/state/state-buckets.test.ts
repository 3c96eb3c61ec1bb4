import fs from "node:fs";
import { StateStack } from "../../src/stacks/state-stack";
import { stateBuckets } from "../../src/state/state-buckets";
import { within } from "../support/call";
import { environment } from "../support/fixtures";
import { StandIns } from "../support/programs";
import { type Synthesized, synthesize } from "../support/synthesize";
import { bucket, keeping, role, synthesizeBuckets } from "./support";

test("environments that name one bucket share it, and those that name none have none", () => {
  const other = keeping("test", { state: { backend: "s3", bucket: "other", region: "eu-central-1" } });
  const found = stateBuckets([keeping("dev"), environment(), other, keeping("prod")]);
  expect(
    found.map(({ name, region, environments }) => [name, region, environments.map((one) => one.name)]),
  ).toEqual([
    ["other", "eu-central-1", ["test"]],
    [bucket, "eu-west-1", ["dev", "prod"]],
  ]);
});

test.each([
  ["accounts", { account: "222233334444" }],
  ["regions", { region: "eu-central-1" }],
])("a bucket in two %s is refused, and the message names both", (_, overrides) => {
  expect(() => stateBuckets([keeping("dev"), keeping("prod", overrides)])).toThrow(
    /test-states .* dev has it in 111122223333, eu-west-1, and prod in .*(222233334444|eu-central-1)/,
  );
});

test("a bucket accepts no more environments and administrators than fit into its policies", () => {
  const many = (count: number, admins = 1) =>
    Array.from({ length: count }, (_, index) =>
      keeping(`test-${index}`, {
        cluster: {
          admins: Array.from({ length: admins }, (_, number) => role(`${"a".repeat(61)}${100 + number}`)),
        },
      }),
    );
  expect(stateBuckets(many(15))).toHaveLength(1);
  expect(stateBuckets(many(1, 100))).toHaveLength(1);
  expect(() => stateBuckets(many(40))).toThrow(
    /test-states is to keep the states of 40 environments with 40 administrators together/,
  );
  expect(() => stateBuckets(many(15, 10))).toThrow(
    /test-states is to keep the states of 15 environments with 150 administrators together/,
  );
});

test("without planners, no policy mentions planners", () => {
  const stack = synthesizeBuckets(keeping("prod", { planner: undefined })).get(bucket) as Synthesized;
  expect(stack.text).not.toContain("planner");
  expect(stack.text).not.toContain("tflock");
  expect(stack.statements(stack.resource("aws_s3_bucket_policy").policy)).toHaveLength(4);
});

test("existing buckets can be imported, every resource by its AWS id", async () => {
  // CDKTF asks for it at each resource.
  const version = fs.readFileSync(".terraform-version", "utf8");
  const terraform = await StandIns.start(["terraform"], { "terraform version": `Terraform v${version}` });
  const stacks = await within(".", terraform.env, async () =>
    synthesize((app) => {
      for (const one of stateBuckets([keeping("prod")])) new StateStack(app, one).importAll("key-id");
    }),
  );
  await terraform.stop();
  const stack = stacks.get(bucket) as Synthesized;
  const ids = Object.fromEntries(
    (stack.json.import as { to: string; id: string }[]).map(({ to, id }) => [to.split(".")[0], id]),
  );
  const { aws_kms_key: key, aws_kms_alias: alias, ...others } = ids;
  expect(key).toBe("key-id");
  expect(alias).toBe(stack.resource("aws_kms_alias").name);
  expect(Object.keys(ids).sort()).toEqual(Object.keys(stack.json.resource).sort());
  expect([...new Set(Object.values(others))]).toEqual([bucket]);
});
