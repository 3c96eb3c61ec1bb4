import {
  EncryptionKey,
  type EncryptionKeyProps,
  usedByLogGroups,
  usedThrough,
  usedToPublish,
} from "../../src/foundation/encryption-key";
import { environment } from "../support/fixtures";
import { type Synthesized, synthesizeConstruct } from "../support/synthesize";

const env = environment();
const root = [{ type: "AWS", identifiers: ["arn:aws:iam::111122223333:root"] }];
const equals = (variable: string, value: string) => ({ test: "StringEquals", variable, values: [value] });

function keyWith(uses: EncryptionKeyProps["uses"]): Synthesized {
  return synthesizeConstruct(env, (scope) => {
    new EncryptionKey(scope, "key", {
      environment: env,
      alias: "some-data",
      description: "Some data",
      uses,
    });
  });
}

const statementsFor = (uses: EncryptionKeyProps["uses"]) => {
  const stack = keyWith(uses);
  return stack.statements(stack.resource("aws_kms_key").policy);
};

describe("EncryptionKey", () => {
  const stack = keyWith([]);
  const [administration, ...others] = stack.statements(stack.resource("aws_kms_key").policy);

  test("rotates every year, and has a deletion window of 30 days", () => {
    const key = stack.resource("aws_kms_key");
    expect(key).toMatchObject({ enable_key_rotation: true, description: "Some data" });
    expect(key).not.toHaveProperty("deletion_window_in_days");
  });

  test("may be rotated on demand by administrators, after an incident", () => {
    expect(administration.actions).toEqual(
      expect.arrayContaining(["kms:RotateKeyOnDemand", "kms:ListKeyRotations"]),
    );
  });

  test("has an alias", () => {
    expect(stack.resource("aws_kms_alias")).toMatchObject({
      name: "alias/some-data",
      target_key_id: expect.stringMatching(/^\$\{aws_kms_key\..+\.key_id\}$/),
    });
  });

  test("without a use allows administration by the account only", () => {
    expect(others).toEqual([]);
    expect(administration.principals).toEqual(root);
  });

  test("lets administrators neither use the key nor grant its use", () => {
    const use =
      /:(\*|Decrypt|Encrypt|GenerateDataKey|ReEncrypt|CreateGrant|Sign|Verify|DeriveSharedSecret|ReplicateKey)/;
    expect(administration.actions.filter((action: string) => use.test(action))).toEqual([]);
    expect(administration.actions.filter((action: string) => action.includes("*"))).toEqual([]);
  });

  test("allows all calls of Terraform that create, read, change and delete the key", () => {
    expect(administration.actions).toEqual(
      expect.arrayContaining([
        "kms:CreateAlias",
        "kms:DeleteAlias",
        "kms:DescribeKey",
        "kms:EnableKeyRotation",
        "kms:GetKeyPolicy",
        "kms:GetKeyRotationStatus",
        "kms:ListResourceTags",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
        "kms:TagResource",
        "kms:UntagResource",
        "kms:UpdateAlias",
        "kms:UpdateKeyDescription",
      ]),
    );
  });

  test("accepts uses with one statement and with several", () => {
    const [publish] = [usedToPublish(env, { services: ["events.rds.amazonaws.com"], topicArn: "arn:topic" })];
    const sids = statementsFor([usedThrough(env, "rds"), publish]).map(({ sid }) => sid);
    expect(sids).toEqual(["AdministerKey", "UseThroughRDS", "GrantToRDS", "PublishToTopic"]);
  });
});

describe("usedThrough", () => {
  const [, use, grant, ...others] = statementsFor([usedThrough(env, "rds")]);
  const throughService = [
    equals("kms:ViaService", "rds.eu-west-1.amazonaws.com"),
    equals("kms:CallerAccount", "111122223333"),
  ];

  test("allows use through the service only, as far as IAM allows it", () => {
    expect(use.principals).toEqual(root);
    expect(use.condition).toEqual(throughService);
    expect(use.actions).toEqual([
      "kms:Decrypt",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
      "kms:DescribeKey",
    ]);
  });

  test("allows grants only for a service, for a resource of its own", () => {
    expect(others).toEqual([]);
    expect(grant.principals).toEqual(root);
    expect(grant.actions).toEqual(["kms:CreateGrant"]);
    expect(grant.condition).toEqual([
      ...throughService,
      { test: "Bool", variable: "kms:GrantIsForAWSResource", values: ["true"] },
    ]);
  });
});

describe("usedByLogGroups", () => {
  const [, service, callers, ...others] = statementsFor([usedByLogGroups(env, ["/one", "/two"])]);
  const theseGroups = {
    test: "ArnEquals",
    variable: "kms:EncryptionContext:aws:logs:arn",
    values: [
      "arn:aws:logs:eu-west-1:111122223333:log-group:/one",
      "arn:aws:logs:eu-west-1:111122223333:log-group:/two",
    ],
  };

  test("lets CloudWatch Logs of the region encrypt the named groups and no other", () => {
    expect(service.principals).toEqual([{ type: "Service", identifiers: ["logs.eu-west-1.amazonaws.com"] }]);
    expect(service.condition).toEqual([theseGroups]);
  });

  test("lets writers and readers of the account use the same groups, through CloudWatch Logs only", () => {
    expect(others).toEqual([]);
    expect(callers.principals).toEqual(root);
    expect(callers.actions).toEqual(["kms:Decrypt", "kms:GenerateDataKey"]);
    expect(callers.condition).toEqual([
      equals("kms:ViaService", "logs.eu-west-1.amazonaws.com"),
      equals("kms:CallerAccount", "111122223333"),
      theseGroups,
    ]);
  });
});

describe("usedToPublish", () => {
  const topicArn = "arn:aws:sns:eu-west-1:111122223333:events";
  const [, publish, ...others] = statementsFor([
    usedToPublish(env, { services: ["events.rds.amazonaws.com"], topicArn }),
  ]);

  test("lets one service encrypt messages for one topic, for this account", () => {
    expect(others).toEqual([]);
    expect(publish.principals).toEqual([{ type: "Service", identifiers: ["events.rds.amazonaws.com"] }]);
    expect(publish.actions).toEqual(["kms:Decrypt", "kms:GenerateDataKey"]);
    expect(publish.condition).toEqual([
      equals("aws:SourceAccount", "111122223333"),
      equals("kms:EncryptionContext:aws:sns:topicArn", topicArn),
    ]);
  });
});
