import { accountsIn } from "../../scripts/rendered-chart";
import { type ChartRight, knownCharts, renderedCharts } from "../../src/assurance/known/charts";
import { ContainerImage } from "../../src/foundation/container-image";
import { Chart } from "../../src/platform/chart";
import { loadBalancerControllerValues } from "../../src/platform/load-balancer-controller";
import { reloaderValues } from "../../src/platform/reloader";
import { driverValues, providerValues } from "../../src/platform/secrets-store";
import { atLeastOne } from "../support/at-least-one";
import { environmentStacks } from "../support/environments";
import { environment, organization } from "../support/fixtures";

const images = { digests: {} };
const place = { clusterName: "cluster", region: "eu-west-1", vpcId: "vpc-1" };
const named = (name: string) => renderedCharts.filter((one) => one.name === name);

test("facts describe the charts, versions and values that the platform installs", () => {
  expect(renderedCharts.map(({ name, version, values }) => ({ name, version, values }))).toEqual(
    [
      [Chart.SECRETS_STORE_DRIVER, driverValues(true, images)],
      [Chart.SECRETS_STORE_DRIVER, driverValues(false, images)],
      [Chart.SECRETS_STORE_AWS_PROVIDER, providerValues(images)],
      [Chart.RELOADER, reloaderValues(images)],
      [Chart.LOAD_BALANCER_CONTROLLER, loadBalancerControllerValues(place, images)],
    ].map(([chart, values]) => ({ name: (chart as Chart).name, version: (chart as Chart).version, values })),
  );
  expect(Object.keys(knownCharts).sort()).toEqual(
    [...new Set(renderedCharts.map(({ name }) => name))].sort(),
  );
});

test("images of charts are those that config can pull from a mirror, and those that the gate knows", () => {
  const run = [...new Set(renderedCharts.flatMap((chart) => chart.images))].sort();
  const known = Object.values(knownCharts).flatMap((chart) => Object.values(chart.images));
  const chosen = Object.values(ContainerImage).map(({ reference }: ContainerImage) => reference);
  expect(known.sort()).toEqual(run);
  expect(chosen.filter((reference) => run.includes(reference)).sort()).toEqual(run);
});

test("every image of a chart is pulled from the mirror, and by its digest", () => {
  const digests = Object.fromEntries(
    Object.values(ContainerImage).map(({ name }: ContainerImage) => [name, `sha256:${"0".repeat(64)}`]),
  );
  const mirror = { registry: "registry.example.com/mirror", digests };
  const text = JSON.stringify([
    driverValues(true, mirror),
    providerValues(mirror),
    reloaderValues(mirror),
    loadBalancerControllerValues(place, mirror),
  ]);
  for (const reference of atLeastOne(renderedCharts.flatMap((chart) => chart.images))) {
    const [repository, tag] = reference.split(":");
    expect(text).toContain(
      `{"repository":"registry.example.com/mirror/${repository}","tag":"${tag}@sha256:${"0".repeat(64)}"}`,
    );
  }
});

const readsSecrets = ({ resources, verbs }: ChartRight): boolean =>
  resources.some((one) => one === "secrets" || one === "*") &&
  verbs.some((verb) => ["get", "list", "watch", "*"].includes(verb));

test("where credentials are files, no service account of a chart reads Kubernetes secrets; otherwise only the driver's does", () => {
  const [copying, plain] = named(Chart.SECRETS_STORE_DRIVER.name);
  const [provider] = named(Chart.SECRETS_STORE_AWS_PROVIDER.name);
  for (const chart of [plain, provider])
    for (const { rights } of atLeastOne(chart?.accounts ?? []))
      expect(rights.filter(readsSecrets)).toEqual([]);
  const readers = [copying, provider, ...named(Chart.RELOADER.name)].flatMap((chart) =>
    (chart?.accounts ?? []).filter(({ rights }) => rights.some(readsSecrets)).map(({ name }) => name),
  );
  expect(readers).toEqual(["secrets-store-csi-driver"]);
});

test("only the driver is privileged, and the provider mounts only what it needs of the node", () => {
  const privileged = renderedCharts.flatMap(({ accounts }) =>
    accounts.filter(({ host }) => host.includes("privileged")).map(({ name }) => name),
  );
  expect(new Set(privileged)).toEqual(new Set(["secrets-store-csi-driver"]));
  expect(named(Chart.SECRETS_STORE_AWS_PROVIDER.name)[0]?.accounts[0]?.host).toEqual([
    "/var/lib/kubelet/pods",
    "/var/run/secrets-store-csi-providers",
  ]);
});

