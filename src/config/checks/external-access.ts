import { topologiesWith, traitsOf } from "../facts/topologies";
import type { Environment } from "../model";
import type { Problem } from "../problem";

export function externalAccessHasLoadBalancer(environment: Environment): Problem[] {
  const { externalAccess: possible } = traitsOf(environment);
  if (!environment.externalAccess || possible === "yes") return [];
  return [
    {
      path: ["externalAccess"],
      found: `external access, with topology "${environment.topology}"`,
      allowed: `the topologies ${topologiesWith(({ externalAccess }) => externalAccess === "yes", "and")}: ${possible.no}`,
      fix: "Delete externalAccess, or choose another topology.",
    },
  ];
}
