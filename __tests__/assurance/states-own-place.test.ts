import type { Evidence } from "../../src/assurance/invariants/rule";
import { statesOwnPlace } from "../../src/assurance/invariants/rules/states-own-place";
import { Configuration } from "../../src/assurance/terraform";

/** What config decides of a backend on S3. It names no key. */
const state = { backend: "s3", bucket: "states", region: "eu-west-1", kms_key_id: undefined, encrypt: true };

/** What the rule finds where the last of three stacks keeps its state otherwise. */
function found(change: Record<string, unknown>): string[] {
  const sources = ["dev-network", "dev-cluster", "dev-platform"].map((name, index) => {
    const settings = { bucket: "states", key: `dev/${name}.tfstate`, region: "eu-west-1", encrypt: true };
    const s3 = { ...settings, use_lockfile: true, ...(index === 2 && change) };
    return { name, workingDirectory: `stacks/${name}`, json: { terraform: { backend: { s3 } } } };
  });
  const evidence: Pick<Evidence, "configuration" | "choices"> = {
    configuration: new Configuration(sources),
    choices: { state },
  };
  return statesOwnPlace
    .check(evidence as Evidence)
    .filter(({ result }) => result !== "compliant")
    .map((one) => `${one.place}: ${one.found}`);
}

test("backends on S3 use the bucket and key that config derives", () => {
  expect(found({})).toEqual([]);
});

test.each<[string, Record<string, unknown>, RegExp]>([
  ["under a key that config does not name", { kms_key_id: "alias/other" }, /kms_key_id .* instead of none$/],
  ["in another bucket", { bucket: "other" }, /bucket of its backend is other instead of states$/],
  [
    "in another folder than the others",
    { key: "prod/dev-platform.tfstate" },
    /those of the other stacks in dev\/$/,
  ],
  ["by another name", { key: "dev/dev-cluster.tfstate" }, /not named after the stack$/],
])("a state %s is none of them", (_, change, expected) => {
  expect(found(change)).toEqual([expect.stringMatching(expected)]);
});
