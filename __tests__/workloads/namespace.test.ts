import { atLeastOne } from "../support/at-least-one";
import { environment, organization } from "../support/fixtures";
import { newestVersion } from "../support/kubernetes-versions";
import { organizationStack, reference } from "./support";

const quota = { cpu: "6", memory: "12Gi", pods: 15 };
const stack = organizationStack(
  environment({ cluster: clusterWith(newestVersion) }, [organization("acme", { quota })]),
);

function clusterWith(version: string) {
  return { version, admins: ["arn:aws:iam::111122223333:role/platform"] };
}

describe("an organization's namespace", () => {
  test("refuses pods that violate the restricted profile, in the version of the cluster", () => {
    const { labels } = stack.resource("kubernetes_namespace_v1").metadata;
    expect(labels).toMatchObject({
      "pod-security.kubernetes.io/enforce": "restricted",
      "pod-security.kubernetes.io/enforce-version": `v${newestVersion}`,
      "pod-security.kubernetes.io/audit": "restricted",
      "pod-security.kubernetes.io/audit-version": `v${newestVersion}`,
      "pod-security.kubernetes.io/warn": "restricted",
      "pod-security.kubernetes.io/warn-version": `v${newestVersion}`,
    });
  });

  test("has a quota for its share of the cluster, and denies ingress by default", () => {
    expect(stack.resource("kubernetes_resource_quota_v1").spec.hard).toEqual({
      "requests.cpu": "6",
      "requests.memory": "12Gi",
      "limits.memory": "12Gi",
      pods: "15",
      "services.loadbalancers": "0",
      "services.nodeports": "0",
      "requests.ephemeral-storage": "20Gi",
      "limits.ephemeral-storage": "20Gi",
      "requests.storage": "0",
      persistentvolumeclaims: "0",
    });
  });

  test("sets default requests that the quota requires", () => {
    expect(stack.resource("kubernetes_limit_range_v1").spec.limit).toEqual([
      {
        type: "Container",
        default: { memory: "256Mi", "ephemeral-storage": "256Mi" },
        default_request: { cpu: "100m", memory: "256Mi", "ephemeral-storage": "256Mi" },
      },
    ]);
  });

  test("gives pods of the default service account no token", () => {
    const account = stack.resource("kubernetes_default_service_account_v1");
    expect(account.automount_service_account_token).toBe(false);
  });

  test("contains every namespaced object", () => {
    const namespace = reference("kubernetes_namespace_v1.namespace_177341A3.metadata[0].name");
    const kinds = Object.keys(stack.json.resource).filter((type) => type.startsWith("kubernetes_"));
    const inside = kinds.filter((type) => type !== "kubernetes_namespace_v1");
    expect(inside).toEqual(expect.arrayContaining(["kubernetes_deployment_v1", "kubernetes_manifest"]));
    for (const type of atLeastOne(inside))
      for (const resource of Object.values(stack.resources(type)))
        expect((resource.manifest ?? resource).metadata.namespace).toBe(namespace);
  });
});
