import { architectureOf } from "../facts/instance-types";
import type { Environment } from "../model";
import type { Problem } from "../problem";

/** Nodes of a group share one machine image, which has one architecture. */
export function oneArchitecture({ cluster }: Environment): Problem[] {
  return cluster.nodeGroups.flatMap(({ instanceTypes }, index): Problem[] => {
    const [first, ...others] = instanceTypes as [string, ...string[]];
    const other = others.find((type) => architectureOf(type) !== architectureOf(first));
    if (!other) return [];
    return [
      {
        path: ["cluster", "nodeGroups", index, "instanceTypes"],
        found: `${first} (${architectureOf(first)}) beside ${other} (${architectureOf(other)})`,
        allowed: "one architecture per node group: its nodes share one image",
        fix: "Make a node group for each architecture.",
      },
    ];
  });
}
