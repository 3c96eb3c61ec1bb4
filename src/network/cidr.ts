import { parseNetwork } from "../config/cidr";

/** Two networks as the one network that is exactly both, where there is one; otherwise as they are. */
export function mergeNetworks(cidrs: readonly string[]): string[] {
  const [low, high] = cidrs.map(parseNetwork).sort((a, b) => a.first - b.first);
  if (!low || !high || cidrs.length > 2 || low.prefix !== high.prefix) return [...cidrs];
  const both = parseNetwork(low.text.replace(/\d+$/, String(low.prefix - 1)));
  return both.first === low.first && both.last === high.last ? [both.canonical] : [...cidrs];
}
