import { concatenated } from "../../grouping";
import { isEqual } from "../../terraform";

/** A part of a text that is not exact: a wildcard of a policy, or a string that is known after apply. */
export type Placeholder = Wildcard | Unknown | Unclear;

/** Matches every string of its length. */
export interface Wildcard {
  readonly placeholder: "wildcard";
  readonly length: "one" | "any";
}

/** One fixed string that AWS or the provider determines, equal for equal ids. */
export interface Unknown {
  readonly placeholder: "unknown";
  readonly length: "one" | "any";
  readonly id: string;
  /** Different ids of one kind are never equal, such as the ids of two keys. @default - they may be equal */
  readonly kind?: string;
  /** With length `one`, the characters that it may be. @default - any */
  readonly characters?: string;
  /** A character that it never contains. @default - none */
  readonly without?: string;
  /** Whether it differs from every string in the configuration: another principal or another place. @default false */
  readonly fresh?: boolean;
}

/** A part that is not understood. It may be any string, and differ between occurrences. */
export interface Unclear {
  readonly placeholder: "unclear";
  readonly length: "any";
  readonly reason: string;
}

export type Part = string | Placeholder;

/** A string with possibly unknown parts: a pattern of a policy, or a value such as an ARN before apply. */
export class Text {
  /** The string, if all of it is known. */
  readonly literal: string | undefined;
  /** Equal for equal texts. */
  readonly key: string;

  // Remembered, since policies of a large environment are evaluated often.
  private asPattern: Text | undefined;
  private inLowerCase: Text | undefined;
  private asArn: readonly Text[] | null | undefined;
  private split: readonly Part[] | undefined;

  private constructor(readonly parts: readonly Part[]) {
    this.literal = parts.every((part) => typeof part === "string") ? parts.join("") : undefined;
    this.key = this.literal ?? parts.map(partKey).join("");
  }

  static of(...parts: readonly Part[]): Text {
    return new Text(withoutSeams(parts));
  }

  static join(...texts: readonly (Text | string)[]): Text {
    return Text.of(
      ...concatenated<Part>(texts.map((text) => (typeof text === "string" ? [text] : text.parts))),
    );
  }

  /** A pattern with `*` and `?`. */
  static glob(pattern: string): Text {
    return Text.of(pattern).pattern;
  }

  /** A string that differs from every string in the configuration. */
  static other(id: string): Text {
    return Text.of({ placeholder: "unknown", length: "any", id, fresh: true });
  }

  /** Whether all parts of two texts are equal. */
  isSame(other: Text): boolean {
    return this.key === other.key && isEqual(this.parts, other.parts);
  }

  /** The text with `*` and `?` in its exact parts as wildcards. */
  get pattern(): Text {
    this.asPattern ??= this.withWildcards();
    return this.asPattern;
  }

  private withWildcards(): Text {
    if (!this.parts.some((part) => typeof part === "string" && /[*?]/.test(part))) return this;
    return Text.of(...this.parts.flatMap((part) => (typeof part === "string" ? wildcards(part) : [part])));
  }

  get hasWildcard(): boolean {
    return this.parts.some((part) => isPlaceholder(part) && part.placeholder === "wildcard");
  }

  /** Reasons for parts that are not understood. */
  get unclear(): string[] {
    return this.parts.flatMap((part) =>
      isPlaceholder(part) && part.placeholder === "unclear" ? [part.reason] : [],
    );
  }

  /** The text in lower case, for what IAM compares without case (actions, condition keys). */
  get lowerCase(): Text {
    this.inLowerCase ??= Text.of(
      ...this.parts.map((part) => (typeof part === "string" ? part.toLowerCase() : part)),
    );
    return this.inLowerCase;
  }

  /** The six components of an ARN, if its first five colons are exact. */
  get arnParts(): readonly Text[] | undefined {
    if (this.asArn === undefined) this.asArn = this.splitArn() ?? null;
    return this.asArn ?? undefined;
  }

  private splitArn(): Text[] | undefined {
    const parts: Part[][] = [[]];
    for (const part of this.parts) {
      const [start = "", ...more] = typeof part === "string" ? part.split(":") : [part];
      parts.at(-1)?.push(start);
      for (const piece of more)
        if (parts.length < 6) parts.push([piece]);
        else parts.at(-1)?.push(":", piece);
    }
    return parts.length === 6 ? parts.map((pieces) => Text.of(...pieces)) : undefined;
  }

  /** Single characters and placeholders. */
  get units(): readonly Part[] {
    this.split ??= this.parts.flatMap((part): readonly Part[] =>
      typeof part === "string" ? part.split("") : [part],
    );
    return this.split;
  }

  toString(): string {
    return this.parts.map(shown).join("");
  }
}

/** Merges adjacent exact parts, so that texts with different beginnings are distinguished quickly. */
function withoutSeams(parts: readonly Part[]): readonly Part[] {
  if (parts.length === 1 && parts[0] !== "") return parts;
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === "string" && typeof last === "string") joined[joined.length - 1] = last + part;
    else if (part !== "") joined.push(part);
  }
  // A copy without spare capacity: there are tens of thousands.
  return joined.slice();
}

export const isPlaceholder = (part: Part): part is Placeholder => typeof part !== "string";

const wildcards = (text: string): Part[] =>
  text.split(/([*?])/).map((part): Part => {
    if (part !== "*" && part !== "?") return part;
    return { placeholder: "wildcard", length: part === "*" ? "any" : "one" };
  });

const partKey = (part: Part): string => {
  if (typeof part === "string") return part;
  const name = part.placeholder === "unknown" ? part.id : part.placeholder === "unclear" ? part.reason : "";
  return `\u0000${part.placeholder}:${part.length}:${name}\u0000`;
};

/** Text in reports for an unknown part, such as an account that no provider states. */
export const unclearPart = "<unclear>";

const shown = (part: Part): string => {
  if (typeof part === "string") return part;
  if (part.length === "one") return "?";
  if (part.placeholder === "wildcard") return "*";
  return part.placeholder === "unknown" ? `<${part.id}>` : unclearPart;
};

/** A string that a pattern matches and that the configuration does not contain. */
export const witnessOf = (pattern: Text): Text =>
  Text.of(
    ...pattern.pattern.parts.map(
      (part, index): Part =>
        isPlaceholder(part) && part.placeholder === "wildcard"
          ? { placeholder: "unknown", length: part.length, id: `${pattern.key}.${index}`, fresh: true }
          : part,
    ),
  );
