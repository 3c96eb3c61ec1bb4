import { LocalBackend, S3Backend, type TerraformBackend, type TerraformStack } from "cdktf";
import type { Environment } from "../config/model";
import { statePrefix } from "../config/names";

/** Gives a stack its own state: one file or one object, named after the stack. */
export function stateBackend(stack: TerraformStack, environment: Environment): TerraformBackend {
  const { state } = environment;
  switch (state.backend) {
    case "local":
      // Relative to cdktf.out/stacks/<stack>: outside the output, which is deleted and made anew.
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

/** S3 backend that locks by a lock file beside the state; cdktf 0.21 has no property for it (its successor has). */
class LockedS3Backend extends S3Backend {
  protected override synthesizeAttributes() {
    return { ...super.synthesizeAttributes(), use_lockfile: true };
  }

  protected override synthesizeHclAttributes() {
    return { ...super.synthesizeHclAttributes(), use_lockfile: true };
  }
}
