export const topologies = ["same-vpc", "peering", "private-link", "resource-endpoint"] as const;

/** The turn of a topology where each makes its own part of the same tests. */
export const turnOf = (topology: string): number =>
  topologies.indexOf(topology as (typeof topologies)[number]);
