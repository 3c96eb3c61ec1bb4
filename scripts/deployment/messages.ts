/** Planned action on a resource, in Terraform's terms. */
export type Action = "create" | "update" | "replace" | "delete" | (string & {});

export interface Change {
  readonly address: string;
  readonly action: Action;
}

/** An error or a warning of Terraform. */
export interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail?: string;
  /** Address of the resource. @default - none */
  readonly address?: string;
}

/** The parts of a line of `terraform -json` that are used. */
interface Line {
  readonly "@message": string;
  readonly type: string;
  readonly change?: { readonly resource: { readonly addr: string }; readonly action: Action };
  readonly hook?: { readonly action: Action; readonly elapsed_seconds?: number };
  readonly diagnostic?: Diagnostic;
}

/** Terraform reports every ten seconds that it still waits. One line per minute is sufficient. */
const progressEverySeconds = 60;

/** Output of one run of Terraform. */
export class Messages {
  readonly planned: Change[] = [];
  readonly errors: Diagnostic[] = [];
  /** Number of completed changes, by action. */
  readonly done = new Map<Action, number>();
  /** Lines that are not JSON: of Terraform before it parses its options, of a wrapper, or of a crash. */
  readonly plain: string[] = [];

  /** @returns the part of the line to print immediately */
  hear(text: string): string | undefined {
    const line = parse(text);
    if (!line) {
      if (text.trim() !== "") this.plain.push(text);
      return undefined;
    }
    const { "@message": message, type, change, hook, diagnostic } = line;
    switch (type) {
      case "planned_change":
        if (change && !["read", "noop"].includes(change.action))
          this.planned.push({ address: change.resource.addr, action: change.action });
        return undefined;
      case "diagnostic":
        if (diagnostic?.severity === "error") this.errors.push(diagnostic);
        return message;
      case "apply_complete":
        if (!hook || hook.action === "read") return undefined;
        this.done.set(hook.action, (this.done.get(hook.action) ?? 0) + 1);
        return message;
      case "apply_start":
      case "apply_errored":
        return hook?.action === "read" ? undefined : message;
      case "apply_progress":
        return (hook?.elapsed_seconds ?? 0) % progressEverySeconds === 0 ? message : undefined;
      default:
        return undefined;
    }
  }
}

function parse(text: string): Line | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    const line = JSON.parse(text) as Partial<Line>;
    return typeof line.type === "string" ? (line as Line) : undefined;
  } catch {
    return undefined;
  }
}

const planned: readonly [Action, string][] = [
  ["create", "to add"],
  ["update", "to change"],
  ["replace", "to replace"],
  ["delete", "to destroy"],
];
const done: readonly [Action, string][] = [
  ["create", "added"],
  ["update", "changed"],
  ["delete", "destroyed"],
];

/** `77 to add, 1 to replace`. Other actions, such as a move or an import, are in Terraform's terms. */
export function plannedWords(changes: readonly Change[]): string {
  const counts = new Map<Action, number>();
  for (const { action } of changes) counts.set(action, (counts.get(action) ?? 0) + 1);
  return words(counts, planned) || "outputs only";
}

/** `77 added, 1 destroyed`. A replacement counts as both. */
export const doneWords = (counts: ReadonlyMap<Action, number>): string =>
  words(counts, done) || "outputs only";

function words(counts: ReadonlyMap<Action, number>, known: readonly [Action, string][]): string {
  const others = [...counts.keys()].filter((action) => !known.some(([one]) => one === action));
  return [...known, ...others.map((action): [Action, string] => [action, `to ${action}`])]
    .flatMap(([action, word]) => (counts.has(action) ? [`${counts.get(action)} ${word}`] : []))
    .join(", ");
}
