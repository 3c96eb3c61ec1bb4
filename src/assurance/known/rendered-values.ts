import { isUnknown, keyOf, textOf, unknownsIn, type Value } from "../terraform";
import type { KnownPaths } from "./nested";

/**
 * Values of a chart as lines `path=value` with JSON values: equal sets of lines mean equal values. In templates the
 * text "false" is true, an empty list replaces the chart's own, and a key with a dot is not a path.
 */
export function linesOf(value: Value, path = ""): string[] {
  if (value.kind === "dictionary" && value.entries.size > 0)
    return [...value.entries].flatMap(([name, entry]) =>
      linesOf(
        entry,
        `${path === "" ? "" : `${path}.`}${/^[\w-]+$/.test(name) ? name : JSON.stringify(name)}`,
      ),
    );
  if (value.kind === "list" && value.items.length > 0)
    return value.items.flatMap((item) => linesOf(item, path));
  const isReadable = unknownsIn(value).length === 0 && !isUnknown(textOf(value));
  const isEmpty = value.kind === "list" || value.kind === "dictionary";
  return [`${path}=${isEmpty || isReadable ? keyOf(value) : "(not readable)"}`];
}

/** Whether a line may have this value in every release. */
export function isFreeInEveryRelease(line: string, free: KnownPaths): boolean {
  const [path = "", value = ""] = /^([^=]*)=(.*)$/s.exec(line)?.slice(1) ?? [];
  const text = /^"(.*)"$/s.exec(value)?.[1] ?? value;
  return Object.entries(free).some(
    ([one, values]) =>
      (path === one || path.startsWith(`${one}.`)) && (values === undefined || values.test(text)),
  );
}
