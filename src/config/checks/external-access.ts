import type { Environment } from "../model";
import type { Problem } from "../problem";

/** With a resource endpoint, nothing looks after targets: VPC Lattice follows the instance by itself. */
export function externalAccessHasLoadBalancer({ topology, externalAccess }: Environment): Problem[] {
  if (!externalAccess || topology !== "resource-endpoint") return [];
  return [
    {
      path: ["externalAccess"],
      found: `external access, with topology "${topology}"`,
      allowed:
        "the topologies same-vpc, peering and private-link: this one has no load balancer, and leads in from VPCs only",
      fix: "Delete externalAccess, or choose another topology.",
    },
  ];
}
