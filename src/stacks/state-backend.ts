import { LocalBackend, S3Backend, type TerraformBackend, type TerraformStack } from "cdktf";
import type { Environment } from "../config/model";
import { statePrefix } from "../config/names";

/** Gives a stack its own state: one file or one S3 object, named after the stack. */
export function stateBackend(stack: TerraformStack, environment: Environment): TerraformBackend {
  const { state } = environment;
  switch (state.backend) {
    case "local":
      // Relative to cdktf.out/stacks/<stack>: outside of the output folder, which is deleted and recreated.
      return new LocalBackend(stack, { path: `../../../state/${stack.node.id}.tfstate` });
    case "s3":
      return new LockedS3Backend(stack, {
        bucket: state.bucket,
        region: state.region ?? environment.region,
        key: `${statePrefix(environment)}${stack.node.id}.tfstate`,
        encrypt: true,
        ...(state.kmsKeyArn ? { kmsKeyId: state.kmsKeyArn } : {}),
      });
  }
}

/** S3 backend with native locks; cdktf 0.21 has no property for them (its successor has). */
class LockedS3Backend extends S3Backend {
  protected override synthesizeAttributes() {
    return { ...super.synthesizeAttributes(), use_lockfile: true };
  }

  protected override synthesizeHclAttributes() {
    return { ...super.synthesizeHclAttributes(), use_lockfile: true };
  }
}
