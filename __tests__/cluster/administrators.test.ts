import { atLeastOne } from "../support/at-least-one";
import { environment } from "../support/fixtures";
import { synthesizeCluster } from "./support/cluster";

const roles = ["arn:aws:iam::111122223333:role/platform", "arn:aws:iam::111122223333:role/ops/deploy"];
const synthesizeWith = (admins: string[]) => synthesizeCluster(environment({ cluster: { admins } }));

test("every listed role administers the whole cluster, and no other principal has access", () => {
  const stack = synthesizeWith(roles);
  const entries = stack.resources("aws_eks_access_entry");
  const associations = Object.values(stack.resources("aws_eks_access_policy_association"));
  expect(
    Object.values(entries)
      .map((entry) => entry.principal_arn)
      .sort(),
  ).toEqual([...roles].sort());
  expect(associations.map((association) => association.principal_arn).sort()).toEqual(
    Object.keys(entries)
      .map((name) => `\${aws_eks_access_entry.${name}.principal_arn}`)
      .sort(),
  );
  for (const association of atLeastOne(associations)) {
    expect(association.policy_arn).toBe("arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy");
    expect(association.access_scope).toEqual({ type: "cluster" });
  }
});

test("the order of the list has no effect", () => {
  expect(synthesizeWith([...roles].reverse()).text).toBe(synthesizeWith(roles).text);
});

test("an additional role leaves resources of the others as they are", () => {
  const one = synthesizeWith(roles.slice(0, 1)).resources("aws_eks_access_entry");
  expect(synthesizeWith(roles).resources("aws_eks_access_entry")).toMatchObject(one);
});
