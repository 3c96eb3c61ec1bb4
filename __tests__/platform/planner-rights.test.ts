import { plannedObjects } from "../../src/platform/planner-rights";
import { environmentStacks, shippedStacks } from "../support/environments";
import { everyTopology } from "../support/every-topology";
import { environment, organization } from "../support/fixtures";
import type { Synthesized } from "../support/synthesize";

const planner = { assumedBy: ["arn:aws:iam::111122223333:role/atlantis"] };
const applicationAccess = { allowedCidrs: ["203.0.113.0/24"] };
const acme = organization("acme", { applications: [{ kind: "metabase" }] });
const stacks = environmentStacks(environment({ planner, applicationAccess }, [acme]));
const platform = stacks.get("test-platform") as Synthesized;

interface Rule {
  api_groups: string[];
  resources: string[];
  verbs: string[];
}
const objects: Rule[] = platform.resource("kubernetes_cluster_role_v1", "planners").rule;
const releases: Rule[] = platform.resource("kubernetes_role_v1", "planners").rule;

describe("Kubernetes rights of planners", () => {
  test("cover every kind of object that stacks have", () => {
    const all = [
      ...shippedStacks(),
      ...[...everyTopology.values()].flatMap((one) => [...environmentStacks(one).values()]),
    ];
    const types = all
      .flatMap(({ json }) => Object.keys(json.resource))
      .filter((type) => /^kubernetes_(?!manifest)/.test(type));
    const manifests: { manifest: { kind: string } }[] = all.flatMap(({ json }) =>
      Object.values(json.resource.kubernetes_manifest ?? {}),
    );
    const kinds = manifests.map(({ manifest }) => manifest.kind);
    expect([...new Set([...types, ...kinds])].sort()).toEqual(Object.keys(plannedObjects).sort());
    const seen = objects.flatMap(({ api_groups, resources }) =>
      resources.map((name) => [...api_groups, name]),
    );
    expect(seen).toEqual(expect.arrayContaining(Object.values(plannedObjects)));
  });

  test("are read-only", () => {
    expect([...new Set([...objects, ...releases].flatMap(({ verbs }) => verbs))].sort()).toEqual([
      "get",
      "list",
    ]);
  });

  test("include no secrets except Helm's releases", () => {
    expect(objects.flatMap(({ resources }) => resources)).not.toContain("secrets");
    expect(JSON.stringify(objects)).not.toContain("*");
    expect(platform.resource("kubernetes_role_v1", "planners").metadata.namespace).toBe("kube-system");
    expect(releases).toEqual([{ api_groups: [""], resources: ["secrets"], verbs: ["get", "list"] }]);
    const homes = [
      ...new Set(Object.values(platform.resources("helm_release")).map(({ namespace }) => namespace)),
    ];
    expect(homes).toEqual(["kube-system"]);
  });

  test("belong to the planner's group", () => {
    for (const type of ["kubernetes_cluster_role_binding_v1", "kubernetes_role_binding_v1"])
      expect(platform.resource(type, "planners")).toMatchObject({
        role_ref: { name: expect.stringMatching(/^\$\{kubernetes_(cluster_)?role_v1\.planners_/) },
        subject: [{ api_group: "rbac.authorization.k8s.io", kind: "Group", name: "planners" }],
      });
  });

  test("do not exist where there is no planner", () => {
    const without = environmentStacks(environment()).get("test-platform") as Synthesized;
    expect(Object.keys(without.json.resource)).toEqual(["helm_release", "kubernetes_manifest"]);
    expect(Object.keys(without.json.provider).sort()).toEqual(["aws", "helm", "kubernetes"]);
  });
});
