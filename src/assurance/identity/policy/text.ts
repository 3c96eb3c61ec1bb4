import { concatenated } from "../../grouping";
import { isEqual } from "../../terraform";

/**
 * A stretch of a text that is not written out: a wildcard of a policy, or one string that is known after apply only.
 */
export type Hole = Wildcard | Unknown | Unclear;

/** Stands for every string of its length. */
export interface Wildcard {
  readonly hole: "wildcard";
  readonly length: "one" | "any";
}

/** One fixed string that AWS or the provider decides, the same wherever the id occurs. */
export interface Unknown {
  readonly hole: "unknown";
  readonly length: "one" | "any";
  readonly id: string;
  /** Two ids of one kind are never the same string, such as the ids of two keys. @default - they may be */
  readonly kind?: string;
  /** With length `one`: the characters that it may be. @default - any */
  readonly characters?: string;
  /** A character that it never holds, and that so marks its end. @default - none */
  readonly without?: string;
  /** It differs from every string in the configuration: another principal or another place. @default false */
  readonly fresh?: boolean;
}

/** Something that this reader does not understand. It may be any string, at each place another one. */
export interface Unclear {
  readonly hole: "unclear";
  readonly length: "any";
  readonly reason: string;
}

export type Part = string | Hole;

/** A string of which parts may be unknown: a pattern of a policy, or a value such as an ARN before apply. */
export class Text {
  /** The string, if every character of it is known. */
  readonly literal: string | undefined;
  /** Equal for texts that are the same. */
  readonly key: string;

  // Policies of a large environment are matched again and again.
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

  /** A pattern as policies write it, with `*` and `?`. */
  static glob(pattern: string): Text {
    return Text.of(pattern).pattern;
  }

  /** A string that nothing in the configuration is equal to. */
  static other(id: string): Text {
    return Text.of({ hole: "unknown", length: "any", id, fresh: true });
  }

  /** Whether another text is the same in every part. */
  isSame(other: Text): boolean {
    return this.key === other.key && isEqual(this.parts, other.parts);
  }

  /** The same text with `*` and `?` of its written parts read as wildcards. */
  get pattern(): Text {
    this.asPattern ??= this.withWildcards();
    return this.asPattern;
  }

  private withWildcards(): Text {
    if (!this.parts.some((part) => typeof part === "string" && /[*?]/.test(part))) return this;
    return Text.of(...this.parts.flatMap((part) => (typeof part === "string" ? wildcards(part) : [part])));
  }

  get hasWildcard(): boolean {
    return this.parts.some((part) => isHole(part) && part.hole === "wildcard");
  }

  /** Why parts of it are not understood. */
  get unclear(): string[] {
    return this.parts.flatMap((part) => (isHole(part) && part.hole === "unclear" ? [part.reason] : []));
  }

  /** The same text in lower case, for what IAM compares without case (actions, keys of conditions). */
  get lowerCase(): Text {
    this.inLowerCase ??= Text.of(
      ...this.parts.map((part) => (typeof part === "string" ? part.toLowerCase() : part)),
    );
    return this.inLowerCase;
  }

  /** The six parts of an ARN, if its first five colons are written out. */
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

  /** Every character and every hole on its own. */
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

/** Neighbours that are written out become one: long starts that two texts do not share then settle most questions. */
function withoutSeams(parts: readonly Part[]): readonly Part[] {
  if (parts.length === 1 && parts[0] !== "") return parts;
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === "string" && typeof last === "string") joined[joined.length - 1] = last + part;
    else if (part !== "") joined.push(part);
  }
  // A copy has room for nothing else: there are tens of thousands.
  return joined.slice();
}

export const isHole = (part: Part): part is Hole => typeof part !== "string";

const wildcards = (text: string): Part[] =>
  text.split(/([*?])/).map((part): Part => {
    if (part !== "*" && part !== "?") return part;
    return { hole: "wildcard", length: part === "*" ? "any" : "one" };
  });

const partKey = (part: Part): string => {
  if (typeof part === "string") return part;
  const name = part.hole === "unknown" ? part.id : part.hole === "unclear" ? part.reason : "";
  return `\u0000${part.hole}:${part.length}:${name}\u0000`;
};

/** How reports show what is not known of a text, such as an account that no provider says. */
export const unclearPart = "<unclear>";

const shown = (part: Part): string => {
  if (typeof part === "string") return part;
  if (part.length === "one") return "?";
  if (part.hole === "wildcard") return "*";
  return part.hole === "unknown" ? `<${part.id}>` : unclearPart;
};

/** One string that a pattern matches and that the configuration does not write down. */
export const witnessOf = (pattern: Text): Text =>
  Text.of(
    ...pattern.pattern.parts.map(
      (part, index): Part =>
        isHole(part) && part.hole === "wildcard"
          ? { hole: "unknown", length: part.length, id: `${pattern.key}.${index}`, fresh: true }
          : part,
    ),
  );
