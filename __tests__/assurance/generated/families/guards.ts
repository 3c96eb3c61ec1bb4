import type { Synthesis } from "../../support/mutations";
import { type Attributes, blockIn, type Family, type Found, product, resources } from "../mutant";

const policyKind = "ValidatingAdmissionPolicy";
const manifests = (json: Synthesis, ...kinds: string[]): Found[] =>
  resources(json, "kubernetes_manifest").filter(
    ({ block }) => kinds.length === 0 || kinds.includes(block.manifest.kind),
  );

/** A manifest that no controller acts on, since its type only resembles the right one. */
export const manifestTypeChanged: Family = {
  name: "a manifest is of another API group, version or kind",
  mutants: (json) =>
    product<Attributes>(
      manifests(json),
      [
        ["another group", { apiVersion: "stranger.example.com/v1" }],
        ["another version", { apiVersion: "v1alpha1" }],
        ["no group", { apiVersion: undefined }],
        ["another kind", { kind: "Stranger" }],
      ],
      (edit, { manifest }) => Object.assign(manifest, edit),
    ),
};

/** Changes of these fields delay updates or stop deployments, and give no principal access. */
const ofOperation = /\bwritten\b|\bspec\.replicas\b|\bownerReferences\b/;

/** Admission policies that refuse fewer objects. */
export const admissionPolicyLoosened: Family = {
  name: "an admission policy refuses less",
  mutants: (json) => [
    ...product<(spec: Attributes) => void>(
      manifests(json, policyKind),
      [
        ["ignored where it fails", (spec) => Object.assign(spec, { failurePolicy: "Ignore" })],
        [
          "never",
          (spec) => Object.assign(spec, { matchConditions: [{ name: "never", expression: "false" }] }),
        ],
        [
          "for one version",
          (spec) => Object.assign(spec.matchConstraints.resourceRules[0], { apiVersions: ["v0"] }),
        ],
        [
          "after the fact",
          (spec) => Object.assign(spec.matchConstraints.resourceRules[0], { operations: ["DELETE"] }),
        ],
        [
          "but some names",
          (spec) => Object.assign(spec.matchConstraints.resourceRules[0], { resourceNames: ["x"] }),
        ],
        [
          "for some objects",
          (spec) => Object.assign(spec.matchConstraints, { objectSelector: { matchLabels: { a: "b" } } }),
        ],
      ],
      (edit, { manifest }) => edit(manifest.spec),
      guarded,
    ),
    ...manifests(json, policyKind).flatMap((found) =>
      (found.block.manifest.spec.validations as Attributes[]).flatMap(({ expression }, index) =>
        ofOperation.test(expression)
          ? []
          : [
              {
                object: `${found.address}: expression ${index}`,
                change: (copy: Synthesis) => {
                  blockIn(copy, found).manifest.spec.validations[index].expression = "true";
                },
                named: guarded(found),
              },
            ],
      ),
    ),
    ...product<Attributes>(
      manifests(json, `${policyKind}Binding`),
      [
        ["noted", { validationActions: ["Audit"] }],
        ["of another policy", { policyName: "stranger" }],
        ["for some objects", { matchResources: { objectSelector: { matchLabels: { a: "b" } } } }],
      ],
      (edit, { manifest }) => Object.assign(manifest.spec, edit),
      guarded,
    ),
  ],
};

/** Of a binding, the policy that it enforces; of a policy, itself. */
const guarded = ({ address }: Found): string[] => [
  address,
  address.replace(/_binding(?=_)/, "").replace(/_[0-9A-F]{8}$/, ""),
];

const objects = [
  "kubernetes_cluster_role_binding_v1",
  "kubernetes_cluster_role_v1",
  "kubernetes_config_map_v1",
  "kubernetes_limit_range_v1",
  "kubernetes_manifest",
  "kubernetes_network_policy_v1",
  "kubernetes_resource_quota_v1",
  "kubernetes_role_binding_v1",
  "kubernetes_role_v1",
  "kubernetes_service_account_v1",
  "kubernetes_service_v1",
];

/** One object that two resources declare: the first to be applied is in force. */
export const declaredTwice: Family = {
  name: "an object is declared twice",
  mutants: (json) =>
    resources(json, ...objects).map((found) => ({
      object: found.address,
      change: (copy: Synthesis) =>
        copy.add(found.stack, found.type, "mutant", structuredClone(blockIn(copy, found))),
      named: [found.address, `${found.type}.mutant`, "_binding_", "/aws_lb_target_group."],
    })),
};
