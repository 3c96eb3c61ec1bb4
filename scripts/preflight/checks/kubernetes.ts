import { z } from "zod";
import { type Check, enough, type Finding, lacking, read } from "../check";

const versions = read("eks:DescribeClusterVersions", "eks", "describe-cluster-versions");
const versionsShape = z.object({
  clusterVersions: z.array(
    z.object({
      clusterVersion: z.string(),
      versionStatus: z.string(),
      endOfStandardSupportDate: z.coerce.string(),
    }),
  ),
});

/** Config judges versions by a fixed day; AWS knows the current state. */
export const kubernetesVersion: Check = {
  name: "Versions of Kubernetes",
  reason:
    "EKS creates no cluster of a version that it does not offer yet, or any more, and upgrades a cluster by itself when its standard support ends.",
  reads: [versions],
  async look({ aws, needs }) {
    const wanted = needs.texts("aws_eks_cluster", "version");
    if (wanted.length === 0) return [];
    const { clusterVersions } = await aws.ask(versions, versionsShape);
    const supported = clusterVersions.filter(({ versionStatus }) => versionStatus === "STANDARD_SUPPORT");
    return wanted.map((version): Finding => {
      const found = supported.find(({ clusterVersion }) => clusterVersion === version);
      if (found)
        return enough(`${version}, in standard support until ${found.endOfStandardSupportDate.slice(0, 10)}`);
      const others = supported.map(({ clusterVersion }) => clusterVersion).join(", ");
      return lacking(`${version} has no standard support on EKS`, `Set cluster.version to one of ${others}.`);
    });
  },
};
