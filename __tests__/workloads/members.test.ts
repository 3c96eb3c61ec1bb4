import { atLeastOne } from "../support/at-least-one";
import { environment, organization } from "../support/fixtures";
import { organizationStacks } from "./support";

const people = ["arn:aws:iam::111122223333:role/acme/developers", "arn:aws:iam::444455556666:role/support"];
const stacks = organizationStacks(
  environment({}, [organization("acme", { members: people }), organization("globex")]),
);
const of = (name: string) => {
  const stack = stacks.get(`test-org-${name}`);
  if (!stack) throw new Error(`no stack of ${name}`);
  return stack;
};

describe("members", () => {
  const stack = of("acme");
  const role = stack.resource("kubernetes_role_v1");
  const namespace = nameOf("kubernetes_namespace_v1");

  function nameOf(type: string): string {
    const [id] = Object.keys(stack.resources(type));
    return `\${${type}.${id}.metadata[0].name}`;
  }

  test("receive one access entry each, with a group and no access policy", () => {
    const entries = Object.values(stack.resources("aws_eks_access_entry"));
    expect(entries.map(({ principal_arn }) => principal_arn)).toEqual(people);
    for (const entry of atLeastOne(entries))
      expect(entry).toMatchObject({
        cluster_name: expect.stringMatching(/outputs\.cluster_name\}$/),
        kubernetes_groups: ["acme-members"],
        type: "STANDARD",
      });
    expect(stack.json.resource.aws_eks_access_policy_association).toBeUndefined();
  });

  test("read pods and forward their ports, in the organization's namespace", () => {
    expect(role.metadata.namespace).toBe(namespace);
    expect(role.rule).toEqual([
      { api_groups: [""], resources: ["pods", "events"], verbs: ["get", "list", "watch"] },
      { api_groups: ["apps"], resources: ["deployments"], verbs: ["get", "list", "watch"] },
      { api_groups: [""], resources: ["pods/log"], verbs: ["get"] },
      { api_groups: [""], resources: ["pods/portforward"], verbs: ["get", "create"] },
    ]);
  });

  test("are bound by their group, in that namespace only", () => {
    expect(stack.resource("kubernetes_role_binding_v1")).toMatchObject({
      metadata: { namespace },
      role_ref: { kind: "Role", name: nameOf("kubernetes_role_v1") },
      subject: [{ api_group: "rbac.authorization.k8s.io", kind: "Group", name: "acme-members" }],
    });
    expect(Object.keys(stack.json.resource).filter((type) => /cluster_role/.test(type))).toEqual([]);
  });

  test("have no resources where config lists none", () => {
    const types = Object.keys(of("globex").json.resource);
    expect(types.filter((type) => /access_entry|kubernetes_role/.test(type))).toEqual([]);
  });
});
