import { textOf } from "../../terraform";
import { field } from "../../terraform/blocks";
import { compliant, forEach, type Rule, violated } from "../rule";

export const clusterSecretsEncrypted: Rule = {
  id: "cluster-secrets-encrypted",
  threat: "The driver copies mounted credentials into Kubernetes secrets, which the cluster stores.",
  check: forEach("aws_eks_cluster", (cluster, { configuration }) => {
    const encryption = cluster.get("encryption_config");
    const resources = field(encryption, "resources");
    const key = field(encryption, "provider", "key_arn");
    const covers = resources.kind === "list" && resources.items.some((item) => textOf(item) === "secrets");
    const own = key.kind === "reference" && configuration.find(key.address)?.type === "aws_kms_key";
    return covers && own
      ? compliant(cluster.address)
      : violated(cluster.address, "secrets are not encrypted with a key of the configuration");
  }),
};
