// Synthesizes the buckets that config/ names for states, beside the environments. Run by `npm run bootstrap`; with
// --import BUCKET=KEY_ID it takes over a bucket and its key that are there already.
import { parseArgs } from "node:util";
import { App } from "cdktf";
import { loadEnvironments } from "../src/config/load";
import { StateStack } from "../src/stacks/state-stack";
import { stateBuckets } from "../src/state/state-buckets";
import { printed } from "./printed";

const outdir = "bootstrap.out";

printed("Usage: npm run bootstrap [-- --import BUCKET=KEY_ID ...]", () => {
  const lost = parseArgs({ options: { import: { type: "string", multiple: true, default: [] } } }).values
    .import;
  const buckets = stateBuckets(loadEnvironments("config"));
  if (buckets.length === 0)
    throw new Error(
      "No environment keeps its states in S3: set state.backend to s3 and name a bucket first.",
    );
  const app = new App({ outdir });
  const stacks = new Map(buckets.map((bucket) => [bucket.name, new StateStack(app, bucket)]));
  for (const pair of lost) importInto(stacks, pair);
  app.synth();
  const lines = buckets.flatMap(({ name, account, region, environments }) => [
    `${name}  (${region}, account ${account}) for ${environments.map((environment) => environment.name).join(", ")}`,
    `  terraform -chdir=${outdir}/stacks/${name} init`,
    `  terraform -chdir=${outdir}/stacks/${name} apply`,
    "",
  ]);
  return {
    text: [...lines, "Then set state.kmsKeyArn of these environments to the output kms_key_arn."].join("\n"),
    problems: "",
  };
});

function importInto(stacks: ReadonlyMap<string, StateStack>, pair: string): void {
  const [name = "", keyId] = pair.split("=");
  const stack = stacks.get(name);
  if (!stack || !keyId)
    throw new Error(
      `--import takes BUCKET=KEY_ID, and found ${pair}. Buckets: ${[...stacks.keys()].join(", ")}. ` +
        "The id of its key: aws kms describe-key --key-id alias/BUCKET-states --query KeyMetadata.KeyId",
    );
  stack.importAll(keyId);
}
