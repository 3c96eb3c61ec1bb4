import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Aspects, type TerraformBackend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../config/model";
import { protectionOf } from "../config/protection";
import { PreventLoss } from "../foundation/lost-when-replaced";
import { RequiredVersion, requiredVersion } from "./required-version";
import { stateBackend } from "./state-backend";

/** A stack of one environment: its name, its state and its AWS provider. */
export abstract class EnvironmentStack extends TerraformStack {
  readonly backend: TerraformBackend;

  /**
   * @param shortName the stack's name without the environment's
   * @param tags for everything in this stack, beside the environment's own
   */
  constructor(
    scope: Construct,
    readonly environment: Environment,
    readonly shortName: string,
    tags: Record<string, string> = {},
  ) {
    super(scope, `${environment.name}-${shortName}`);
    if (protectionOf(environment, shortName).length > 0) Aspects.of(this).add(new PreventLoss());
    new RequiredVersion(this, "required-version");
    this.backend = stateBackend(this, environment);
    new AwsProvider(this, "aws", {
      region: environment.region,
      // A plan with another account's credentials must fail before it shows or changes anything.
      allowedAccountIds: [environment.account],
      defaultTags: [
        {
          tags: {
            ...environment.tags,
            Environment: environment.name,
            Stack: this.node.id,
            ManagedBy: "terraform",
            ...tags,
          },
        },
      ],
    });
  }

  /**
   * CDKTF resolves every element once more here, to find references to other stacks: a quarter of a synthesis. Values cross
   * stacks by {@link Exports} alone; a reference to another stack's resource is one that Terraform does not know.
   */
  override prepareStack(): void {}

  /** cdktf 0.21 renders `required_version` as a list of keys in HCL mode; Terraform accepts a second block. */
  override toHclTerraform(): { hcl: string; metadata: unknown } {
    const { hcl, metadata } = super.toHclTerraform();
    return { hcl: `terraform {\n  required_version = "${requiredVersion}"\n}\n\n${hcl}`, metadata };
  }
}
