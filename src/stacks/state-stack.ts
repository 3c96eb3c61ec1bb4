import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Aspects, LocalBackend, TerraformOutput, TerraformResource, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { PreventLoss } from "../foundation/lost-when-replaced";
import type { StateBucketSettings } from "../state/bucket-settings";
import { StateBucket, stateKeyAlias } from "../state/state-bucket";
import { RequiredVersion } from "./required-version";

/**
 * A bucket for states. Its own state is a local file, because the bucket does not exist before; if the file is lost,
 * all resources can be imported again. The stack belongs to no environment, because it outlives them.
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

  /** Imports existing resources, if this stack's own state was lost. */
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
