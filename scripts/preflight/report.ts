import type { Finding } from "./check";
import type { Looked } from "./look";
import type { Needs } from "./needs";

const words: Readonly<Record<Finding["kind"], string>> = {
  enough: "enough",
  lacking: "LACKING",
  told: "to know",
};
const notLooked = "not checked";
const width = Math.max(notLooked.length, ...Object.values(words).map(({ length }) => length));

/** Findings, then what to do. */
export function report(heading: string, { all, toMake }: Needs, looked: readonly Looked[]): string {
  const rows = looked.flatMap(rowsOf);
  const nameWidth = Math.max(0, ...rows.map(({ name }) => name.length));
  const todos = looked.flatMap((one) => {
    const own = rowsOf(one).flatMap(({ todo }) => (todo === undefined ? [] : [`  ${todo}`]));
    return own.length === 0 ? [] : [`${one.check.name}:`, ...own];
  });
  return [
    heading,
    `${toMake.length} of ${all.length} resources do not exist yet.`,
    "",
    ...rows.map(({ state, name, text }) => `${state.padEnd(width)}  ${name.padEnd(nameWidth)}  ${text}`),
    ...(todos.length > 0 ? ["", "What to do", ...todos] : []),
  ].join("\n");
}

interface Row {
  readonly state: string;
  readonly name: string;
  readonly text: string;
  readonly todo?: string;
}

function rowsOf({ check: { name, reads }, findings, failure }: Looked): Row[] {
  if (failure !== undefined) {
    const actions = reads.map(({ action }) => action).join(", ");
    const todo = failure.isDenied
      ? { todo: `Allow ${actions}, or all actions of the checks: --policy.` }
      : {};
    return [{ state: notLooked, name, text: failure.message, ...todo }];
  }
  return findings.map(({ kind, text, todo }) => ({
    state: words[kind],
    name,
    text,
    ...(todo !== undefined && { todo }),
  }));
}
