import { connectionCheck } from "../../src/diagnosis/connection-check";
import { toolbox } from "../../src/diagnosis/toolbox";
import { atLeastOne } from "../support/at-least-one";
import { environment, organization } from "../support/fixtures";
import { containerOf, manifest, organizationStack, podsOf } from "../workloads/support";

const api = { kind: "container", name: "api", image: "registry.example.com/api:1.0.0", replicas: 2 };
const acme = (authentication: string) =>
  organization("acme", { authentication, applications: [api, { kind: "metabase" }] });

/** What the stand-ins of one application are made for. */
function world(name: string, authentication = "password") {
  const of = environment({}, [acme(authentication)]);
  const [owner] = of.organizations;
  const application = owner?.applications.find((one) => one.name === name);
  if (!owner || !application) throw new Error(`no application ${name}`);
  // biome-ignore lint/suspicious/noExplicitAny: the shape of Kubernetes objects is what the tests are about
  const job = connectionCheck({ environment: of, organization: owner, application })[1] as any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const pod = toolbox({ environment: of, organization: owner, application })[0] as any;
  return {
    stack: organizationStack(of),
    pods: [{ ...job.spec.template, namespace: job.metadata.namespace }, pod],
  };
}

/** Whether labels are among those that a selector asks for. */
const selects = (selector: Record<string, string>, labels: Record<string, string>) =>
  Object.entries(selector).every(([name, value]) => labels[name] === value);

const inKubernetes = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Terraform's spelling of a part of a pod in that of Kubernetes. */
function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [inKubernetes(name), camelCased(inner)]),
  );
}

describe.each(["api", "metabase"])("the stand-in for %s", (name) => {
  const { stack, pods } = world(name);
  const template = podsOf(stack, name);

  test("runs as the organization: in its namespace, with the service account that the SecurityGroupPolicy selects", () => {
    const account = stack.resource("kubernetes_service_account_v1");
    const { spec } = manifest(stack, "SecurityGroupPolicy");
    expect(selects(spec.serviceAccountSelector.matchLabels, account.metadata.labels)).toBe(true);
    for (const pod of atLeastOne(pods)) {
      expect(pod.namespace ?? pod.metadata.namespace).toBe(
        stack.resource("kubernetes_namespace_v1").metadata.name,
      );
      expect(pod.spec.serviceAccountName).toBe(account.metadata.name);
    }
  });

  test("is selected by every network policy", () => {
    const selectors = Object.values(stack.resources("kubernetes_network_policy_v1")).map(
      ({ spec }) => spec.pod_selector.match_labels ?? {},
    );
    expect(selectors).toHaveLength(5);
    for (const { metadata } of atLeastOne(pods))
      expect(selectors.filter((selector) => selects(selector, metadata.labels))).toHaveLength(5);
  });

  test("is selected by no Service, deployment or disruption budget", () => {
    const selectors = [
      ...Object.values(stack.resources("kubernetes_service_v1")).map(({ spec }) => spec.selector),
      ...Object.values(stack.resources("kubernetes_deployment_v1")).map(
        ({ spec }) => spec.selector.match_labels,
      ),
      ...Object.values(stack.resources("kubernetes_pod_disruption_budget_v1")).map(
        ({ spec }) => spec.selector.match_labels,
      ),
    ];
    expect(selectors).toHaveLength(5);
    for (const { metadata } of atLeastOne(pods))
      expect(selectors.filter((selector) => selects(selector, metadata.labels))).toEqual([]);
  });

  test("mounts the application's database files at the same paths", () => {
    const ours = ["database-secrets", "rds-ca"];
    const volumesOf = (volumes: { name: string }[]) => volumes.filter((volume) => ours.includes(volume.name));
    const config = stack.resource("kubernetes_config_map_v1").metadata.name;
    const volumes = volumesOf(camelCased(template.spec.volume) as never).map((volume) =>
      volume.name === "rds-ca" ? { name: "rds-ca", configMap: { name: config } } : volume,
    );
    const mounts = volumesOf(camelCased(containerOf(template).volume_mount) as never);
    expect(volumes).toHaveLength(2);
    for (const { spec } of atLeastOne(pods)) {
      expect(volumesOf(spec.volumes)).toEqual(volumes);
      expect(volumesOf(spec.containers[0].volumeMounts)).toEqual(mounts);
    }
  });

  test("has the application's login, from the same Kubernetes secret", () => {
    const logins = (env: { name: string }[]) => env.filter((variable) => variable.name.startsWith("DB_"));
    const expected = logins(camelCased(containerOf(template).env) as never).filter(
      (variable) => variable.name !== "DB_POOL_SIZE",
    );
    expect(expected).toHaveLength(5);
    for (const { spec } of atLeastOne(pods)) expect(logins(spec.containers[0].env)).toEqual(expected);
  });

  // https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
  test("passes the restricted Pod Security profile, which the namespace enforces", () => {
    for (const { spec } of atLeastOne(pods)) {
      expect(spec.securityContext).toEqual({
        runAsNonRoot: true,
        runAsUser: 1000,
        runAsGroup: 1000,
        fsGroup: 1000,
        seccompProfile: { type: "RuntimeDefault" },
      });
      expect(spec.containers).toHaveLength(1);
      expect(spec.containers[0].securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        capabilities: { drop: ["ALL"] },
      });
      expect(spec.automountServiceAccountToken).toBe(false);
      for (const { name: _, ...source } of atLeastOne(spec.volumes))
        expect(["csi", "configMap", "emptyDir"]).toContain(Object.keys(source).join());
      for (const key of ["hostNetwork", "hostPID", "hostIPC", "initContainers"])
        expect(spec[key]).toBeUndefined();
    }
  });

  test("has requests within the quota, with memory to spare", () => {
    for (const { spec } of atLeastOne(pods)) {
      const { requests, limits } = spec.containers[0].resources;
      const ownInterface = { "vpc.amazonaws.com/pod-eni": "1" };
      expect(requests).toEqual({ cpu: "50m", memory: "128Mi", ...ownInterface });
      expect(limits).toEqual({ memory: requests.memory, ...ownInterface });
    }
  });

  test("has a time limit", () => {
    for (const { spec } of atLeastOne(pods)) expect(spec.restartPolicy).toBe("Never");
    expect(pods[1]?.spec.activeDeadlineSeconds).toBe(4 * 3600);
  });
});

describe.each([
  ["password", { "eks.amazonaws.com/skip-containers": "connection-check" }],
  ["iam", {}],
])("with authentication by %s", (authentication, annotations) => {
  const { stack, pods } = world("api", authentication);

  test("its container receives AWS credentials where the application's does", () => {
    const given = podsOf(stack, "api").metadata.annotations ?? {};
    expect(pods[0]?.metadata.annotations).toEqual(annotations);
    const ofAws = Object.keys(given).filter((key) => key.startsWith("eks.amazonaws.com/"));
    expect(ofAws).toEqual(Object.keys(annotations));
  });

  test("psql reads the login from its variables", () => {
    // biome-ignore lint/suspicious/noExplicitAny: as above
    const names = pods[1].spec.containers[0].env.map((variable: any) => variable.name);
    const password = authentication === "password" ? ["PGPASSWORD"] : [];
    expect(names).toEqual(expect.arrayContaining(["PGHOST", "PGPORT", "PGDATABASE", "PGUSER", ...password]));
    expect(names.includes("PGPASSWORD")).toBe(authentication === "password");
  });
});
