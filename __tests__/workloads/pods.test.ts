import { atLeastOne } from "../support/at-least-one";
import { environment, organization } from "../support/fixtures";
import { containerOf, organizationStack, podsOf } from "./support";

const api = {
  kind: "container",
  name: "api",
  image: "registry.example.com/api:1.0.0",
  port: 9000,
  healthPath: "/ready",
  replicas: 3,
  resources: { cpu: "300m", memory: "384Mi" },
};
const worker = { ...api, name: "worker", replicas: 1, userId: 1001 };
const applications = [api, worker, { kind: "metabase" }];
const stackWith = (authentication: string) =>
  organizationStack(environment({}, [organization("acme", { authentication, applications })]));
const stack = stackWith("password");

test.each([
  ["api", undefined],
  ["worker", "1001"],
])("a container runs as the configured user, or as that of its image: %s", (name, id) => {
  const { run_as_user, run_as_group, fs_group } = podsOf(stack, name).spec.security_context;
  expect([run_as_user, run_as_group, fs_group]).toEqual([id, id, id]);
});

describe.each(["api", "worker", "metabase"])("pods of %s", (name) => {
  const template = podsOf(stack, name);
  const container = containerOf(template);

  // https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
  test("pass the restricted Pod Security profile", () => {
    const { spec } = template;
    expect([spec.host_network, spec.host_pid, spec.host_ipc]).toEqual([undefined, undefined, undefined]);
    expect(spec.security_context).toMatchObject({
      run_as_non_root: true,
      seccomp_profile: { type: "RuntimeDefault" },
    });
    expect(spec.security_context.run_as_user).not.toBe("0");
    const allowed = ["config_map", "csi", "empty_dir"];
    for (const { name: _, ...source } of atLeastOne(spec.volume)) {
      expect(Object.keys(source)).toHaveLength(1);
      expect(allowed).toContain(Object.keys(source)[0]);
    }
    expect(container.security_context).toEqual({
      allow_privilege_escalation: false,
      read_only_root_filesystem: true,
      run_as_non_root: true,
      capabilities: { drop: ["ALL"] },
    });
    expect(container.port.map((port: Record<string, unknown>) => port.host_port)).toEqual([undefined]);
    expect(spec.init_container).toBeUndefined();
  });

  test("write to scratch volumes with a limit, and to nothing else", () => {
    const writable = container.volume_mount.filter((mount: { read_only: boolean }) => !mount.read_only);
    const scratch = template.spec.volume.filter((volume: Record<string, unknown>) => volume.empty_dir);
    expect(writable.map((mount: { name: string }) => mount.name)).toEqual(
      scratch.map((volume: { name: string }) => volume.name),
    );
    expect(writable[0].mount_path).toBe("/tmp");
    for (const { empty_dir: limits } of atLeastOne(scratch)) expect(limits.size_limit).toMatch(/^\d+[MG]i$/);
  });

  test("mount the organization's secrets where the platform guide says", () => {
    expect(template.spec.volume[0]).toEqual({
      name: "database-secrets",
      csi: {
        driver: "secrets-store.csi.k8s.io",
        read_only: true,
        volume_attributes: { secretProviderClass: `${name}-database-secrets` },
      },
    });
    expect(container.volume_mount[0]).toEqual({
      name: "database-secrets",
      mount_path: "/mnt/secrets-store",
      read_only: true,
    });
  });

  test("run as the organization's service account, without a token for the Kubernetes API", () => {
    expect(template.spec.service_account_name).toMatch(
      /^\$\{kubernetes_service_account_v1\.identity_service-account_\w+\.metadata\[0\]\.name\}$/,
    );
    expect(template.spec.automount_service_account_token).toBe(false);
  });

  test("receive no AWS credentials when they log in with a password", () => {
    expect(template.metadata.annotations).toEqual({ "eks.amazonaws.com/skip-containers": container.name });
  });

  test("receive AWS credentials when they log in with IAM", () => {
    const { annotations = {} } = podsOf(stackWith("iam"), name).metadata;
    expect(Object.keys(annotations).filter((key) => key.startsWith("eks.amazonaws.com/"))).toEqual([]);
  });

  test("terminate before their network interface is detached", () => {
    expect(template.spec.termination_grace_period_seconds).toBe(60);
  });

  test("spread over zones and nodes as far as there is room", () => {
    expect(template.spec.topology_spread_constraint).toEqual(
      ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((key) => ({
        topology_key: key,
        max_skew: 1,
        when_unsatisfiable: "ScheduleAnyway",
        label_selector: [{ match_labels: { "app.kubernetes.io/name": name } }],
      })),
    );
  });

  test("start after groups, role, policies and secrets exist", () => {
    const { depends_on: before } = stack.resource("kubernetes_deployment_v1", `applications_${name}_`);
    expect(before).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^kubernetes_manifest\.security-group-policy_/),
        expect.stringMatching(new RegExp(`^kubernetes_manifest\\.applications_${name}_secrets_`)),
        expect.stringMatching(/^aws_iam_role_policy\.identity_role_policy_/),
        expect.stringMatching(/^kubernetes_network_policy_v1\.network-policies_default-deny_/),
      ]),
    );
  });

  test("have the labels that deployment and service select", () => {
    const { spec } = stack.resource("kubernetes_deployment_v1", `applications_${name}_`);
    const service = stack.resource("kubernetes_service_v1", `applications_${name}_`).spec;
    expect(template.metadata.labels).toMatchObject(spec.selector.match_labels);
    expect(template.metadata.labels).toMatchObject(service.selector);
    expect(spec.selector.match_labels).toEqual({ "app.kubernetes.io/name": name });
    const [{ container_port: port }] = containerOf(template).port;
    expect(service).toMatchObject({ type: "ClusterIP", port: [{ port, target_port: "http" }] });
  });

  test("are awaited by Terraform for longer than by Kubernetes", () => {
    const deployment = stack.resource("kubernetes_deployment_v1", `applications_${name}_`);
    expect(deployment.wait_for_rollout).toBe(true);
    for (const time of [deployment.timeouts.create, deployment.timeouts.update])
      expect(Number.parseInt(time, 10) * 60).toBeGreaterThan(deployment.spec.progress_deadline_seconds);
  });
});

