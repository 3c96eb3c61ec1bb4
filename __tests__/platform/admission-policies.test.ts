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

describe.each(Object.entries(deployments))(
  "Reloader and a deployment that says what it may (%s)",
  (_, old) => {
    const policy = "reloader-restarts-deployments";

    test("may restart it, the first time and again", () => {
      const restarted = merged(old, template({ annotations: { [note]: "new" } }));
      expect(refusals(policy, restarted, old)).toEqual([]);
      expect(
        refusals(policy, merged(old, template({ annotations: { [note]: "newer" } })), restarted),
      ).toEqual([]);
    });

    test.each(harms)("may not change %s", (_what, change) => {
      const changed = merged(old, change);
      expect(refusals(policy, changed, old)).toHaveLength(1);
      expect(
        refusals(policy, merged(changed, template({ annotations: { [note]: "new" } })), old),
      ).toHaveLength(1);
    });

    test("may restart nothing of the system", () => {
      const system = merged(old, { metadata: { namespace: "kube-system" } });
      expect(refusals(policy, system, system)).toEqual(["Reloader restarts nothing in kube-system."]);
    });
  },
);

test("Reloader takes no annotation of a pod away, and changes no other one", () => {
  const old = deployments.full;
  for (const keep of [null, "2"])
    expect(
      refusals("reloader-restarts-deployments", merged(old, template({ annotations: { keep } })), old),
    ).toHaveLength(1);
});

test("Reloader changes no other kind of workload, and no object of the system that is not its own", () => {
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

test("policies about Reloader are about its account alone, and those about organizations about their namespaces", () => {
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

test("every policy is in force, and refuses where it cannot be evaluated", () => {
  const bindings = manifests.filter(({ kind }) => kind === "ValidatingAdmissionPolicyBinding");
  expect(policies.map(({ metadata }) => metadata.name).sort()).toEqual(
    bindings.map(({ spec }) => spec.policyName).sort(),
  );
  for (const { spec } of atLeastOne(policies)) expect(spec.failurePolicy).toBe("Fail");
  for (const { spec } of atLeastOne(bindings))
    expect(spec).toEqual({ policyName: spec.policyName, validationActions: ["Deny"] });
});

test("where credentials are files, there is no Reloader to restrain", () => {
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

test("a node makes no pod, of whatever labels and in whatever namespace; others do", () => {
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

test("hooks of the driver's chart change definitions of its own", () => {
  const changing = (name: string) => refusals("driver-changes-own-definitions", { metadata: { name } });
  expect(changing("secretproviderclasses.secrets-store.csi.x-k8s.io")).toEqual([]);
  expect(changing("securitygrouppolicies.vpcresources.k8s.aws")).toHaveLength(1);
});

describe("the driver's account", () => {
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

  test("copies secrets, again and in a newer version, and takes them away", () => {
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

  test.each(["2025", "0", undefined])("writes no older version back (%s)", (written) => {
    expect(refused(secret(written), secret("2026"))).toEqual([
      "A newer version of these credentials is there already.",
    ]);
  });

  test("takes a later moment for newer, and an earlier one for older, in each part of it", () => {
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

  test("makes no token", () => {
    const token = secret("2026", { type: "kubernetes.io/service-account-token" });
    expect(refused(token, {}, asks("CREATE"))).toEqual(["The driver makes plain secrets, no tokens."]);
  });

  test("stays away from other secrets, and from other namespaces", () => {
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

  test("a pod asks for an interface of its own, or is refused", () => {
    expect(refused({ containers })).toEqual([]);
    for (const resources of [undefined, {}, { limits: { memory: "1Gi" } }]) {
      const [message, ...others] = refused({
        containers: [{ name: "api", ...(resources && { resources }) }],
      });
      expect(others).toEqual([]);
      expect(message).toContain("security groups of its node");
    }
  });

  test("a container that is not the first one asks in vain", () => {
    expect(refused({ containers: containers.toReversed() })).toHaveLength(1);
  });

  test("a pod names no interface when it is made", () => {
    const annotations = { "vpc.amazonaws.com/pod-eni": '[{"eniId":"eni-0123456789abcdef0"}]' };
    expect(refused({ containers }, { annotations })).toEqual([expect.stringContaining("names none")]);
    expect(refused({ containers }, { annotations: { team: "a" } })).toEqual([]);
  });

  test("the platform's own pods ask for one", () => {
    const acme = organization("acme", {
      applications: [{ kind: "metabase" }, { kind: "container", name: "api", image: "example.com/api:1" }],
    });
    const own = organizationStack(environment({}, [acme]));
    for (const name of ["metabase", "api"])
      expect(refused({ containers: [containerOf(podsOf(own, name))] })).toEqual([]);
  });

  test("a pod takes no priority of the system", () => {
    for (const priorityClassName of ["system-node-critical", "system-cluster-critical"])
      expect(refused({ containers, priorityClassName })).toHaveLength(1);
    expect(refused({ containers, priorityClassName: "high" })).toEqual([]);
  });

  test("a Service takes no address from outside", () => {
    expect(refusals("organization-services", { spec: { externalIPs: ["203.0.113.1"] } })).toHaveLength(1);
    for (const spec of [{}, { externalIPs: [] }])
      expect(refusals("organization-services", { spec })).toEqual([]);
  });

  test("its namespace carries the label by which the policies find it", () => {
    const own = organizationStack(environment({}, [organization("acme")]));
    expect(own.resource("kubernetes_namespace_v1").metadata.labels).toMatchObject(
      policyNamed("organization-pods").spec.matchConstraints.namespaceSelector.matchLabels,
    );
  });
});
