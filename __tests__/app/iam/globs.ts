/** Whether a text matches a pattern, in which `*` stands for any text. Upper and lower case are alike. */
export const matches = (pattern: string, text: string): boolean =>
  pattern.includes("*")
    ? new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`, "i").test(text)
    : pattern.toLowerCase() === text.toLowerCase();

/** Whether some ARN matches both. A wildcard goes no further than to the next of the first five colons. */
export function arnsOverlap(one: string, other: string): boolean {
  const [parts, others] = [partsOf(one), partsOf(other)];
  return parts.length === others.length && parts.every((part, index) => overlap(part, others[index] ?? ""));
}

function partsOf(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}

const answers = new Map<string, boolean>();

/** Whether some text matches both patterns, in which `*` stands for any text and `?` for any character. */
export function overlap(one: string, other: string): boolean {
  const key = `${one} ${other}`;
  const answer = answers.get(key) ?? overlapFrom(one, other);
  answers.set(key, answer);
  return answer;
}

/** Fills in, from the ends of both, whether what is left of one from `i` on and of the other from `j` on overlaps. */
function overlapFrom(one: string, other: string): boolean {
  const table = Array.from({ length: one.length + 2 }, () =>
    new Array<boolean>(other.length + 2).fill(false),
  );
  const left = (i: number, j: number): boolean => table[i]?.[j] ?? false;
  const judge = (i: number, j: number): boolean => {
    const [a, b] = [one[i], other[j]];
    if (a === undefined && b === undefined) return true;
    if (a === "*" || b === "*")
      return (a !== undefined && left(i + 1, j)) || (b !== undefined && left(i, j + 1));
    return a !== undefined && b !== undefined && (a === b || a === "?" || b === "?") && left(i + 1, j + 1);
  };
  for (let i = one.length; i >= 0; i--)
    for (let j = other.length; j >= 0; j--) (table[i] as boolean[])[j] = judge(i, j);
  return left(0, 0);
}
