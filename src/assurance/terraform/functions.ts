import { beginningOf } from "./naming";
import { constant, isAbsent, list, madeOf, templateOf, unknown, type Value } from "./value";

type TerraformFunction = (...args: Value[]) => Value | undefined;

/**
 * Functions with a deterministic result, computed if the arguments are known. A function that does not change a symbol
 * returns the symbol, so that a resource has one name however often it is passed on.
 */
const functions: Record<string, TerraformFunction> = {
  jsonencode: (content) => content && { kind: "encoded", format: "json", content },
  yamlencode: (content) => content && { kind: "encoded", format: "yaml", content },
  jsondecode: (text) => (text?.kind === "encoded" && text.format === "json" ? text.content : undefined),
  yamldecode: (text) => (text?.kind === "encoded" && text.format === "yaml" ? text.content : undefined),
  base64decode: onText((text) => Buffer.from(text, "base64").toString("utf8")),
  base64encode: onText((text) => Buffer.from(text, "utf8").toString("base64")),
  lower: onText((text) => text.toLowerCase()),
  upper: onText((text) => text.toUpperCase()),
  tostring: (value) => (value && isAbsent(value) ? value : textIn(value)),
  sensitive: (value) => value,
  nonsensitive: (value) => value,
  format: (pattern, ...values) => (pattern && isText(pattern) ? formatted(pattern.value, values) : undefined),
  trimprefix: (text, prefix) => trimmed(text, prefix, "start"),
  trimsuffix: (text, suffix) => trimmed(text, suffix, "end"),
  trimspace: onText((text) => text.trim()),
  replace: onText((text, search = "", replacement = "") =>
    // Terraform treats a text between slashes as a regular expression of its own dialect. An empty text matches at
    // every position.
    search === "" || /^\/.*\/$/s.test(search) ? undefined : text.split(search).join(replacement),
  ),
  join: (separator, values) =>
    separator && values?.kind === "list"
      ? textFrom(values.items.flatMap((item, index) => (index === 0 ? [item] : [separator, item])))
      : undefined,
  split: (separator, text) =>
    separator?.kind === "constant" && text?.kind === "constant"
      ? list(String(text.value).split(String(separator.value)).map(constant))
      : undefined,
  tolist: onList((items) => list(items)),
  toset: onList((items) => (items.length < 2 ? list(items) : items.every(isText) ? setOf(items) : undefined)),
  flatten: onList((items) =>
    items.some((item) => item.kind !== "list" && item.kind !== "constant")
      ? undefined
      : list(items.flatMap((item) => (item.kind === "list" ? item.items : [item]))),
  ),
  concat: (...lists) =>
    lists.every((value) => value.kind === "list") ? list(lists.flatMap((value) => value.items)) : undefined,
  element: (values, index) => {
    if (values?.kind !== "list" || values.items.length === 0) return undefined;
    if (values.items.length === 1) return values.items[0];
    return index?.kind === "constant" ? values.items[Number(index.value) % values.items.length] : undefined;
  },
  one: onList((items) => (items.length === 0 ? constant(null) : items.length === 1 ? items[0] : undefined)),
  length: onList((items) => constant(items.length)),
};

/** Functions that return the first suitable argument: later arguments are irrelevant, known or not. */
const choices: Record<string, (first: Value) => "serves" | "does not" | "unknown"> = {
  try: (first) => (isText(first) || isIdentifier(first) ? "serves" : "unknown"),
  coalesce: (first) => {
    if (isAbsent(first) || (isText(first) && first.value === "")) return "does not";
    return isText(first) || isIdentifier(first) ? "serves" : "unknown";
  },
};

/** Evaluates a function of Terraform. With symbols as arguments, the result is the call itself. */
export function call(name: string, args: readonly Value[]): Value {
  const choice = Object.hasOwn(choices, name) ? choices[name] : undefined;
  if (choice) return chosen(name, args, choice);
  const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!known) return unknown(`the function ${name}()`);
  const bad = args.find((arg) => arg.kind === "unknown");
  if (bad) return madeOf(bad);
  return known(...args) ?? { kind: "call", name, args };
}

