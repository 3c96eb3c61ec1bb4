import { App } from "cdktf";
import { inEachCluster, onEveryNode, type SystemPods } from "../../src/config/facts/system-pods";
import { quantityValue } from "../../src/config/quantity";
import { Chart } from "../../src/platform/chart";
import { ClusterHelmProvider } from "../../src/platform/cluster-helm-provider";
import { EnvironmentStack } from "../../src/stacks/environment-stack";
import { addPlatform } from "../cluster/support/cluster";
import { atLeastOne } from "../support/at-least-one";
import { encoded } from "../support/encoded";
import { environmentStacks } from "../support/environments";
import { environment } from "../support/fixtures";
import { type Synthesized, synthesize } from "../support/synthesize";

const synthesizePlatform = (sandbox = environment()) =>
  synthesize((app) => addPlatform(app, sandbox)).get("test-platform") as Synthesized;

describe("platform", () => {
  const stack = synthesizePlatform();
  const driver = stack.resource("helm_release", "secrets-store_driver");
  const provider = stack.resource("helm_release", "secrets-store_aws-provider");
  const values = (release: { values: string[] }) => {
    expect(release.values).toHaveLength(1);
    return encoded(release.values[0] as string);
  };

  test("driver and provider are separate releases of compatible versions", () => {
    expect(stack.count("helm_release")).toBe(3);
    expect(driver).toMatchObject({
      ...Chart.SECRETS_STORE_DRIVER.release(),
      repository: "https://kubernetes-sigs.github.io/secrets-store-csi-driver/charts",
    });
    expect(provider).toMatchObject({
      ...Chart.SECRETS_STORE_AWS_PROVIDER.release(),
      repository: "https://aws.github.io/secrets-store-csi-driver-provider-aws",
    });
  });

  test("the provider is installed after the driver and does not install a second one", () => {
    const [name] = Object.keys(stack.resources("helm_release")).filter((id) => id.includes("driver"));
    expect(provider.depends_on).toEqual([`helm_release.${name}`]);
    expect(values(provider)).toMatchObject({ "secrets-store-csi-driver": { install: false } });
  });

  test("the driver copies secrets for variables, rotates them, and requests tokens for AWS only", () => {
    expect(values(driver)).toMatchObject({
      syncSecret: { enabled: true },
      enableSecretRotation: true,
      rotationPollInterval: "15m",
      tokenRequests: [{ audience: "sts.amazonaws.com" }],
    });
  });

  test("every Linux node runs both before ordinary pods, whatever its taints", () => {
    const everyNode = {
      tolerations: [{ operator: "Exists" }],
      priorityClassName: "system-node-critical",
    };
    expect(values(driver)).toMatchObject({ linux: everyNode, windows: { enabled: false } });
    expect(values(provider)).toMatchObject(everyNode);
  });

  test("both have requests and limits", () => {
    const resources = {
      requests: { cpu: expect.any(String), memory: expect.any(String) },
      limits: { cpu: expect.any(String), memory: expect.any(String) },
    };
    expect(values(driver)).toMatchObject({ linux: { driver: { resources } } });
    expect(values(provider)).toMatchObject({ resources });
  });

  test("Reloader watches mounted secrets, reads no Kubernetes secret, and leaves no change that Terraform would revert", () => {
    const reloader = stack.resource("helm_release", "reloader");
    expect(reloader).toMatchObject({
      ...Chart.RELOADER.release(),
      repository: "https://stakater.github.io/stakater-charts",
    });
    expect(values(reloader)).toMatchObject({
      reloader: {
        autoReloadAll: false,
        ignoreSecrets: true,
        enableCSIIntegration: true,
        ignoreJobs: true,
        ignoreCronJobs: true,
        resourceLabelSelector: "internal.secrets-store.csi.k8s.io/node-name",
        reloadStrategy: "annotations",
      },
    });
    // Reloader 1.4 ends at its start when it is told to ignore both.
    expect(JSON.stringify(values(reloader))).not.toContain("ignoreConfigMaps");
  });

  test("Reloader is installed after the definitions that it watches, and after the policies about it", () => {
    const [driverId] = Object.keys(stack.resources("helm_release")).filter((id) => id.includes("driver"));
    const [driver, ...policies] = stack.resource("helm_release", "reloader").depends_on;
    expect(driver).toBe(`helm_release.${driverId}`);
    expect(policies).toHaveLength(3);
    for (const policy of atLeastOne(policies as string[]))
      expect(policy).toMatch(/^kubernetes_manifest\.reloader-policy_.*binding/);
  });

  test("Reloader has two restricted replicas", () => {
    expect(values(stack.resource("helm_release", "reloader"))).toMatchObject({
      reloader: {
        enableHA: true,
        readOnlyRootFileSystem: true,
        deployment: {
          replicas: 2,
          containerSecurityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
          resources: { requests: expect.anything(), limits: { memory: expect.any(String) } },
        },
      },
    });
  });

  test("a failed release is rolled back, and Terraform waits for the result", () => {
    for (const release of Object.values(stack.resources("helm_release"))) {
      expect(release).toMatchObject({
        namespace: "kube-system",
        atomic: true,
        cleanup_on_fail: true,
        wait: true,
        timeout: 300,
      });
    }
  });

  test("Helm connects to the endpoint in the cluster's output, with a token created for each run", () => {
    const output = (name: string) => `data.terraform_remote_state.cluster-state.outputs.${name}`;
    expect(stack.json.provider.helm).toEqual([
      {
        kubernetes: {
          host: `\${${output("cluster_endpoint")}}`,
          cluster_ca_certificate: `\${base64decode(${output("cluster_certificate_authority")})}`,
          exec: {
            api_version: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: [
              "eks",
              "get-token",
              "--cluster-name",
              `\${${output("cluster_name")}}`,
              "--region",
              "eu-west-1",
            ],
          },
        },
      },
    ]);
  });
});

