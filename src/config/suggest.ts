/** The most similar candidate, or undefined if none is similar. */
export function suggest(written: string, candidates: readonly string[]): string | undefined {
  if (written.length > 60) return undefined;
  const [nearest] = candidates
    .map((candidate) => ({ candidate, distance: distance(simplify(written), simplify(candidate)) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return nearest?.candidate;
}

/** `multi_az`, `multi-AZ` and `multiAz` are equal. */
const simplify = (name: string): string => name.toLowerCase().replaceAll(/[-_ ]/g, "");

/** Optimal string alignment distance: insertions, deletions, substitutions and transpositions of adjacent letters. */
function distance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = at(previous, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const isSwap = column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swapped = isSwap && row > 1 ? at(beforePrevious, column - 2) + 1 : replaced;
      current.push(Math.min(replaced, swapped, at(previous, column) + 1, at(current, column - 1) + 1));
    }
    [beforePrevious, previous] = [previous, current];
  }
  return at(previous, b.length);
}

const at = (row: number[], column: number): number => row[column] as number;