function chosen(name: string, args: readonly Value[], choice: NonNullable<(typeof choices)[string]>): Value {
  const [first, ...others] = args;
  if (!first) return unknown(`the function ${name}() without arguments`);
  if (others.length === 0) return first;
  const answer = choice(first);
  if (answer === "serves") return first;
  return answer === "does not" ? chosen(name, others, choice) : unknown(`what ${name}() chooses`);
}

type Text = Value & { readonly kind: "constant"; readonly value: string | number | boolean };

const isText = (value: Value): value is Text => value.kind === "constant" && !isAbsent(value);

/** A value that the provider always sets: never null, never empty. */
const isIdentifier = (value: Value): boolean =>
  value.kind === "reference" && value.path.length === 1 && ["id", "arn"].includes(String(value.path[0]));

function onText(compute: (...texts: string[]) => string | undefined): TerraformFunction {
  return (...args) => {
    if (!args.every(isText)) return undefined;
    const text = compute(...args.map(({ value }) => String(value)));
    return text === undefined ? undefined : constant(text);
  };
}

function onList(compute: (items: readonly Value[]) => Value | undefined): TerraformFunction {
  return (value) => (value?.kind === "list" ? compute(value.items) : undefined);
}

/** A set contains distinct texts in sorted order. */
const setOf = (items: readonly Text[]): Value =>
  list([...new Set(items.map(({ value }) => String(value)))].sort().map(constant));

/** A value as text, unless it is a structure. */
const textIn = (value: Value | undefined): Value | undefined => (value ? textFrom([value]) : undefined);

function textFrom(parts: readonly Value[]): Value | undefined {
  const isStructure = ({ kind }: Value): boolean => kind === "list" || kind === "dictionary";
  return parts.some((part) => isStructure(part) || isAbsent(part)) ? undefined : templateOf(parts);
}

/** Only `%s` and `%%`: other verbs convert their values. */
function formatted(pattern: Text["value"], values: readonly Value[]): Value | undefined {
  const [first = "", ...others] = String(pattern).split(/%(.)/s);
  const parts: Value[] = [constant(first)];
  let used = 0;
  for (let index = 0; index < others.length; index += 2) {
    const value = others[index] === "%" ? constant("%") : others[index] === "s" ? values[used++] : undefined;
    if (!value) return undefined;
    parts.push(value, constant(others[index + 1] ?? ""));
  }
  return used === values.length ? textFrom(parts) : undefined;
}

/** A text without a prefix or suffix, if its known start or end shows whether it has it. */
function trimmed(value: Value | undefined, cut: Value | undefined, side: "start" | "end"): Value | undefined {
  if (!value || !cut || !isText(cut)) return undefined;
  const away = String(cut.value);
  const parts = value.kind === "template" ? value.parts : [value];
  const at = side === "start" ? 0 : parts.length - 1;
  const edge = parts[at] as Value;
  const text = isText(edge) ? String(edge.value) : side === "start" ? beginning(edge) : "";
  const has = (longer: string, shorter: string): boolean =>
    side === "start" ? longer.startsWith(shorter) : longer.endsWith(shorter);
  const isWhole = isText(edge) && parts.length === 1;
  if (away === "" || !(has(text, away) || (has(away, text) && !isWhole))) return value;
  if (!isText(edge) || !has(text, away)) return undefined;
  const rest = side === "start" ? text.slice(away.length) : text.slice(0, text.length - away.length);
  return templateOf(parts.map((part, index) => (index === at ? constant(rest) : part)));
}

function beginning(value: Value): string {
  if (value.kind !== "reference") return "";
  const [type = ""] = value.address.slice(value.address.indexOf("/") + 1).split(".");
  return beginningOf(type, value.path.join("."));
}
