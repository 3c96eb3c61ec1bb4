import { Names } from "../../src/assurance/identity/model/names";
import { everythingAllowed, policyOf } from "../../src/assurance/identity/model/policies";
import { Context } from "../../src/assurance/identity/policy/context";
import { decide } from "../../src/assurance/identity/policy/decide";
import { Text } from "../../src/assurance/identity/policy/text";
import { Configuration } from "../../src/assurance/terraform";
import type { Environment } from "../../src/config/model";
import { StateStack } from "../../src/stacks/state-stack";
import { stateBuckets } from "../../src/state/state-buckets";
import { environment } from "../support/fixtures";
import { type Synthesized, synthesize } from "../support/synthesize";

export const bucket = "test-states";
export const account = "111122223333";
export const role = (name: string): string => `arn:aws:iam::${account}:role/${name}`;

/** An environment that keeps its states in the bucket. */
export const keeping = (name: string, overrides: Record<string, unknown> = {}): Environment => ({
  ...environment({
    state: { backend: "s3", bucket },
    cluster: { admins: [role(`${name}-admin`)] },
    planner: { assumedBy: [role("atlantis")] },
    ...overrides,
  }),
  name,
});

export const synthesizeBuckets = (...environments: Environment[]): Map<string, Synthesized> =>
  synthesize((app) => {
    for (const one of stateBuckets(environments)) new StateStack(app, one);
  });

export interface Asked {
  readonly by: string;
  readonly action: string;
  readonly key: string;
  /** Facts of the request, beside who asks. */
  readonly facts?: Readonly<Record<string, Text | string | "absent">>;
}

/** Asks the policies of the bucket and of its key as AWS would, for a principal that IAM allows everything. */
export class Policies {
  private readonly configuration: Configuration;
  private readonly names: Names;

  constructor({ name, json }: Synthesized) {
    this.configuration = new Configuration([{ name, workingDirectory: "", json }]);
    this.names = new Names(this.configuration);
  }

  /** The key's ARN, as the bucket's policy has it. */
  get keyArn(): Text {
    return this.names.text(this.resource("aws_kms_key").symbol("arn"));
  }

  bucketLets({ by, action, key, facts = {} }: Asked): boolean {
    return this.lets("aws_s3_bucket_policy", "either", `arn:aws:s3:::${bucket}/${key}`, by, action, {
      "aws:SecureTransport": "true",
      "s3:x-amz-server-side-encryption-aws-kms-key-id": action === "s3:PutObject" ? this.keyArn : "absent",
      ...facts,
    });
  }

  keyLets({ by, action, key, facts = {} }: Asked): boolean {
    return this.lets("aws_kms_key", "resource", `arn:aws:kms:eu-west-1:${account}:key/1`, by, action, {
      "kms:ViaService": "s3.eu-west-1.amazonaws.com",
      "kms:EncryptionContext:aws:s3:arn": `arn:aws:s3:::${bucket}/${key}`,
      ...facts,
    });
  }

  private lets(
    type: string,
    agreement: "either" | "resource",
    resource: string,
    by: string,
    action: string,
    facts: Readonly<Record<string, Text | string | "absent">>,
  ): boolean {
    const policy = policyOf(this.configuration, this.resource(type), "policy");
    expect(policy.unclear).toEqual([]);
    const { truth } = decide({
      request: {
        principal: { type: "AWS", arn: Text.of(by), account: Text.of(account) },
        action,
        resource: Text.of(resource),
        context: Context.of({ "aws:PrincipalArn": by, ...facts }),
      },
      agreement,
      account: Text.of(account),
      identityPolicies: [everythingAllowed("an administrator's policy")],
      resourcePolicy: policy,
    });
    expect(truth).not.toBe("unknown");
    return truth === "true";
  }

  private resource(type: string) {
    const [resource] = this.configuration.resources(type);
    if (!resource) throw new Error(`no ${type}`);
    return resource;
  }
}
