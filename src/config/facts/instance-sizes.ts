import { maxPodsOfNode } from "./network-interfaces";
import { processors } from "./processors";

/**
 * Memory per vCPU in GiB, by families.
 *
 * Source: https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-specs.html, of which
 * __tests__/config/fixture/instance-sizes.txt keeps a copy.
 */
const memoryPerProcessor: Readonly<Record<string, number>> = {
  "c5 c5a c5ad c5d c6a c6g c6gd c6gn c6i c6id c6in c7a c7g c7gd c7gn c7i c7i-flex c8a c8g c8gb c8gd c8gn c8i c8i-flex c8id": 2,
  // The two largest sizes have slightly more.
  c5n: 2.625,
  "d3en im4gn m5 m5a m5ad m5d m5dn m5n m5zn m6a m6g m6gd m6i m6id m6idn m6in m7a m7g m7gd m7i m7i-flex m8a m8azn m8g m8gb m8gd m8gn m8i m8i-flex m8id": 4,
  is4gen: 6,
  "d3 i3en i4g i4i i7i i7ie i8g i8ge r5 r5a r5ad r5b r5d r5dn r5n r6a r6g r6gd r6i r6id r6idn r6in r7a r7g r7gd r7i r7iz r8a r8g r8gb r8gd r8gn r8i r8i-flex r8id z1d": 8,
  "x2gd x2idn x8g x8i": 16,
  "x2iedn x2iezn x8aedz": 32,
};

const perProcessor = new Map(
  Object.entries(memoryPerProcessor).flatMap(([families, gib]) =>
    families.split(" ").map((family): [string, number] => [family, gib]),
  ),
);

/** vCPUs, and memory in bytes. */
export interface Size {
  readonly cpu: number;
  readonly memory: number;
}

/** @throws Error if the table does not list the family */
export function sizeOf(instanceType: string): Size {
  const gib = perProcessor.get(instanceType.split(".")[0] ?? "");
  if (gib === undefined) throw new Error(`How much memory ${instanceType} has is not in the table.`);
  const cpu = processors(instanceType);
  return { cpu, memory: cpu * gib * 2 ** 30 };
}

/**
 * Fractions of CPU that the kubelet reserves: of the first core, of the second, of the third and fourth, and below of
 * each further core.
 */
const keptCpu = [0.06, 0.01, 0.005, 0.005];

/**
 * Upper bound of what a node can allocate to pods: the kubelet reserves a part. Memory of the operating system is not
 * subtracted, so real nodes have slightly less.
 * https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go
 */
export function allocatable(instanceType: string): Size {
  const { cpu, memory } = sizeOf(instanceType);
  const kept = Array.from({ length: cpu }, (_, index) => keptCpu[index] ?? 0.0025);
  const keptMemory = 255 + 11 * maxPodsOfNode(instanceType) + 100;
  return {
    cpu: cpu - kept.reduce((sum, part) => sum + part, 0),
    memory: memory - keptMemory * 2 ** 20,
  };
}
