import { TerraformElement } from "cdktf";

/** S3 locks its own objects (`use_lockfile`) since this version; older ones would ignore or refuse the setting. */
export const requiredVersion = ">= 1.11.0";

/** What `.terraform-version` pins is what a team runs; this is what the code needs. */
export class RequiredVersion extends TerraformElement {
  override toTerraform() {
    return { terraform: { required_version: requiredVersion } };
  }
}
