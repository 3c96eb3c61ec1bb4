import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import { cleaned, correctedForm } from "../near";
import { type Complaint, enumerate, type LocatedProblem, type Path, show } from "../problem";
import {
  describe,
  type JsonSchema,
  oneOf,
  own,
  placeOf,
  placesOf,
  schemaAt,
  toJsonSchema,
} from "../schema/json-schema";
import { suggest } from "../suggest";
import { convertedToType, fixForLimit, fixForType, inYaml } from "./fixes";
import type { YamlFile } from "./yaml-file";

type Issue = z.core.$ZodIssue;

/** Marks issues for which the schema has no message; this module writes the message. */
const unworded = "\u0000";

/** Maximum of issues that are worded: wording one requires several validations of the whole file. */
const mostIssues = 200;

/**
 * Validates a file: returns its value with defaults filled in and its value as written, or its problems. If these are not
 * all, `withMore` has the file's name.
 */
export function parseFile<T extends z.ZodType>(
  schema: T,
  file: YamlFile,
): { value?: z.output<T>; declared?: z.input<T>; problems: LocatedProblem[]; withMore: string[] } {
  if (!file.isReadable) return { problems: file.problems, withMore: [] };
  const first = schema.safeParse(file.value, { error: () => unworded });
  if (first.success)
    return { value: first.data, declared: file.value as z.input<T>, problems: file.problems, withMore: [] };
  // Unknown keys could hide other problems, so the file is validated a second time without them.
  const unknown = first.error.issues.filter((issue) => issue.code === "unrecognized_keys");
  const known = withoutKeys(file.value, unknown);
  const second = schema.safeParse(known, { error: () => unworded });
  const read: Reading = { schema, jsonSchema: toJsonSchema(schema), file, value: known };
  const issues = [...unknown, ...firstIssues(second.error?.issues ?? [])];
  const worded = issues.slice(0, mostIssues).flatMap((issue) => new Wording(read, issue).problems());
  return {
    ...(second.success ? { value: second.data, declared: known as z.input<T> } : {}),
    problems: [...file.problems, ...worded],
    withMore: issues.length > mostIssues ? [file.name] : [],
  };
}

/** A copy of a value without the keys that the schema does not define. */
function withoutKeys(value: unknown, issues: readonly z.core.$ZodIssueUnrecognizedKeys[]): unknown {
  const copy = structuredClone(value);
  for (const { path, keys } of issues) {
    const mapping = valueAt(copy, path as Path);
    for (const key of keys) Reflect.deleteProperty(mapping as object, key);
  }
  return copy;
}

/**
 * The issue to fix first, per path. For a value of the wrong type, limits are irrelevant; a limit with a message of the
 * schema precedes zod's built-in limit; rules across values wait until each value is valid.
 */
function firstIssues(issues: readonly Issue[]): Issue[] {
  const places = new Map<string, Issue[]>();
  for (const issue of issues) {
    const place = JSON.stringify(issue.path);
    const here = places.get(place);
    if (here) here.push(issue);
    else places.set(place, [issue]);
  }
  return [...places.values()].flatMap((here) => {
    const own = here.filter(({ code }) => code !== "custom");
    return own.find(({ code }) => code === "invalid_type") ?? own.at(-1) ?? here;
  });
}

/** A value, the schema that validates it, and its file. */
interface Reading {
  readonly schema: z.ZodType;
  readonly jsonSchema: JsonSchema;
  readonly file: YamlFile;
  readonly value: unknown;
}

/** Words one issue of zod in terms of the edited file. */
class Wording {
  readonly #path: Path;
  readonly #value: unknown;
  readonly #expected: JsonSchema | undefined;

  constructor(
    private readonly read: Reading,
    private readonly issue: Issue,
  ) {
    this.#path = issue.path as Path;
    this.#value = valueAt(read.value, this.#path);
    this.#expected = schemaAt(read.jsonSchema, this.#path, read.value);
  }

