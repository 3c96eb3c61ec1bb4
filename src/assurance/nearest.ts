/** Suggestions for an unknown name: names that contain it, otherwise those with most letter pairs in common. */
export function nearest(typed: string, names: readonly string[], most = 3): string[] {
  const wanted = typed.toLowerCase();
  const holding = names.filter((name) => name.toLowerCase().includes(wanted));
  if (holding.length > 0) return holding.slice(0, most);
  const pairs = pairsOf(wanted);
  const ranked = names
    .map((name) => ({ name, likeness: likeness(pairs, pairsOf(name.toLowerCase())) }))
    .sort((a, b) => b.likeness - a.likeness);
  const best = ranked[0]?.likeness ?? 0;
  return ranked
    .filter(({ likeness }) => likeness > 0 && likeness >= best / 2)
    .slice(0, most)
    .map(({ name }) => name);
}

const pairsOf = (text: string): ReadonlySet<string> =>
  new Set(Array.from({ length: Math.max(text.length - 1, 0) }, (_, index) => text.slice(index, index + 2)));

/** Sørensen–Dice coefficient: 1 for equal pairs, 0 for no common pair. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((pair) => b.has(pair)).length;
  return a.size + b.size === 0 ? 0 : (2 * common) / (a.size + b.size);
}
