import { environment } from "../support/fixtures";
import { synthesizeCluster } from "./support/cluster";

const stack = synthesizeCluster(environment());

test("IAM trusts tokens of the cluster's issuer for STS, and pins no certificate", () => {
  const [cluster] = Object.keys(stack.resources("aws_eks_cluster"));
  const { "//": _, ...provider } = stack.resource("aws_iam_openid_connect_provider");
  expect(provider).toEqual({
    url: `\${aws_eks_cluster.${cluster}.identity[0].oidc[0].issuer}`,
    client_id_list: ["sts.amazonaws.com"],
  });
});

test("later stacks read the issuer in the form of trust policies", () => {
  const { url } = stack.resource("aws_iam_openid_connect_provider");
  const issuer = url.replace(/^\$\{(.*)\}$/, "$1");
  expect(stack.json.output.oidc_issuer.value).toBe(`\${trimprefix(${issuer}, "https://")}`);
});
