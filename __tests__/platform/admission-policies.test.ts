import { Environment } from "@marcbachmann/cel-js";
import type { Validation } from "../../src/platform/admission-policy";
import { addPlatform } from "../cluster/support/cluster";
import { atLeastOne } from "../support/at-least-one";
import { environment, organization } from "../support/fixtures";
import { type Synthesized, synthesize } from "../support/synthesize";
import { containerOf, organizationStack, podsOf } from "../workloads/support";

/** CEL as the API server has it: with its library of strings, as far as policies use it. */
const cel = new Environment({ unlistedVariablesAreDyn: true }).registerFunction(
  "string.replace(string, string): string",
  (text: string, part: string, by: string) => text.replaceAll(part, by),
);

// biome-ignore lint/suspicious/noExplicitAny: objects of Kubernetes, as the API server takes them
type KubernetesObject = any;

const sandbox = environment();
const stack = synthesize((app) => addPlatform(app, sandbox)).get("test-platform") as Synthesized;
const manifests: KubernetesObject[] = Object.values(stack.resources("kubernetes_manifest")).map(
  ({ manifest }) => manifest,
);
const policies = manifests.filter(({ kind }) => kind === "ValidatingAdmissionPolicy");
const policyNamed = (name: string): KubernetesObject =>
  manifests.find(({ kind, metadata }) => kind === "ValidatingAdmissionPolicy" && metadata.name === name);

/** What a policy says to a request: the messages of what does not hold. */
function refusals(
  name: string,
  object: KubernetesObject,
  oldObject: KubernetesObject = {},
  more: KubernetesObject = {},
): string[] {
  // The library tells maps from other objects by their constructor, which is another one inside of Jest's sandbox.
  const request = structuredClone({ object, oldObject, ...more });
  return (policyNamed(name).spec.validations as Validation[])
    .filter(({ expression }) => cel.evaluate(expression, request) !== true)
    .map(({ message }) => message);
}

const merged = (target: KubernetesObject, change: KubernetesObject): KubernetesObject => {
  if (typeof change !== "object" || change === null || Array.isArray(change)) return change;
  const result = { ...target };
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete result[key];
    else result[key] = merged(target?.[key], value);
  }
  return result;
};

const note = "reloader.stakater.com/last-reloaded-from";

/** A deployment as the API server keeps it, with and without what may be left out. */
const deployments: Record<string, KubernetesObject> = {
  full: {
    metadata: { name: "api", namespace: "acme", labels: { a: "b" }, annotations: { c: "d" } },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: "api" } },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: {
        metadata: { labels: { app: "api" }, annotations: { keep: "1", [note]: "old" } },
        spec: { serviceAccountName: "acme", containers: [{ name: "api", image: "a:1" }], volumes: [] },
      },
    },
  },
  bare: {
    metadata: { name: "api", namespace: "acme" },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: "api" } },
      strategy: { type: "Recreate" },
      template: {
        metadata: { labels: { app: "api" } },
        spec: { containers: [{ name: "api", image: "a:1" }] },
      },
    },
  },
};

const pod = (spec: object) => ({ spec: { template: { spec } } });
const template = (metadata: object) => ({ spec: { template: { metadata } } });

const harms: [what: string, change: object][] = [
  ["the image", pod({ containers: [{ name: "api", image: "evil:1" }] })],
  ["a command", pod({ containers: [{ name: "api", image: "a:1", command: ["sh"] }] })],
  ["the service account", pod({ serviceAccountName: "secrets-store-csi-driver" })],
  ["a volume", pod({ volumes: [{ name: "node", hostPath: { path: "/" } }] })],
  ["a label of its pods", template({ labels: { app: "api", more: "x" } })],
  ["an annotation of its pods", template({ annotations: { "eks.amazonaws.com/skip-containers": "none" } })],
  ["the number of pods", { spec: { replicas: 0 } }],
  ["that it goes on", { spec: { paused: true } }],
  ["a label", { metadata: { labels: { q: "q" } } }],
  ["an annotation", { metadata: { annotations: { q: "q" } } }],
  ["what keeps it from going", { metadata: { finalizers: ["example.com/stay"] } }],
  ["who owns it", { metadata: { ownerReferences: [{ kind: "Node", name: "x" }] } }],
];

describe.each(Object.entries(deployments))("Reloader, on a deployment with its annotation (%s)", (_, old) => {
  const policy = "reloader-restarts-deployments";

  test("may restart it, the first time and again", () => {
    const restarted = merged(old, template({ annotations: { [note]: "new" } }));
    expect(refusals(policy, restarted, old)).toEqual([]);
    expect(refusals(policy, merged(old, template({ annotations: { [note]: "newer" } })), restarted)).toEqual(
      [],
    );
  });

  test.each(harms)("may not change %s", (_what, change) => {
    const changed = merged(old, change);
    expect(refusals(policy, changed, old)).toHaveLength(1);
    expect(refusals(policy, merged(changed, template({ annotations: { [note]: "new" } })), old)).toHaveLength(
      1,
    );
  });

  test("may restart no deployment of the system", () => {
    const system = merged(old, { metadata: { namespace: "kube-system" } });
    expect(refusals(policy, system, system)).toEqual(["Reloader restarts nothing in kube-system."]);
  });
});

