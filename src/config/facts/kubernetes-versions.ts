/** A minor version of Kubernetes that EKS has, or had. */
export interface KubernetesVersion {
  readonly version: string;
  /**
   * First day without standard support, UTC. From then on AWS upgrades the control plane by itself, on a day of its
   * choice, to the next version.
   */
  readonly standardSupportEnds: string;
}

/**
 * Versions whose notes were read and whose add-ons and images exist, and those before them, for the sake of a reason.
 * https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html#kubernetes-release-calendar
 */
const versions: readonly KubernetesVersion[] = [
  { version: "1.33", standardSupportEnds: "2026-07-29" },
  { version: "1.34", standardSupportEnds: "2026-12-02" },
  { version: "1.35", standardSupportEnds: "2027-03-27" },
  { version: "1.36", standardSupportEnds: "2027-08-02" },
];

/** The day that versions are judged by. Not today's: the same files get the same answer on every day. */
export const judgedOn = "2026-12-02";

/** Versions in standard support on a day (`2026-12-02`), the oldest first. */
export const supportedOn = (day: string): string[] =>
  versions.flatMap(({ version, standardSupportEnds }) => (day < standardSupportEnds ? [version] : []));

/** A version of the list whose standard support has ended by a day. */
export const endedBy = (day: string, wanted: string): KubernetesVersion | undefined =>
  versions.find(({ version, standardSupportEnds }) => version === wanted && standardSupportEnds <= day);
