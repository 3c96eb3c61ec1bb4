import { processors } from "./processors";

/** Regular network interfaces of an instance type, without branch interfaces. */
export interface NetworkInterfaces {
  /** Interfaces of the default network card, including the primary one. */
  readonly count: number;
  /** IPv4 addresses per interface, including its primary address. */
  readonly addresses: number;
}

/**
 * Interfaces per instance size, as `count`x`addresses`.
 *
 * Source: https://github.com/aws/amazon-vpc-resource-controller-k8s/blob/master/pkg/aws/vpc/limits.go (March 2026), of
 * which __tests__/config/fixture/network-interfaces.txt keeps a copy.
 */
const bySize =
  "medium:2x4 large:3x10 xlarge:4x15 2xlarge:4x15 3xlarge:4x15 4xlarge:8x30 6xlarge:8x30 8xlarge:8x30 9xlarge:8x30 12xlarge:8x30 16xlarge:15x50 18xlarge:15x50 24xlarge:15x50 32xlarge:15x50 48xlarge:15x50 64xlarge:24x64 96xlarge:24x64";

/** Families with sizes whose numbers differ. */
const byFamily: Readonly<Record<string, string>> = {
  "c6in m6idn m6in r6idn r6in": "32xlarge:8x50",
  "c8a m8a r8a":
    "large:3x20 xlarge:4x20 2xlarge:4x40 4xlarge:8x40 8xlarge:10x40 12xlarge:12x64 16xlarge:16x64 24xlarge:16x64 48xlarge:24x64",
  "c8gb c8gn m8gb m8gn r8gb r8gn":
    "8xlarge:10x30 12xlarge:12x30 16xlarge:16x50 24xlarge:24x50 48xlarge:12x50",
  "c8i c8id c8i-flex m8i m8id m8i-flex r8i r8id r8i-flex x8i":
    "large:3x20 xlarge:4x30 2xlarge:4x30 4xlarge:8x50 8xlarge:10x50 12xlarge:12x50 16xlarge:16x64 24xlarge:16x64 32xlarge:24x64 48xlarge:24x64",
  d3: "xlarge:4x3 2xlarge:4x5 4xlarge:4x10 8xlarge:3x20",
  d3en: "xlarge:4x3 2xlarge:4x5 4xlarge:4x10 6xlarge:4x15 8xlarge:4x20 12xlarge:3x30",
  i4i: "24xlarge:15x30",
  i7ie: "12xlarge:8x50",
  i8ge: "3xlarge:6x30 6xlarge:10x30 12xlarge:12x30 18xlarge:16x50 24xlarge:16x50 48xlarge:24x50",
  "m5zn x2iezn z1d": "3xlarge:8x30 12xlarge:15x50",
  "m8azn x8aedz": "medium:3x4 large:4x20 xlarge:4x20 3xlarge:8x40 6xlarge:8x40 12xlarge:16x64 24xlarge:16x64",
};

const read = (sizes: string): [size: string, interfaces: NetworkInterfaces][] =>
  sizes.split(" ").map((entry) => {
    const [size, count, addresses] = entry.split(/[:x](?=\d)/) as [string, string, string];
    return [size, { count: Number(count), addresses: Number(addresses) }];
  });

const usual = new Map(read(bySize));
const unusual = new Map(
  Object.entries(byFamily).flatMap(([families, sizes]) =>
    families
      .split(" ")
      .flatMap((family) =>
        read(sizes).map(([size, one]): [string, NetworkInterfaces] => [`${family}.${size}`, one]),
      ),
  ),
);

/** @throws Error if the table does not list the size */
export function networkInterfaces(instanceType: string): NetworkInterfaces {
  const size = instanceType.split(".")[1] ?? "";
  const found = unusual.get(instanceType) ?? usual.get(size);
  if (!found) throw new Error(`How many network interfaces ${instanceType} has is not in the table.`);
  return found;
}

/**
 * Maximum number of pods that the kubelet runs: one per secondary address, and two that use the node's address. EKS
 * limits a managed node to 110, or 250 from 30 vCPUs on.
 * https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html#max-pods-precedence
 */
export function maxPodsOfNode(instanceType: string): number {
  const { count, addresses } = networkInterfaces(instanceType);
  return Math.min(count * (addresses - 1) + 2, processors(instanceType) < 30 ? 110 : 250);
}

/** Addresses for pods without their own security groups: one interface is the trunk for the branch interfaces. */
export function addressesForPods(instanceType: string): number {
  const { count, addresses } = networkInterfaces(instanceType);
  return (count - 1) * (addresses - 1);
}

/**
 * Addresses of its subnet that a node allocates before it runs any pod: the VPC CNI fills the primary interface, keeps
 * another full one in reserve if there is room for it, and attaches the trunk interface.
 * https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/eni-and-ip-target.md
 */
export function addressesOfNode(instanceType: string): number {
  const { count, addresses } = networkInterfaces(instanceType);
  return Math.min(count - 1, 2) * addresses + 1;
}