describe("the load balancer controller, as its chart is rendered", () => {
  const [chart] = named(Chart.LOAD_BALANCER_CONTROLLER.name);
  const told = chart?.arguments ?? [];
  const webhooks = chart?.webhooks ?? [];

  test("watches neither services nor gateways, and only ingresses of an unused class", () => {
    const gates = told.find((one) => one.startsWith("--feature-gates="))?.replace(/^[^=]*= */, "");
    expect(gates?.split(/ *, */)).toEqual([
      "ALBGatewayAPI=false",
      "EnableServiceController=false",
      "GatewayListenerSet=false",
      "GlobalAcceleratorController=false",
      "NLBGatewayAPI=false",
    ]);
    expect(told).toEqual(
      expect.arrayContaining([
        "--ingress-class=nothing-is-served-here",
        "--disable-ingress-class-annotation=true",
        "--enable-backend-security-group=false",
        "--enable-shield=false",
        "--enable-waf=false",
        "--enable-wafv2=false",
        "--targetgroupbinding-max-exponential-backoff-delay=30s",
      ]),
    );
  });

  test("reads its region and VPC from its arguments, not from AWS or its node", () => {
    expect(told).toEqual(
      expect.arrayContaining(["--cluster-name=cluster", "--aws-region=eu-west-1", "--aws-vpc-id=vpc-1"]),
    );
  });

  test("has no other Kubernetes rights, and mounts nothing of its node", () => {
    expect(chart?.accounts).toEqual([
      { name: "aws-load-balancer-controller", runs: "on some nodes", host: [], rights: [] },
    ]);
  });

  test("validates bindings only: without it, services, ingresses and pods can still be created", () => {
    expect(webhooks.flatMap(({ resources }) => resources)).not.toContain("services");
    expect(webhooks.flatMap(({ resources }) => resources)).not.toContain("ingresses");
    const always = webhooks.filter(({ labels }) => labels.length === 0);
    expect([...new Set(always.flatMap(({ resources }) => resources))].sort()).toEqual([
      "ingressclassparams",
      "targetgroupbindings",
    ]);
    const onPods = webhooks.filter(({ resources }) => resources.includes("pods"));
    for (const { labels } of atLeastOne(onPods)) expect(labels.join()).toMatch(/^elbv2\.k8s\.aws\//);
    const labelled = environmentStacks(
      environment({ applicationAccess: { allowedCidrs: ["203.0.113.0/24"] } }, [organization("acme")]),
    );
    for (const { text } of atLeastOne([...labelled.values()]))
      expect(text).not.toMatch(/"elbv2\.k8s\.aws\/[a-z-]+-inject/);
  });
});

describe("facts of a rendered chart", () => {
  const rendered = `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: x }
spec: { template: { spec: { serviceAccountName: agent, hostNetwork: true, containers: [{ name: a, securityContext: { privileged: true } }], volumes: [{ name: v, hostPath: { path: /etc } }] } } }
---
apiVersion: batch/v1
kind: Job
metadata: { name: y }
spec: { template: { spec: { containers: [{ name: a }] } } }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: agent }
rules: [{ apiGroups: [""], resources: [secrets], verbs: [get], resourceNames: [one] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: agent, namespace: kube-system }
roleRef: { kind: ClusterRole, name: agent }
subjects: [{ kind: ServiceAccount, name: agent, namespace: kube-system }]
`;

  test("list service accounts, the nodes of their pods, host access, and rights", () => {
    expect(accountsIn(rendered)).toEqual([
      {
        name: "agent",
        runs: "on every node",
        host: ["/etc", "hostNetwork", "privileged"],
        rights: [
          {
            namespace: "kube-system",
            apiGroups: [""],
            resources: ["secrets"],
            verbs: ["get"],
            names: ["one"],
          },
        ],
      },
      { name: "default", runs: "while it is installed", host: [], rights: [] },
    ]);
  });

  test("are refused where a binding names a role that the chart does not contain", () => {
    expect(() =>
      accountsIn(
        rendered.replace(
          "kind: ClusterRole\nmetadata: { name: agent }",
          "kind: ClusterRole\nmetadata: { name: other }",
        ),
      ),
    ).toThrow("agent binds agent, which the chart lacks");
  });
});
