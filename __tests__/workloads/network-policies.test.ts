import { atLeastOne } from "../support/at-least-one";
import { environment, organization } from "../support/fixtures";
import { organizationStack } from "./support";

const subnets = { databasePrivate: ["10.0.14.0/24", "10.0.15.0/24"] };
const stack = organizationStack(environment({ network: { subnets } }, [organization("acme")]));
const policies = Object.values(stack.resources("kubernetes_network_policy_v1"));
const specOf = Object.fromEntries(policies.map(({ metadata, spec }) => [metadata.name, spec]));

describe("network policies", () => {
  test("are exactly these", () => {
    const everyPod = { pod_selector: {} };
    expect(specOf).toEqual({
      "default-deny": { ...everyPod, policy_types: ["Ingress", "Egress"] },
      "allow-same-namespace": {
        ...everyPod,
        policy_types: ["Ingress", "Egress"],
        ingress: [{ from: [{ pod_selector: {} }] }],
        egress: [{ to: [{ pod_selector: {} }] }],
      },
      "allow-dns": {
        ...everyPod,
        policy_types: ["Egress"],
        egress: [
          {
            to: [
              {
                namespace_selector: { match_labels: { "kubernetes.io/metadata.name": "kube-system" } },
                pod_selector: { match_labels: { "k8s-app": "kube-dns" } },
              },
            ],
            ports: [
              { protocol: "UDP", port: "53" },
              { protocol: "TCP", port: "53" },
            ],
          },
        ],
      },
      "allow-https": {
        ...everyPod,
        policy_types: ["Egress"],
        egress: [{ to: [{ ip_block: { cidr: "0.0.0.0/0" } }], ports: [{ protocol: "TCP", port: "443" }] }],
      },
      "allow-database": {
        ...everyPod,
        policy_types: ["Egress"],
        egress: [
          {
            to: [{ ip_block: { cidr: "10.0.14.0/24" } }, { ip_block: { cidr: "10.0.15.0/24" } }],
            ports: [{ protocol: "TCP", port: "5432" }],
          },
        ],
      },
    });
  });

  test("admit only pods of the namespace itself", () => {
    const entrances = policies.flatMap(({ spec }) => spec.ingress ?? []).flatMap(({ from }) => from);
    expect(entrances).toEqual([{ pod_selector: {} }]);
  });

  test("each state in an annotation who needs them", () => {
    for (const { metadata } of atLeastOne(policies))
      expect(metadata.annotations["kubernetes.io/description"]).toMatch(/^.{30,}$/);
  });

  test("exist before the first pod", () => {
    const names = Object.keys(stack.resources("kubernetes_network_policy_v1"));
    const { depends_on: before } = stack.resource("kubernetes_deployment_v1");
    expect(before).toEqual(
      expect.arrayContaining(names.map((name) => `kubernetes_network_policy_v1.${name}`)),
    );
  });
});
