/** First address of an IPv4 network, as a number, and how many addresses it has. */
export function addressRange(cidr: string): { first: number; size: number } {
  const [address = "", length = ""] = cidr.split("/");
  const first = address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  return { first, size: 2 ** (32 - Number(length)) };
}

/** Two networks as the one network that is exactly both, where there is one; otherwise as they are. */
export function mergeNetworks(cidrs: readonly string[]): string[] {
  const [low, high] = [...cidrs].sort((a, b) => addressRange(a).first - addressRange(b).first);
  if (!low || !high || cidrs.length > 2) return [...cidrs];
  const { first, size } = addressRange(low);
  const adjacent = addressRange(high).first === first + size && addressRange(high).size === size;
  const aligned = first % (2 * size) === 0;
  return adjacent && aligned ? [low.replace(/\d+$/, (length) => String(Number(length) - 1))] : [...cidrs];
}
