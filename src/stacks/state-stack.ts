import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Aspects, LocalBackend, TerraformOutput, TerraformResource, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { PreventLoss } from "../foundation/lost-when-replaced";
import type { StateBucketSettings } from "../state/bucket-settings";
import { StateBucket, stateKeyAlias } from "../state/state-bucket";
import { RequiredVersion } from "./required-version";

/**
 * A bucket for states, before there is one to keep its own state in: that is a file, and nothing is lost with it that
 * cannot be imported again. No environment's stack: it outlives them all.
 */
export class StateStack extends TerraformStack {
  constructor(
    scope: Construct,
    private readonly bucket: StateBucketSettings,
  ) {
    super(scope, bucket.name);
    Aspects.of(this).add(new PreventLoss());
    new RequiredVersion(this, "required-version");
    new LocalBackend(this, { path: `../../../state/bootstrap-${bucket.name}.tfstate` });
    new AwsProvider(this, "aws", {
      region: bucket.region,
      allowedAccountIds: [bucket.account],
      defaultTags: [{ tags: { Stack: bucket.name, ManagedBy: "terraform" } }],
    });
    const { keyArn } = new StateBucket(this, "states", { bucket });
    new TerraformOutput(this, "kms_key_arn", {
      value: keyArn,
      staticId: true,
      description: "Goes to state.kmsKeyArn of the environments that keep their states here.",
    });
  }

  /** Takes over what is there already, where this stack's own state was lost. */
  importAll(keyId: string): void {
    const ids: Record<string, string> = {
      aws_kms_key: keyId,
      aws_kms_alias: `alias/${stateKeyAlias(this.bucket)}`,
    };
    for (const node of this.node.findAll())
      if (TerraformResource.isTerraformResource(node))
        node.importFrom(ids[node.terraformResourceType] ?? this.bucket.name);
  }
}
