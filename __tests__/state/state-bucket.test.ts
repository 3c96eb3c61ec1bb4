import { type Asked, bucket, keeping, Policies, role, synthesizeBuckets } from "./support";

const stack = synthesizeBuckets(keeping("dev"), keeping("prod")).get(bucket);
if (!stack) throw new Error("no bucket");
const policies = new Policies(stack);

const get = "s3:GetObject";
const put = "s3:PutObject";
const state = "prod/prod-network.tfstate";
const lock = `${state}.tflock`;
const admin = role("prod-admin");
const planner = role("prod-planner");

describe("the bucket's policy, for a principal that IAM allows everything", () => {
  test.each<[string, boolean, Asked]>([
    ["an administrator reads a state", true, { by: admin, action: get, key: state }],
    ["an administrator writes a state", true, { by: admin, action: put, key: state }],
    ["an administrator gives a lock back", true, { by: admin, action: "s3:DeleteObject", key: lock }],
    ["a planner reads a state", true, { by: planner, action: get, key: state }],
    ["a planner takes a lock", true, { by: planner, action: put, key: lock }],
    ["a planner gives a lock back", true, { by: planner, action: "s3:DeleteObject", key: lock }],
    ["a planner writes no state", false, { by: planner, action: put, key: state }],
    ["a planner deletes no state", false, { by: planner, action: "s3:DeleteObject", key: state }],
    ["a planner deletes no history", false, { by: planner, action: "s3:DeleteObjectVersion", key: state }],
    [
      "a planner locks nothing of another environment",
      false,
      { by: planner, action: put, key: "dev/dev-network.tfstate.tflock" },
    ],
    [
      "an administrator of another environment reads nothing",
      false,
      { by: role("dev-admin"), action: get, key: state },
    ],
    [
      "a planner of another environment reads nothing",
      false,
      { by: role("dev-planner"), action: get, key: state },
    ],
    [
      "no other principal of the account reads a state",
      false,
      { by: role("stranger"), action: get, key: state },
    ],
    [
      "no other principal reads an old one",
      false,
      { by: role("stranger"), action: "s3:GetObjectVersion", key: state },
    ],
    ["no principal puts other things there", false, { by: admin, action: put, key: "notes.txt" }],
    [
      "no principal reads in plain text",
      false,
      { by: admin, action: get, key: state, facts: { "aws:SecureTransport": "false" } },
    ],
    [
      "no principal writes under another key",
      false,
      {
        by: admin,
        action: put,
        key: state,
        facts: {
          "s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:eu-west-1:222233334444:key/2",
        },
      },
    ],
    [
      "no principal writes under S3's own key",
      false,
      {
        by: admin,
        action: put,
        key: state,
        facts: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "absent" },
      },
    ],
    [
      "administrators of the account can mend it",
      true,
      { by: role("stranger"), action: "s3:PutBucketPolicy", key: "" },
    ],
  ])("%s", (_, allowed, asked) => {
    expect(policies.bucketLets(asked)).toBe(allowed);
  });
});

describe("the key's policy, for the same", () => {
  const decrypt = "kms:Decrypt";
  const encrypt = "kms:GenerateDataKey";
  test.each<[string, boolean, Asked]>([
    ["an administrator decrypts", true, { by: admin, action: decrypt, key: state }],
    ["an administrator encrypts", true, { by: admin, action: encrypt, key: state }],
    ["a planner decrypts", true, { by: planner, action: decrypt, key: state }],
    ["a planner encrypts locks", true, { by: planner, action: encrypt, key: lock }],
    ["a planner encrypts no state", false, { by: planner, action: encrypt, key: state }],
    [
      "a planner of another environment decrypts nothing",
      false,
      { by: role("dev-planner"), action: decrypt, key: state },
    ],
    [
      "an administrator of another environment decrypts nothing",
      false,
      { by: role("dev-admin"), action: decrypt, key: state },
    ],
    [
      "no other principal of the account decrypts",
      false,
      { by: role("stranger"), action: decrypt, key: state },
    ],
    [
      "no principal decrypts past S3",
      false,
      { by: admin, action: decrypt, key: state, facts: { "kms:ViaService": "absent" } },
    ],
    ["no principal hands the key on", false, { by: admin, action: "kms:CreateGrant", key: state }],
  ])("%s", (_, allowed, asked) => {
    expect(policies.keyLets(asked)).toBe(allowed);
  });
});

describe("the bucket", () => {
  test("keeps every version, and noncurrent ones for a year", () => {
    expect(stack.resource("aws_s3_bucket_versioning").versioning_configuration).toEqual({
      status: "Enabled",
    });
    const { rule } = stack.resource("aws_s3_bucket_lifecycle_configuration");
    expect(rule).toHaveLength(1);
    expect(rule[0]).toMatchObject({
      status: "Enabled",
      noncurrent_version_expiration: [{ noncurrent_days: 365 }],
    });
    expect(rule[0].expiration).toEqual([{ expired_object_delete_marker: true }]);
  });

  test("encrypts with its own rotating key, one KMS request per object", () => {
    const { rule } = stack.resource("aws_s3_bucket_server_side_encryption_configuration");
    const [key] = Object.keys(stack.resources("aws_kms_key"));
    expect(rule).toEqual([
      {
        apply_server_side_encryption_by_default: {
          kms_master_key_id: `\${aws_kms_key.${key}.arn}`,
          sse_algorithm: "aws:kms",
        },
        bucket_key_enabled: false,
      },
    ]);
    expect(stack.resource("aws_kms_key").enable_key_rotation).toBe(true);
  });

  test("allows only its account, and is never public", () => {
    expect(stack.resource("aws_s3_bucket_ownership_controls").rule).toEqual({
      object_ownership: "BucketOwnerEnforced",
    });
    const { bucket: name, ...blocks } = stack.resource("aws_s3_bucket_public_access_block");
    expect(
      Object.entries(blocks)
        .filter(([key]) => /^(block|ignore|restrict)_/.test(key))
        .map(([, on]) => on),
    ).toEqual([true, true, true, true]);
    expect(name).toMatch(/^\$\{aws_s3_bucket\./);
  });

  test("is protected from deletion by any plan, like its key", () => {
    for (const type of ["aws_s3_bucket", "aws_kms_key"])
      expect(stack.resource(type).lifecycle).toEqual({ prevent_destroy: true });
  });

  test("has its own state in a local file, and outputs the key for config", () => {
    expect(stack.json.terraform.backend).toEqual({
      local: { path: `../../../state/bootstrap-${bucket}.tfstate` },
    });
    const [key] = Object.keys(stack.resources("aws_kms_key"));
    expect(stack.json.output.kms_key_arn.value).toBe(`\${aws_kms_key.${key}.arn}`);
    expect(stack.json.provider.aws[0].allowed_account_ids).toEqual(["111122223333"]);
  });
});