  problems(): LocatedProblem[] {
    const { file } = this.read;
    const { issue } = this;
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => file.locate([...this.#path, key], this.#unknownKey(key), "key"));
    }
    return [file.locate(this.#path, this.#complaint(), issue.code === "invalid_key" ? "key" : "value")];
  }

  #complaint(): Complaint {
    // An issue of a key is wrapped in an issue of its mapping.
    const issue = this.issue.code === "invalid_key" ? (this.issue.issues[0] ?? this.issue) : this.issue;
    if (issue.code === "custom") return this.#cleaned(issue.params as unknown as Complaint);
    return { found: this.#found(), ...(this.#demandsOfType() ?? this.#demands()) };
  }

  /** The complaint; with a fix about invisible characters if the text is valid without them. */
  #cleaned(complaint: Complaint): Complaint {
    const text = typeof this.#value === "string" ? cleaned(this.#value) : this.#value;
    if (text === this.#value || !this.#accepts(text)) return complaint;
    return { ...complaint, fix: `Write it again, without the invisible characters: ${text}.` };
  }

  /** Whether another value would be valid at this path. */
  #accepts(value: unknown): boolean {
    return this.#issueAbout(value) === undefined;
  }

  #issueAbout(value: unknown): Issue | undefined {
    const whole = withValueAt(this.read.value, this.#path, value);
    const issues = this.read.schema.safeParse(whole, { error: () => unworded }).error?.issues ?? [];
    return firstIssues(issues.filter(({ path }) => isDeepStrictEqual(path, this.#path)))[0];
  }

  #demands(): Demands {
    return { allowed: this.#allowed(), fix: this.#fix() };
  }

  /** Demands that the value would violate if it had the expected type: they are more important than its type. */
  #demandsOfType(): Demands | undefined {
    const typed = convertedToType(this.#expected, this.#value, this.#written());
    if (typed === undefined) return undefined;
    const issue = this.#issueAbout(typed);
    if (!issue) return undefined;
    const read = { ...this.read, value: withValueAt(this.read.value, this.#path, typed) };
    const { allowed, fix } = new Wording(read, issue).#complaint();
    return { allowed, fix: typeof this.#value === "string" ? `Remove the quotes. ${fix}` : fix };
  }

  #found(): string {
    if (this.#isMissing()) return "nothing";
    if (this.#value === null && this.#path.length === 0) return "an empty file";
    if (this.issue.code !== "invalid_type") return show(this.#value);
    const kind = { string: "the text ", number: "the number ", boolean: "the boolean " }[
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
      this.#otherForm() ??
      "Write it in the allowed form."
    );
  }

  #otherForm(): string | undefined {
    if (typeof this.#value !== "string" || this.issue.code === "invalid_key") return undefined;
    // A network of one address is plausible in lists of clients, not for a VPC or a subnet.
    const isClient = /Cidrs$/.test(String(this.#path.at(-2)));
    const form = correctedForm(
      this.#value,
      (text) => (isClient || !text.endsWith("/32")) && this.#accepts(text),
    );
    return form && `Write ${inYaml(form)}.`;
  }

  #suggestion(): string | undefined {
    const choices = this.#choices();
    const nearest = typeof this.#value === "string" ? suggest(this.#value, choices.map(String)) : undefined;
    if (nearest) return `Did you mean ${choices.includes(nearest) ? inYaml(nearest) : nearest}?`;
    return choices.length > 0 ? "Choose one of them." : undefined;
  }

  #choices(): readonly unknown[] {
    if (this.issue.code === "invalid_value") return this.issue.values;
    return this.issue.code === "invalid_union" ? ((this.issue as { options?: unknown[] }).options ?? []) : [];
  }

  #unknownKey(key: string): Complaint {
    const known = Object.keys(this.#expected?.properties ?? {});
    const complaint = (found: string, fix: string) => ({ found, allowed: known.join(", "), fix });
    if (key === "<<") return complaint("a YAML merge key", "Write all keys explicitly.");
    if (cleaned(key) !== key)
      return complaint("a key with invisible characters", "Write it again, and indent it with spaces only.");
    const nearest = suggest(key, known);
    if (nearest) return complaint("an unknown key", `Did you mean ${nearest}?`);
    const elsewhere = placesOf(key, this.read.jsonSchema).filter((place) => place !== placeOf(this.#path));
    return complaint(
      "an unknown key",
      elsewhere.length > 0
        ? `Move it to ${enumerate(elsewhere, "or")}.`
        : "Delete it, or choose the intended key from the list.",
    );
  }

  #isRequired(): boolean {
    const parent = schemaAt(this.read.jsonSchema, this.#path.slice(0, -1), this.read.value);
    return parent?.required?.includes(String(this.#path.at(-1))) ?? false;
  }

  #isMissing(): boolean {
    return this.#value === undefined;
  }

  #written(): string {
    return this.read.file.sourceOf(this.#path) ?? String(this.#value);
  }
}

type Demands = Pick<Complaint, "allowed" | "fix">;

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, part) => own(inner, part), value);

/** A copy of a value with another value at a path. */
function withValueAt(value: unknown, path: Path, other: unknown): unknown {
  const copy = structuredClone(value);
  Reflect.set(valueAt(copy, path.slice(0, -1)) as object, path.at(-1) ?? "", other);
  return copy;
}
