import { call } from "./functions";
import { NotShown } from "./json";
import { type Expression, parseTemplate, SyntaxRefused } from "./syntax";
import {
  absent,
  constant,
  isAbsent,
  keyOf,
  list,
  madeOf,
  objectOf,
  type Path,
  templateOf,
  unknown,
  type Value,
} from "./value";

/** Resolves a name with its steps, such as `aws_vpc.main.id`. */
export type Lookup = (path: Path) => Value;

/** Evaluates a part of a Terraform JSON file. */
export function evaluateJson(json: unknown, lookup: Lookup): Value {
  if (typeof json === "string") return evaluateText(json, lookup);
  if (typeof json === "number" || typeof json === "boolean" || json === null) return constant(json);
  if (Array.isArray(json)) return list(json.map((item) => evaluateJson(item, lookup)));
  if (json instanceof NotShown) return unknown(json.reason);
  if (typeof json !== "object") return absent;
  const entries = new Map<string, Value>();
  for (const [name, entry] of Object.entries(json))
    if (name !== "//") entries.set(name, evaluateJson(entry, lookup));
  return [...entries.keys()].some(hasTemplate)
    ? objectOf([...entries].map(([name, value]) => [evaluateText(name, lookup), value] as const))
    : { kind: "dictionary", entries };
}

function evaluateText(text: string, lookup: Lookup): Value {
  try {
    return evaluate(parseTemplate(text), lookup);
  } catch (error) {
    if (error instanceof SyntaxRefused) return unknown(`${error.message} in "${shortened(text)}"`);
    throw error;
  }
}

function evaluate(expression: Expression, lookup: Lookup): Value {
  switch (expression.kind) {
    case "constant":
      return constant(expression.value);
    case "template":
      return template(expression.parts.map((part) => evaluate(part, lookup)));
    case "list":
      return list(expression.items.map((item) => evaluate(item, lookup)));
    case "object":
      return objectOf(
        expression.entries.map(([key, value]) => [evaluate(key, lookup), evaluate(value, lookup)] as const),
      );
    case "call":
      return call(
        expression.name,
        expression.args.map((arg) => evaluate(arg, lookup)),
      );
    default:
      return traverse(expression, lookup);
  }
}

/** A template with values: a constant if all of them are known, an Unknown if one is. */
const template = (parts: readonly Value[]): Value =>
  parts.some((part) => part.kind === "list" || part.kind === "dictionary")
    ? madeOf(parts.find((part) => part.kind === "unknown") ?? unknown("a structure inside a text"))
    : templateOf(parts);

function traverse(expression: Expression, lookup: Lookup): Value {
  const steps: (string | number)[] = [];
  let current = expression;
  while (current.kind === "step") {
    const step = evaluate(current.step, lookup);
    if (step.kind !== "constant" || (typeof step.value !== "string" && typeof step.value !== "number"))
      return unknown("an index that is not a constant");
    steps.unshift(step.value);
    current = current.of;
  }
  return current.kind === "name"
    ? lookup([current.name, ...steps])
    : descend(evaluate(current, lookup), steps);
}

/**
 * Follows steps into a value. A block that is written as an object counts as a list of one, unless it has the key "0".
 * If the value has no such step, `missing` decides: for a resource, it is an attribute that the provider computes.
 */
export function descend(
  value: Value,
  steps: Path,
  missing: () => Value = () => unknown(`nothing at ${steps.join(".")}`),
): Value {
  let current = value;
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index] as string | number;
    if (current.kind === "unknown") return madeOf(current);
    if (current.kind === "reference") return { ...current, path: [...current.path, ...steps.slice(index)] };
    if (isAbsent(current)) return missing();
    if (current.kind === "call" || current.kind === "template" || current.kind === "encoded")
      return unknown(`what is below ${keyOf(current)}`);
    if (current.kind === "dictionary" && step === 0 && !current.entries.has("0")) continue;
    const next: Value | undefined =
      current.kind === "dictionary"
        ? current.entries.get(String(step))
        : current.kind === "list" && typeof step === "number"
          ? current.items[step]
          : undefined;
    if (!next) return missing();
    current = next;
  }
  return isAbsent(current) ? missing() : current;
}

/** In Terraform JSON, keys of maps are templates like values. */
const hasTemplate = (name: string): boolean => name.includes("${") || name.includes("%{");

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}...` : text);
