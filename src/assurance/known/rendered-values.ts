import { isUnknown, textOf, unknownsIn, type Value } from "../terraform";
import type { KnownPaths } from "./nested";

/** Values of a chart as lines, `path=value`: the same set of lines is the same values. */
export function linesOf(value: Value, path: readonly string[] = []): string[] {
  if (unknownsIn(value).length > 0 && value.kind !== "dictionary" && value.kind !== "list")
    return [`${path.join(".")}=(not readable)`];
  if (value.kind === "dictionary")
    return [...value.entries].flatMap(([name, entry]) => linesOf(entry, [...path, name]));
  if (value.kind === "list") return value.items.flatMap((item) => linesOf(item, path));
  const text = textOf(value);
  return [`${path.join(".")}=${isUnknown(text) ? "(not readable)" : text}`];
}

/** Whether a line is one that may have this value in every release. */
export function freeFrom(line: string, free: KnownPaths): boolean {
  const [path = "", value = ""] = /^([^=]*)=(.*)$/s.exec(line)?.slice(1) ?? [];
  return Object.entries(free).some(
    ([one, values]) =>
      (path === one || path.startsWith(`${one}.`)) && (values === undefined || values.test(value)),
  );
}
