import { App } from "cdktf";
import { loadEnvironments } from "../src/config/load";
import { StateStack } from "../src/stacks/state-stack";
import type { StateBucketSettings } from "../src/state/bucket-settings";
import { stateBuckets } from "../src/state/state-buckets";
import { defineCommand, UsageError } from "./frame/command";

const outdir = "bootstrap.out";

export const command = defineCommand({
  name: "bootstrap",
  summary: "Synthesizes the state buckets that config names, as separate stacks in bootstrap.out/.",
  options: {
    import: {
      type: "string",
      value: "BUCKET=KEY_ID",
      multiple: true,
      default: [],
      about: "import an existing bucket and its key; may be repeated",
    },
  },
  examples: ["npm run bootstrap -- --import my-states=1234abcd-12ab-34cd-56ef-1234567890ab"],
  held: "written",
  answer({ values }) {
    const buckets = stateBuckets(loadEnvironments("config"));
    if (buckets.length === 0)
      throw new Error(
        "No environment keeps its states in S3: set state.backend to s3 and state.bucket to a name first.",
      );
    const app = new App({ outdir });
    const stacks = new Map(buckets.map((bucket) => [bucket.name, new StateStack(app, bucket)]));
    for (const pair of values.import) importInto(stacks, pair);
    app.synth();
    const text = [
      ...buckets.flatMap(nextSteps),
      "Then set state.kmsKeyArn of these environments to the output kms_key_arn.",
    ].join("\n");
    return { text };
  },
});

function nextSteps({ name, region, account, environments }: StateBucketSettings): string[] {
  return [
    `${name}  (${region}, account ${account}) for ${environments.map((environment) => environment.name).join(", ")}`,
    `  terraform -chdir=${outdir}/stacks/${name} init`,
    `  terraform -chdir=${outdir}/stacks/${name} apply`,
    "",
  ];
}

function importInto(stacks: ReadonlyMap<string, StateStack>, pair: string): void {
  const [name = "", keyId] = pair.split("=");
  const stack = stacks.get(name);
  if (!stack || !keyId)
    throw new UsageError(
      `--import takes BUCKET=KEY_ID, and found ${pair}. Buckets: ${[...stacks.keys()].join(", ")}. ` +
        "The id of its key: aws kms describe-key --key-id alias/BUCKET-states --query KeyMetadata.KeyId",
    );
  stack.importAll(keyId);
}
