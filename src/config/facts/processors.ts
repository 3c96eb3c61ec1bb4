/** Number of vCPUs, such as 8 for `m7g.2xlarge`: in every listed family, an `xlarge` has four. */
export function processors(instanceType: string): number {
  const size = instanceType.split(".")[1] ?? "";
  return { medium: 1, large: 2 }[size] ?? 4 * Number(/^(\d*)xlarge$/.exec(size)?.[1] || 1);
}
