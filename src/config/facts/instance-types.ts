/** Processor architectures of EC2 instances, in the names of Amazon Linux. */
export type Architecture = "arm64" | "x86_64";

/**
 * Branch network interfaces per instance type: each pod with its own security groups needs one, so a node runs at most
 * this many of them. The key lists families with equal numbers, the value lists sizes.
 *
 * Source: https://github.com/aws/amazon-vpc-resource-controller-k8s/blob/master/pkg/aws/vpc/limits.go (March 2026), of
 * which __tests__/config/fixture/network-interfaces.txt keeps a copy. Not included: bare metal, accelerated types
 * (their nodes need another image), high-memory families, the first generation of Graviton, and families without branch
 * interfaces, such as t3.
 */
const branchInterfacesBySize: Record<string, string> = {
  "c5 c5d": "large:9 xlarge:18 2xlarge:38 4xlarge:54 9xlarge:54 12xlarge:54 18xlarge:107 24xlarge:107",
  "c5a c5ad m5 m5a m5ad m5d m5dn m5n r5 r5a r5ad r5b r5d r5dn r5n":
    "large:9 xlarge:18 2xlarge:38 4xlarge:54 8xlarge:54 12xlarge:54 16xlarge:107 24xlarge:107",
  c5n: "large:9 xlarge:18 2xlarge:38 4xlarge:54 9xlarge:54 18xlarge:107",
  "c6a m6a r6a":
    "large:9 xlarge:18 2xlarge:38 4xlarge:54 8xlarge:84 12xlarge:114 16xlarge:107 24xlarge:107 32xlarge:107 48xlarge:107",
  "c6g c6gd c6gn c7g c7gd c7gn m6g m6gd m7g m7gd r6g r6gd r7g r7gd":
    "medium:4 large:9 xlarge:18 2xlarge:38 4xlarge:54 8xlarge:54 12xlarge:54 16xlarge:107",
  "c6i c6id m6i m6id r6i r6id":
    "large:9 xlarge:18 2xlarge:38 4xlarge:54 8xlarge:84 12xlarge:114 16xlarge:107 24xlarge:107 32xlarge:107",
  "c6in m6idn m6in r6idn r6in":
    "large:9 xlarge:18 2xlarge:38 4xlarge:54 8xlarge:84 12xlarge:114 16xlarge:107 24xlarge:107 32xlarge:106",
  "c7a m7a r7a":
    "medium:4 large:9 xlarge:18 2xlarge:38 4xlarge:54 8xlarge:84 12xlarge:114 16xlarge:107 24xlarge:107 32xlarge:107 48xlarge:107",
  "c7i m7i r7i":
    "large:9 xlarge:18 2xlarge:38 4xlarge:54 8xlarge:84 12xlarge:114 16xlarge:107 24xlarge:107 48xlarge:107",
  "c7i-flex m7i-flex": "large:3 xlarge:8 2xlarge:18 4xlarge:34 8xlarge:54 12xlarge:114 16xlarge:107",
  "c8a m8a r8a":
    "medium:4 large:9 xlarge:18 2xlarge:38 4xlarge:54 8xlarge:82 12xlarge:110 16xlarge:106 24xlarge:106 48xlarge:98",
  "c8g c8gd m8g m8gd r8g r8gd x8g":
    "medium:4 large:9 xlarge:18 2xlarge:38 4xlarge:54 8xlarge:54 12xlarge:54 16xlarge:107 24xlarge:107 48xlarge:107",
  "c8gb c8gn m8gb m8gn r8gb r8gn":
    "medium:4 large:9 xlarge:18 2xlarge:38 4xlarge:54 8xlarge:52 12xlarge:50 16xlarge:106 24xlarge:98 48xlarge:98",
  "c8i c8id m8i m8id r8i r8id":
    "large:9 xlarge:18 2xlarge:38 4xlarge:54 8xlarge:82 12xlarge:110 16xlarge:106 24xlarge:106 32xlarge:98 48xlarge:98 96xlarge:98",
  "c8i-flex m8i-flex r8i-flex": "large:3 xlarge:8 2xlarge:18 4xlarge:34 8xlarge:52 12xlarge:110 16xlarge:106",
  d3: "xlarge:42 2xlarge:92 4xlarge:118 8xlarge:119",
  d3en: "xlarge:24 2xlarge:58 4xlarge:118 6xlarge:118 8xlarge:118 12xlarge:119",
  i3en: "large:5 xlarge:12 2xlarge:28 3xlarge:38 6xlarge:54 12xlarge:54 24xlarge:107",
  "i4g im4gn": "large:9 xlarge:18 2xlarge:38 4xlarge:54 8xlarge:54 16xlarge:107",
  i4i: "large:0 xlarge:6 2xlarge:26 4xlarge:52 8xlarge:112 12xlarge:112 16xlarge:120 24xlarge:105 32xlarge:120",
  i7i: "large:9 xlarge:18 2xlarge:38 4xlarge:54 8xlarge:84 12xlarge:84 16xlarge:107 24xlarge:107 48xlarge:107",
  i7ie: "large:19 xlarge:27 2xlarge:27 3xlarge:27 6xlarge:54 12xlarge:54 18xlarge:107 24xlarge:107 48xlarge:107",
  i8g: "large:9 xlarge:18 2xlarge:38 4xlarge:54 8xlarge:54 12xlarge:54 16xlarge:107 24xlarge:107 48xlarge:107",
  i8ge: "large:19 xlarge:27 2xlarge:27 3xlarge:25 6xlarge:52 12xlarge:50 18xlarge:106 24xlarge:106 48xlarge:98",
  is4gen: "medium:4 large:9 xlarge:18 2xlarge:38 4xlarge:54 8xlarge:54",
  m5zn: "large:13 xlarge:29 2xlarge:62 3xlarge:92 6xlarge:114 12xlarge:107",
  m8azn: "medium:3 large:8 xlarge:18 3xlarge:34 6xlarge:54 12xlarge:106 24xlarge:106",
  r7iz: "large:9 xlarge:18 2xlarge:38 4xlarge:54 8xlarge:84 12xlarge:114 16xlarge:107 32xlarge:107",
  x2gd: "medium:10 large:9 xlarge:18 2xlarge:38 4xlarge:54 8xlarge:54 12xlarge:54 16xlarge:107",
  x2idn: "16xlarge:107 24xlarge:107 32xlarge:107",
  x2iedn: "xlarge:11 2xlarge:27 4xlarge:54 8xlarge:114 16xlarge:107 24xlarge:107 32xlarge:107",
  x2iezn: "2xlarge:62 4xlarge:114 6xlarge:114 8xlarge:114 12xlarge:107",
  x8aedz: "large:8 xlarge:18 3xlarge:34 6xlarge:54 12xlarge:106 24xlarge:106",
  x8i: "large:9 xlarge:18 2xlarge:38 4xlarge:54 8xlarge:82 12xlarge:110 16xlarge:106 24xlarge:106 32xlarge:98 48xlarge:98 64xlarge:98 96xlarge:98",
  z1d: "large:13 xlarge:28 2xlarge:58 3xlarge:54 6xlarge:54 12xlarge:107",
};

const table = new Map(
  Object.entries(branchInterfacesBySize).flatMap(([families, sizes]) =>
    families.split(" ").flatMap((family) =>
      sizes.split(" ").map((entry): [string, number] => {
        const [size, interfaces] = entry.split(":");
        return [`${family}.${size}`, Number(interfaces)];
      }),
    ),
  ),
);

/** Every instance type of the table. */
export const knownInstanceTypes: readonly string[] = [...table.keys()];

/** Maximum number of pods with their own security groups on a node; undefined if the table does not list the type. */
export function branchInterfaces(instanceType: string): number | undefined {
  return isBurstable(instanceType) ? 0 : table.get(instanceType);
}

/** Whether a type is burstable (t family); no burstable type supports branch interfaces. */
export function isBurstable(instanceType: string): boolean {
  return /^t\d/.test(instanceType);
}

/**
 * Architecture of an instance type: in EC2 names, `g` after the generation number means Graviton (m7g, c6gn, im4gn).
 */
export function architectureOf(instanceType: string): Architecture {
  return /^[a-z]+\d+[a-z]*g/.test(instanceType) ? "arm64" : "x86_64";
}