test("one mirror serves all charts", () => {
  const repository = "oci://111122223333.dkr.ecr.eu-west-1.amazonaws.com/charts";
  const stack = synthesizePlatform(environment({ charts: { repository } }));
  const releases = Object.values(stack.resources("helm_release"));
  expect(releases.map((release) => release.repository)).toEqual([repository, repository, repository]);
});

test("in HCL the cluster is an attribute of the Helm provider, as its version 3 wants it", () => {
  class Scope extends EnvironmentStack {}
  const exec = { apiVersion: "v1", command: "aws", args: ["eks"] };
  const provider = new ClusterHelmProvider(new Scope(new App(), environment(), "scope"), "helm", {
    host: "https://host",
    clusterCaCertificate: "certificate",
    exec,
  });
  expect(provider.toHclTerraform().provider.helm[0].kubernetes).toEqual({
    host: "https://host",
    cluster_ca_certificate: "certificate",
    exec: { api_version: "v1", command: "aws", args: ["eks"] },
  });
});

test("where credentials are files, nothing copies them into Kubernetes secrets or restarts pods", () => {
  const stack = synthesizePlatform(environment({ credentials: { delivery: "files" } }));
  expect(stack.count("helm_release")).toBe(2);
  const [text] = stack.resource("helm_release", "secrets-store_driver").values;
  expect(encoded(text)).toMatchObject({ syncSecret: { enabled: false } });
});

type Texts = Readonly<Record<string, string>>;

test.each(["environment", "files"])(
  "config counts the pods of every release and add-on, with credentials by %s",
  (delivery) => {
    const sandbox = environment({ credentials: { delivery } });
    const stacks = [...environmentStacks(sandbox).values()];
    const named = (type: string, name: string) =>
      stacks.flatMap(({ json }) => Object.values<Texts>(json.resource[type] ?? {}).map((one) => one[name]));
    expect([...onEveryNode, ...inEachCluster(sandbox)].map(({ name }) => name).sort()).toEqual(
      [...named("helm_release", "chart"), ...named("aws_eks_addon", "addon_name")].sort(),
    );
  },
);

test("config counts what pods of releases request, and the replicas of Reloader with one that an update adds", () => {
  const counted = (name: string) =>
    [...onEveryNode, ...inEachCluster(environment())].find((one) => one.name === name) as SystemPods;
  const valuesOf = (release: string) =>
    encoded(synthesizePlatform().resource("helm_release", release).values[0]);
  const requests = ({ cpu, memory }: SystemPods) => ({ requests: { cpu, memory } });
  const reloader = counted("reloader");
  expect(valuesOf("reloader")).toMatchObject({
    reloader: { deployment: { replicas: reloader.pods - 1, resources: requests(reloader) } },
  });
  expect(valuesOf("secrets-store_aws-provider")).toMatchObject({
    resources: requests(counted("secrets-store-csi-driver-provider-aws")),
  });
  // Beside the driver itself run two helpers, each with 10m and 20Mi of the chart.
  const { cpu, memory } = counted("secrets-store-csi-driver");
  const own = `${quantityValue(cpu) * 1000 - 20}m`;
  expect(valuesOf("secrets-store_driver")).toMatchObject({
    linux: {
      driver: { resources: { requests: { cpu: own, memory: `${quantityValue(memory) / 2 ** 20 - 40}Mi` } } },
    },
  });
});
