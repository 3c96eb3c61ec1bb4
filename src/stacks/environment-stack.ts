import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Aspects, type TerraformBackend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../config/model";
import { protectionOf } from "../config/protection";
import { PreventLoss } from "../foundation/lost-when-replaced";
import { RequiredVersion, requiredVersion } from "./required-version";
import { stateBackend } from "./state-backend";

/** A stack of one environment, with its state backend and its AWS provider. */
export abstract class EnvironmentStack extends TerraformStack {
  readonly backend: TerraformBackend;

  /**
   * @param shortName the stack's name without the environment's
   * @param tags tags of all resources in this stack, in addition to the environment's
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
      // With credentials of another account, a plan must fail before it shows or changes anything.
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
   * CDKTF would resolve every element once more here to find references to other stacks, which takes a quarter of a
   * synthesis. Values cross stacks by {@link Exports} only; Terraform rejects a direct reference to another stack's
   * resource as undeclared.
   */
  override prepareStack(): void {}

  /** cdktf 0.21 renders `required_version` as a list of keys in HCL mode; Terraform accepts a second block. */
  override toHclTerraform(): { hcl: string; metadata: unknown } {
    const { hcl, metadata } = super.toHclTerraform();
    return { hcl: `terraform {\n  required_version = "${requiredVersion}"\n}\n\n${hcl}`, metadata };
  }
}
