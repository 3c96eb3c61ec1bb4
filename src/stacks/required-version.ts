import { TerraformElement } from "cdktf";

/** First version in which S3's native locks (`use_lockfile`) are not experimental. */
export const requiredVersion = ">= 1.11.0";

/** The minimum version that the code requires; `.terraform-version` contains the version that the team uses. */
export class RequiredVersion extends TerraformElement {
  override toTerraform() {
    return { terraform: { required_version: requiredVersion } };
  }
}
