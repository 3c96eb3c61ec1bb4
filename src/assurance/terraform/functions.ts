import { constant, isAbsent, list, unknown, type Value } from "./value";

type TerraformFunction = (...args: Value[]) => Value | undefined;

/** Functions whose result is the same on every run, computed where the arguments are known. */
const functions: Record<string, TerraformFunction> = {
  jsonencode: (content) => content && { kind: "encoded", format: "json", content },
  yamlencode: (content) => content && { kind: "encoded", format: "yaml", content },
  base64decode: onText((text) => Buffer.from(text, "base64").toString("utf8")),
  base64encode: onText((text) => Buffer.from(text, "utf8").toString("base64")),
  lower: onText((text) => text.toLowerCase()),
  upper: onText((text) => text.toUpperCase()),
  tostring: onText((text) => text),
  trimprefix: onText((text, prefix = "") => (text.startsWith(prefix) ? text.slice(prefix.length) : text)),
  trimsuffix: onText((text, suffix = "") =>
    suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
  ),
  replace: onText((text, search = "", replacement = "") =>
    // Between slashes Terraform reads a regular expression of its own dialect.
    /^\/.*\/$/.test(search) ? undefined : text.split(search).join(replacement),
  ),
  join: (separator, values) =>
    separator && values?.kind === "list" ? joined(separator, values.items) : undefined,
  split: (separator, text) =>
    separator?.kind === "constant" && text?.kind === "constant"
      ? list(String(text.value).split(String(separator.value)).map(constant))
      : undefined,
  tolist: onList((items) => list(items)),
  toset: onList((items) => list(items)),
  flatten: onList((items) =>
    items.some((item) => item.kind !== "list" && item.kind !== "constant")
      ? undefined
      : list(items.flatMap((item) => (item.kind === "list" ? item.items : [item]))),
  ),
  concat: (...lists) =>
    lists.every((value) => value.kind === "list") ? list(lists.flatMap((value) => value.items)) : undefined,
  element: (values, index) => {
    if (values?.kind !== "list" || index?.kind !== "constant" || values.items.length === 0) return undefined;
    return values.items[Number(index.value) % values.items.length];
  },
  length: onList((items) => constant(items.length)),
};

/** Calls a function of Terraform. Symbols stay symbols: the call itself is then the value. */
export function call(name: string, args: readonly Value[]): Value {
  const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!known) return unknown(`the function ${name}()`);
  const bad = args.find((arg) => arg.kind === "unknown");
  return bad ?? known(...args) ?? { kind: "call", name, args };
}

function onText(compute: (...texts: string[]) => string | undefined): TerraformFunction {
  return (...args) => {
    if (!args.every((arg) => arg.kind === "constant" && !isAbsent(arg))) return undefined;
    const text = compute(...args.map((arg) => String(arg.kind === "constant" && arg.value)));
    return text === undefined ? undefined : constant(text);
  };
}

function onList(compute: (items: readonly Value[]) => Value | undefined): TerraformFunction {
  return (value) => (value?.kind === "list" ? compute(value.items) : undefined);
}

function joined(separator: Value, items: readonly Value[]): Value | undefined {
  return items.every((item) => item.kind === "constant") && separator.kind === "constant"
    ? constant(
        items.map((item) => String(item.kind === "constant" && item.value)).join(String(separator.value)),
      )
    : undefined;
}
