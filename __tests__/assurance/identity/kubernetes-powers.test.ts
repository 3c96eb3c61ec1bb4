import { gives, powers } from "../../../src/assurance/identity/questions/kubernetes-powers";
import { atLeastOne } from "../../support/at-least-one";

/** A right that an attacker would use, as `API group, resource, verb`, for every power. */
const rights: Readonly<Record<string, string>> = {
  "changes what pods run": "apps, daemonsets, patch",
  "changes ConfigMaps of the system": ", configmaps, update",
  "makes Kubernetes secrets, tokens of any account among them": ", secrets, create",
  "makes tokens": ", serviceaccounts/token, create",
  "runs commands in pods": ", nodes/proxy, get",
  "opens ports of pods": ", pods/portforward, create",
  "acts as others": ", groups, impersonate",
  "gives rights": "rbac.authorization.k8s.io, clusterroles, escalate",
  "decides what is admitted": "admissionregistration.k8s.io, mutatingwebhookconfigurations, patch",
  "changes definitions of kinds": "apiextensions.k8s.io, customresourcedefinitions, update",
  "decides about groups of pods and mounted secrets": "vpcresources.k8s.aws, securitygrouppolicies, create",
  "brings pods to a node": ", pods/binding, create",
  "mounts paths of nodes": ", persistentvolumes, create",
  "answers for Services": "discovery.k8s.io, endpointslices, patch",
  "signs certificates that name others": "certificates.k8s.io, signers, approve",
  "changes accounts and namespaces": ", serviceaccounts, patch",
};

const given = (right: string): string[] => {
  const [group = "", resource = "", verb = ""] = right.split(", ");
  const asked = { apiGroups: [group], resources: [resource], verbs: [verb] };
  return powers.filter((power) => gives(asked, power)).map(({ does }) => does);
};

test("each power is given by some Kubernetes right", () =>
  expect(Object.keys(rights).sort()).toEqual(powers.map(({ does }) => does).sort()));

test.each(Object.entries(rights))("%s: %s", (power, right) => expect(given(right)).toContain(power));

test("wildcards give every power that they cover, and read rights give none", () => {
  expect(given("*, *, *")).toHaveLength(powers.length);
  expect(given(", */exec, create")).toEqual(["runs commands in pods"]);
  for (const right of atLeastOne([", pods, list", ", nodes, get", "apps, deployments, watch"]))
    expect(given(right)).toEqual([]);
});
