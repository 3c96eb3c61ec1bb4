/** A minor version of Kubernetes that EKS offers or offered. */
export interface KubernetesVersion {
  readonly version: string;
  /**
   * First day without standard support, UTC. From then on AWS may upgrade the control plane to the next version at any
   * time.
   */
  readonly standardSupportEnds: string;
}

/**
 * Versions that this project supports (its add-ons and images exist, and its release notes were considered), and
 * earlier ones, for a precise error message.
 * https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html#kubernetes-release-calendar
 */
const versions: readonly KubernetesVersion[] = [
  { version: "1.33", standardSupportEnds: "2026-07-29" },
  { version: "1.34", standardSupportEnds: "2026-12-02" },
  { version: "1.35", standardSupportEnds: "2027-03-27" },
  { version: "1.36", standardSupportEnds: "2027-08-02" },
];

/**
 * The day on which support of versions is evaluated. It is a constant, not today, so that the same files always give
 * the same result.
 */
export const judgedOn = "2026-12-02";

/** Versions in standard support on a day (`2026-12-02`), oldest first. */
export const supportedOn = (day: string): string[] =>
  versions.flatMap(({ version, standardSupportEnds }) => (day < standardSupportEnds ? [version] : []));

/** The listed version, if its standard support ended on or before a day. */
export const supportEndedBy = (day: string, wanted: string): KubernetesVersion | undefined =>
  versions.find(({ version, standardSupportEnds }) => version === wanted && standardSupportEnds <= day);
