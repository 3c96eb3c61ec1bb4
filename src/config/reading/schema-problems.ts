import type { z } from "zod";
import { type Complaint, type LocatedProblem, type Path, show } from "../problem";
import { describe, type JsonSchema, oneOf, own, schemaAt, toJsonSchema } from "../schema/json-schema";
import { suggest } from "../suggest";
import { fixForLimit, fixForType } from "./fixes";
import type { YamlFile } from "./yaml-file";

type Issue = z.core.$ZodIssue;

/** Marks issues for which the schema has no words of its own; those are worded here. */
const unworded = "\u0000";

/** What a schema makes of a file: its value with defaults filled in and as it is written, or every reason why not. */
export function parseFile<T extends z.ZodType>(
  schema: T,
  file: YamlFile,
): { value?: z.output<T>; declared?: z.input<T>; problems: LocatedProblem[] } {
  if (!file.isReadable) return { problems: file.problems };
  const first = schema.safeParse(file.value, { error: () => unworded });
  if (first.success)
    return { value: first.data, declared: file.value as z.input<T>, problems: file.problems };
  // What is wrong beside unknown keys, some of which would hide it, is found without them.
  const unknown = first.error.issues.filter((issue) => issue.code === "unrecognized_keys");
  const known = withoutKeys(file.value, unknown);
  const second = schema.safeParse(known, { error: () => unworded });
  const jsonSchema = toJsonSchema(schema);
  const worded = [...unknown, ...(second.error?.issues ?? [])]
    .filter(isFirstOfItsKind)
    .flatMap((issue) => new Wording(jsonSchema, file, issue).problems());
  return {
    ...(second.success ? { value: second.data, declared: known as z.input<T> } : {}),
    problems: [...file.problems, ...worded],
  };
}

/** A copy of a value without the keys that its schema does not know. */
function withoutKeys(value: unknown, issues: readonly z.core.$ZodIssueUnrecognizedKeys[]): unknown {
  const copy = structuredClone(value);
  for (const { path, keys } of issues) {
    const mapping = path.reduce<unknown>((inner, part) => own(inner, part), copy);
    for (const key of keys) Reflect.deleteProperty(mapping as object, key);
  }
  return copy;
}

/** Reports no length error for a value of the wrong type. */
function isFirstOfItsKind(issue: Issue, index: number, all: readonly Issue[]): boolean {
  const place = JSON.stringify(issue.path);
  return !all
    .slice(0, index)
    .some(({ code, path }) => code === "invalid_type" && JSON.stringify(path) === place);
}

/** One issue of zod, in the words of the file that is edited. */
class Wording {
  readonly #path: Path;
  readonly #value: unknown;
  readonly #expected: JsonSchema | undefined;

  constructor(
    private readonly jsonSchema: JsonSchema,
    private readonly file: YamlFile,
    private readonly issue: Issue,
  ) {
    this.#path = issue.path as Path;
    this.#value = this.#path.reduce<unknown>((value, part) => own(value, part), file.value);
    this.#expected = schemaAt(jsonSchema, this.#path, file.value);
  }

  problems(): LocatedProblem[] {
    const { issue, file } = this;
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => file.locate([...this.#path, key], this.#unknownKey(key), "key"));
    }
    return [file.locate(this.#path, this.#complaint(), issue.code === "invalid_key" ? "key" : "value")];
  }

  #complaint(): Complaint {
    // A key's own complaint comes wrapped in one about the mapping.
    const issue = this.issue.code === "invalid_key" ? (this.issue.issues[0] ?? this.issue) : this.issue;
    if (issue.code === "custom") return issue.params as unknown as Complaint;
    return { found: this.#found(), allowed: this.#allowed(), fix: this.#fix() };
  }

  #found(): string {
    if (this.#isMissing()) return "nothing";
    if (this.#value === null && this.#path.length === 0) return "an empty file";
    if (this.issue.code !== "invalid_type") return show(this.#value);
    const kind = { string: "the text ", number: "the number ", boolean: "the truth value " }[
      typeof this.#value as string
    ];
    return `${kind ?? ""}${typeof this.#value === "number" ? this.#written() : show(this.#value)}`;
  }

  #allowed(): string {
    if (this.issue.code === "invalid_union") return oneOf(this.#choices());
    return this.issue.message === unworded ? describe(this.#expected) : this.issue.message;
  }

  #fix(): string {
    const key = String(this.#path.at(-1) ?? "");
    if (this.#path.length === 0) return "Write `key: value` lines, as in the shipped examples.";
    if (this.#isMissing()) return `Add \`${key}:\` with a value.`;
    if (this.#value === null)
      return `Give \`${key}\` a value${this.#isRequired() ? "" : ", or delete the line"}.`;
    return (
      fixForType(this.#expected, this.#value, this.#written()) ??
      this.#suggestion() ??
      fixForLimit(this.issue) ??
      "Write it in the form that is allowed."
    );
  }

  #suggestion(): string | undefined {
    const choices = this.#choices();
    const nearest = typeof this.#value === "string" ? suggest(this.#value, choices) : undefined;
    if (nearest) return `Did you mean ${nearest}?`;
    return choices.length > 0 ? "Choose one of them." : undefined;
  }

  #choices(): string[] {
    if (this.issue.code === "invalid_value") return this.issue.values.map(String);
    if (this.issue.code === "invalid_union")
      return ((this.issue as { options?: unknown[] }).options ?? []).map(String);
    return [];
  }

  #unknownKey(key: string): Complaint {
    const known = Object.keys(this.#expected?.properties ?? {});
    const nearest = suggest(key, known);
    return {
      found: key === "<<" ? "a YAML merge key" : "an unknown key",
      allowed: known.join(", "),
      fix: nearest
        ? `Did you mean ${nearest}?`
        : key === "<<"
          ? "Write the keys out."
          : "Delete it, or look in the list for the key that says what you mean.",
    };
  }

  #isRequired(): boolean {
    const parent = schemaAt(this.jsonSchema, this.#path.slice(0, -1), this.file.value);
    return parent?.required?.includes(String(this.#path.at(-1))) ?? false;
  }

  #isMissing(): boolean {
    return this.#value === undefined;
  }

  #written(): string {
    return this.file.sourceOf(this.#path) ?? String(this.#value);
  }
}