describe("a container application", () => {
  const container = containerOf(podsOf(stack, "api"));

  test("runs the image on the port with the resources in its file", () => {
    expect(container).toMatchObject({ name: "api", image: api.image });
    expect(container.port).toEqual([{ name: "http", container_port: 9000, protocol: "TCP" }]);
    const ofNode = { "ephemeral-storage": "356Mi", "vpc.amazonaws.com/pod-eni": "1" };
    expect(container.resources).toEqual({
      requests: { cpu: "300m", memory: "384Mi", ...ofNode },
      limits: { memory: "384Mi", ...ofNode },
    });
  });

  test("has a readiness probe on its path", () => {
    const http_get = { path: "/ready", port: "http" };
    expect(container.startup_probe).toMatchObject({ http_get });
    expect(container.readiness_probe).toMatchObject({ http_get });
    expect(container.liveness_probe).toMatchObject({ http_get });
  });

  test("survives a failover of its database", () => {
    const { period_seconds: period, failure_threshold: failures } = container.liveness_probe;
    expect(period * failures).toBeGreaterThanOrEqual(180);
  });

  test("keeps all replicas during an update", () => {
    const { spec } = stack.resource("kubernetes_deployment_v1", "applications_api_");
    expect(spec.replicas).toBe("3");
    expect(spec.strategy).toEqual({
      type: "RollingUpdate",
      rolling_update: { max_unavailable: "0", max_surge: "1" },
    });
  });
});

describe("disruption budgets", () => {
  test("let one pod go at a time, and do not cover single replicas, so that nodes can be drained", () => {
    expect(stack.count("kubernetes_pod_disruption_budget_v1")).toBe(1);
    const budget = stack.resource("kubernetes_pod_disruption_budget_v1", "applications_api_");
    expect(budget.spec).toEqual({
      max_unavailable: "1",
      selector: { match_labels: { "app.kubernetes.io/name": "api" } },
    });
  });
});
