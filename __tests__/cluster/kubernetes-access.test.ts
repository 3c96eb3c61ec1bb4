import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { kubernetesAccess } from "../../src/cluster/kubernetes-access";
import { environment } from "../support/fixtures";
import { synthesizeConstruct } from "../support/synthesize";

const sandbox = environment();
const access = kubernetesAccess(sandbox, {
  clusterName: "test",
  clusterEndpoint: "https://ABC.eks.amazonaws.com",
  clusterCertificateAuthority: "Y2VydGlmaWNhdGU=",
});

const expected = {
  host: "https://ABC.eks.amazonaws.com",
  cluster_ca_certificate: `\${base64decode("Y2VydGlmaWNhdGU=")}`,
};
const exec = {
  api_version: "client.authentication.k8s.io/v1beta1",
  command: "aws",
  args: ["eks", "get-token", "--cluster-name", "test", "--region", "eu-west-1"],
};

test("the Helm provider has the access block only, and no token or certificate beside it", () => {
  const stack = synthesizeConstruct(
    sandbox,
    (scope) => new HelmProvider(scope, "helm", { kubernetes: access }),
  );
  expect(stack.json.provider.helm).toEqual([{ kubernetes: { ...expected, exec } }]);
});

test("the Kubernetes provider has exec as a block", () => {
  const stack = synthesizeConstruct(
    sandbox,
    (scope) => new KubernetesProvider(scope, "kubernetes", { ...access, exec: [access.exec] }),
  );
  expect(stack.json.provider.kubernetes).toEqual([{ ...expected, exec: [exec] }]);
});