test("may not remove a pod annotation, or change another one", () => {
  const old = deployments.full;
  for (const keep of [null, "2"])
    expect(
      refusals("reloader-restarts-deployments", merged(old, template({ annotations: { keep } })), old),
    ).toHaveLength(1);
});

test("may change no other kind of workload, and no foreign object in system namespaces", () => {
  expect(refusals("reloader-changes-nothing-else", deployments.full, deployments.full)).toHaveLength(1);
  const named = (name: string) => refusals("reloader-writes-its-own-objects", { metadata: { name } });
  expect([named("coredns"), named("kube-controller-manager")].map(({ length }) => length)).toEqual([1, 1]);
  expect([named("reloader-meta-info"), named("stakater-reloader-lock")]).toEqual([[], []]);
});

/** Service accounts that policies are about, by the beginnings of their names. */
const accounts: Record<string, string[]> = {
  reloader: ["reloader-reloader"],
  "driver-changes": ["secrets-store-csi-driver-keep-crds", "secrets-store-csi-driver-upgrade-crds"],
  "driver-copies": ["secrets-store-csi-driver"],
};

test("policies about Reloader match only its service account, and those about organizations only their namespaces", () => {
  for (const { metadata, spec } of atLeastOne(policies)) {
    const account = Object.entries(accounts).find(([prefix]) => metadata.name.startsWith(prefix))?.[1];
    expect(spec.matchConditions).toEqual(
      account && [
        {
          name: "account",
          expression: `request.userInfo.username in [${account.map((name) => `'system:serviceaccount:kube-system:${name}'`).join(", ")}]`,
        },
      ],
    );
    expect(spec.matchConstraints.namespaceSelector).toEqual(
      account || metadata.name.startsWith("nodes-")
        ? undefined
        : { matchLabels: { "app.kubernetes.io/component": "organization" } },
    );
  }
});

test("every policy has a binding, and refuses requests that it cannot evaluate", () => {
  const bindings = manifests.filter(({ kind }) => kind === "ValidatingAdmissionPolicyBinding");
  expect(policies.map(({ metadata }) => metadata.name).sort()).toEqual(
    bindings.map(({ spec }) => spec.policyName).sort(),
  );
  for (const { spec } of atLeastOne(policies)) expect(spec.failurePolicy).toBe("Fail");
  for (const { spec } of atLeastOne(bindings))
    expect(spec).toEqual({ policyName: spec.policyName, validationActions: ["Deny"] });
});

test("where credentials are files, no policy about Reloader exists", () => {
  const config = environment({ credentials: { delivery: "files" } });
  const files = synthesize((app) => addPlatform(app, config)).get("test-platform");
  const names = Object.values(files?.resources("kubernetes_manifest") ?? {}).map(
    ({ manifest }) => manifest.metadata.name,
  );
  expect([...new Set(names)].sort()).toEqual([
    "driver-changes-own-definitions",
    "nodes-make-no-pods",
    "organization-pods",
    "organization-services",
  ]);
});

test("a node creates no pod, whatever its labels and namespace; other identities do", () => {
  const asked = (userInfo: object) => refusals("nodes-make-no-pods", {}, {}, { request: { userInfo } });
  expect(asked({ username: "system:node:a", groups: ["system:nodes", "system:authenticated"] })).toHaveLength(
    1,
  );
  expect(asked({ username: "system:serviceaccount:kube-system:job-controller", groups: ["other"] })).toEqual(
    [],
  );
  expect(asked({ username: "a" })).toEqual([]);
  expect(policyNamed("nodes-make-no-pods").spec.matchConstraints.namespaceSelector).toBeUndefined();
});

test("hooks of the driver's chart change only the chart's own definitions", () => {
  const changing = (name: string) => refusals("driver-changes-own-definitions", { metadata: { name } });
  expect(changing("secretproviderclasses.secrets-store.csi.x-k8s.io")).toEqual([]);
  expect(changing("securitygrouppolicies.vpcresources.k8s.aws")).toHaveLength(1);
});

