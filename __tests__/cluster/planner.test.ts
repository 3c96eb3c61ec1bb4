import { plannerPermissions } from "../../src/cluster/planner-permissions";
import { refreshes } from "../../src/cluster/planner-reads";
import type { Statement } from "../../src/foundation/policy";
import { environmentStacks, shippedStacks } from "../support/environments";
import { everyTopology } from "../support/every-topology";
import { environment } from "../support/fixtures";
import { synthesizeCluster } from "./support/cluster";

const atlantis = "arn:aws:iam::111122223333:role/atlantis";
const kmsKeyArn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-86ef-1234567890ab";
const planned = environment({
  planner: { assumedBy: [atlantis] },
  state: { backend: "s3", bucket: "states", kmsKeyArn },
});
const statements = plannerPermissions(planned);
const bySid = (sid: string) => statements.find((one) => one.sid === sid) as Statement;

describe("the planner", () => {
  const stack = synthesizeCluster(planned);

  test("is a role that only the listed roles may assume", () => {
    const role = stack.resource("aws_iam_role", "planner");
    expect(role.name).toBe("test-planner");
    expect(stack.statements(role.assume_role_policy)).toEqual([
      { actions: ["sts:AssumeRole"], principals: [{ type: "AWS", identifiers: [atlantis] }] },
    ]);
  });

  test("belongs to one Kubernetes group, and has no access policy of EKS", () => {
    const entry = stack.resource("aws_eks_access_entry", "planner");
    const [role] = Object.keys(stack.resources("aws_iam_role")).filter((name) => name.startsWith("planner"));
    expect(entry).toMatchObject({
      kubernetes_groups: ["planners"],
      principal_arn: `\${aws_iam_role.${role}.arn}`,
    });
    expect(Object.keys(stack.resources("aws_eks_access_policy_association")).join()).not.toContain("planner");
  });

  test("does not exist where no role may assume it", () => {
    const without = synthesizeCluster(environment());
    expect(without.text).not.toContain("planner");
    const [, ...others] = Object.keys(without.resources("aws_eks_access_entry"));
    expect(others).toEqual([]);
  });

  test("reads states of its environment and writes their locks only, with their key through S3", () => {
    const through = {
      test: "StringEquals",
      variable: "kms:ViaService",
      values: ["s3.eu-west-1.amazonaws.com"],
    };
    expect(bySid("ReadStates")).toMatchObject({
      actions: ["s3:GetObject"],
      resources: ["arn:aws:s3:::states/test/*"],
    });
    expect(bySid("LockStates")).toMatchObject({
      actions: ["s3:DeleteObject", "s3:PutObject"],
      resources: ["arn:aws:s3:::states/test/*.tflock"],
    });
    expect(bySid("DecryptStates")).toMatchObject({ resources: [kmsKeyArn], condition: [through] });
    const s3 = statements.filter(({ actions }) => actions?.some((action) => action.startsWith("s3:")));
    expect(s3.map(({ sid }) => sid)).toEqual(["ListStates", "ReadStates", "LockStates"]);
  });

  test("reads variables of functions, which Lambda omits otherwise, and decrypts nothing else", () => {
    expect(bySid("ReadVariables")).toMatchObject({
      actions: ["kms:Decrypt"],
      condition: [
        { values: ["lambda.eu-west-1.amazonaws.com"] },
        {
          variable: "kms:EncryptionContext:aws:lambda:FunctionArn",
          values: ["arn:aws:lambda:eu-west-1:111122223333:function:test-*"],
        },
      ],
    });
    expect(bySid("NeverDecryptOtherwise")).toMatchObject({
      effect: "Deny",
      condition: [{ test: "StringNotEquals", variable: "kms:ViaService" }],
    });
  });

  test("has no permission on states that are local files", () => {
    const local = plannerPermissions(environment({ planner: { assumedBy: [atlantis] } }));
    expect(JSON.stringify(local)).not.toContain("s3:");
  });

  test("changes nothing: its actions are Describe, Get and List", () => {
    const allowed = statements
      .filter(({ effect }) => effect !== "Deny")
      .flatMap(({ actions }) => actions ?? []);
    const others = allowed.filter((action) => !/:(Describe|Get|List)[A-Z]/.test(action));
    expect([...new Set(others)].sort()).toEqual([
      "kms:Decrypt",
      "kms:GenerateDataKey",
      "s3:DeleteObject",
      "s3:PutObject",
    ]);
    expect(allowed.length).toBeGreaterThan(60);
  });

  test("may refresh exactly the resource types of the stacks", () => {
    const stacks = [
      ...shippedStacks(),
      ...[...everyTopology.values()].flatMap((one) => [...environmentStacks(one).values()]),
    ];
    const types = stacks
      .flatMap(({ json }) => Object.keys(json.resource))
      .filter((type) => type.startsWith("aws_"));
    expect([...new Set(types)].sort()).toEqual(Object.keys(refreshes).sort());
  });

  test("needs no data sources: Terraform computes what stacks look up", () => {
    const stacks = [...everyTopology.values()].flatMap((one) => [...environmentStacks(one).values()]);
    const types = stacks.flatMap(({ json }) => Object.keys(json.data ?? {}));
    expect([...new Set(types)].sort()).toEqual(["terraform_remote_state"]);
  });

  test("has each of these actions once", () => {
    const allowed = statements.filter(({ effect, sid }) => effect !== "Deny" && !sid);
    const actions = allowed.flatMap((statement) => statement.actions ?? []);
    expect([...actions].sort()).toEqual([...new Set(Object.values(refreshes).flat())].sort());
  });
});
