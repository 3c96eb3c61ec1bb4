import { ServiceAccountRole } from "../../src/cluster/service-account-role";
import { environment } from "../support/fixtures";
import { synthesizeConstruct } from "../support/synthesize";

const base = {
  environment: environment(),
  name: "test-acme",
  description: "Reads the credentials of acme.",
  namespace: "acme",
  serviceAccount: "api",
  oidcProviderArn: "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC",
  oidcIssuer: "oidc.eks.eu-west-1.amazonaws.com/id/ABC",
};
const synthesizeRole = (more: Partial<ConstructorParameters<typeof ServiceAccountRole>[2]> = {}) =>
  synthesizeConstruct(
    base.environment,
    (scope) => new ServiceAccountRole(scope, "role", { ...base, ...more }),
  );

test("only its service account, with a token for AWS, assumes the role", () => {
  const stack = synthesizeRole();
  expect(stack.statements(stack.resource("aws_iam_role").assume_role_policy)).toEqual([
    {
      actions: ["sts:AssumeRoleWithWebIdentity"],
      principals: [{ type: "Federated", identifiers: [base.oidcProviderArn] }],
      condition: [
        {
          test: "StringEquals",
          variable: "oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub",
          values: ["system:serviceaccount:acme:api"],
        },
        {
          test: "StringEquals",
          variable: "oidc.eks.eu-west-1.amazonaws.com/id/ABC:aud",
          values: ["sts.amazonaws.com"],
        },
      ],
    },
  ]);
});

test("a role without statements or policies has no permissions", () => {
  const stack = synthesizeRole();
  expect(stack.count("aws_iam_role")).toBe(1);
  expect(stack.count("aws_iam_role_policy")).toBe(0);
  expect(stack.count("aws_iam_role_policy_attachment")).toBe(0);
});

test("statements become the role's inline policy", () => {
  const statements = [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::bucket/key"] }];
  const stack = synthesizeRole({ statements });
  const policy = stack.resource("aws_iam_role_policy");
  expect(policy.role).toMatch(/^\$\{aws_iam_role\.role_\w+\.name\}$/);
  expect(stack.statements(policy.policy)).toEqual(statements);
});

test("AWS managed policies are attached by name", () => {
  const stack = synthesizeRole({ managedPolicies: ["AmazonEKS_CNI_Policy"] });
  expect(stack.resource("aws_iam_role_policy_attachment").policy_arn).toBe(
    "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
  );
});