describe("the driver's service account", () => {
  const organizations = { metadata: { labels: { "app.kubernetes.io/component": "organization" } } };
  const asks = (operation: string, namespaceObject: object = organizations) => ({
    request: { operation },
    namespaceObject,
  });
  const labels = { "secrets-store.csi.k8s.io/managed": "true" };
  const secret = (written?: string, more: object = {}) => ({
    metadata: { name: "x", labels },
    type: "Opaque",
    data: { username: "YQ==", ...(written && { written: Buffer.from(written).toString("base64") }) },
    ...more,
  });
  const refused = (object: object, old: object, more = asks("UPDATE")) =>
    refusals("driver-copies-secrets", object, old, more);

  test("copies secrets, updates the copies to newer versions, and deletes them", () => {
    expect(refused(secret("2026"), {}, asks("CREATE"))).toEqual([]);
    for (const [written, before] of [
      ["2027", "2026"],
      ["2026", "2026"],
      ["2026", undefined],
      [undefined, undefined],
      // Secrets of applications need not tell.
      ["-", "2026"],
      ["2025", "-"],
      ["-", "-"],
    ])
      expect(refused(secret(written), secret(before))).toEqual([]);
    expect(refused({}, secret("2026"), asks("DELETE"))).toEqual([]);
  });

  test.each(["2025", "0", undefined])("writes no older version (%s)", (written) => {
    expect(refused(secret(written), secret("2026"))).toEqual([
      "A newer version of these credentials is there already.",
    ]);
  });

  test("compares timestamps part by part: a later one is newer", () => {
    const moments = [
      ...Array.from({ length: 60 }, (_, minute) => new Date(Date.UTC(2026, 10, 26, 11, minute))),
      ...Array.from({ length: 60 }, (_, second) => new Date(Date.UTC(2026, 10, 26, 12, 0, second))),
      ...Array.from({ length: 12 }, (_, hour) => new Date(Date.UTC(2026, 10, 26, 13 + hour))),
      ...Array.from({ length: 40 }, (_, day) => new Date(Date.UTC(2026, 10, 28 + day))),
    ].map((moment) => moment.toISOString());
    for (const [at, later] of atLeastOne([...moments.slice(1).entries()])) {
      const earlier = moments[at] as string;
      expect([later, refused(secret(later), secret(earlier))]).toEqual([later, []]);
      expect([later, refused(secret(earlier), secret(later))]).toEqual([later, [expect.any(String)]]);
    }
  });

  test("creates no token", () => {
    const token = secret("2026", { type: "kubernetes.io/service-account-token" });
    expect(refused(token, {}, asks("CREATE"))).toEqual(["The driver makes plain secrets, no tokens."]);
  });

  test("changes no other secrets, and none in other namespaces", () => {
    const other = secret("2026", { metadata: { name: "x" } });
    expect(refused(other, {}, asks("CREATE"))).toHaveLength(1);
    expect(refused(secret("2026"), other)).toHaveLength(1);
    expect(refused({}, other, asks("DELETE"))).toHaveLength(1);
    for (const namespace of [
      { metadata: {} },
      { metadata: { labels: { "app.kubernetes.io/component": "x" } } },
    ])
      expect(refused(secret("2026"), {}, asks("CREATE", namespace))).toHaveLength(1);
  });
});

describe("in an organization's namespace", () => {
  const limits = { "vpc.amazonaws.com/pod-eni": "1" };
  const containers = [
    { name: "api", resources: { limits } },
    { name: "side", resources: {} },
  ];
  const refused = (spec: object, metadata: object = {}) => refusals("organization-pods", { metadata, spec });

  test("a pod requests a network interface, or is refused", () => {
    expect(refused({ containers })).toEqual([]);
    for (const resources of [undefined, {}, { limits: { memory: "1Gi" } }]) {
      const [message, ...others] = refused({
        containers: [{ name: "api", ...(resources && { resources }) }],
      });
      expect(others).toEqual([]);
      expect(message).toContain("security groups of its node");
    }
  });

  test("a request by a container other than the first one is refused", () => {
    expect(refused({ containers: containers.toReversed() })).toHaveLength(1);
  });

  test("a new pod may not name an interface", () => {
    const annotations = { "vpc.amazonaws.com/pod-eni": '[{"eniId":"eni-0123456789abcdef0"}]' };
    expect(refused({ containers }, { annotations })).toEqual([expect.stringContaining("names none")]);
    expect(refused({ containers }, { annotations: { team: "a" } })).toEqual([]);
  });

  test("the platform's own pods may request an interface", () => {
    const acme = organization("acme", {
      applications: [{ kind: "metabase" }, { kind: "container", name: "api", image: "example.com/api:1" }],
    });
    const own = organizationStack(environment({}, [acme]));
    for (const name of ["metabase", "api"])
      expect(refused({ containers: [containerOf(podsOf(own, name))] })).toEqual([]);
  });

  test("a pod may not use a priority class of the system", () => {
    for (const priorityClassName of ["system-node-critical", "system-cluster-critical"])
      expect(refused({ containers, priorityClassName })).toHaveLength(1);
    expect(refused({ containers, priorityClassName: "high" })).toEqual([]);
  });

  test("a Service may not have external addresses", () => {
    expect(refusals("organization-services", { spec: { externalIPs: ["203.0.113.1"] } })).toHaveLength(1);
    for (const spec of [{}, { externalIPs: [] }])
      expect(refusals("organization-services", { spec })).toEqual([]);
  });

  test("the namespace has the label that the policies select", () => {
    const own = organizationStack(environment({}, [organization("acme")]));
    expect(own.resource("kubernetes_namespace_v1").metadata.labels).toMatchObject(
      policyNamed("organization-pods").spec.matchConstraints.namespaceSelector.matchLabels,
    );
  });
});
