import { rememberedByKey } from "../remembered";
import { matchAt, plain, plainInQuotes } from "./lexing";

/** A parsed Terraform expression. Only the few forms of synthesized configurations; all others are refused. */
export type Expression =
  | { readonly kind: "constant"; readonly value: string | number | boolean | null }
  | { readonly kind: "template"; readonly parts: readonly Expression[] }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "step"; readonly of: Expression; readonly step: Expression }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "object"; readonly entries: readonly (readonly [Expression, Expression])[] };

/** Thrown for syntax that is not supported. */
export class SyntaxRefused extends Error {}

/** Parses a string of Terraform JSON: text with `${...}`. */
export function parseTemplate(text: string): Expression {
  if (!text.includes("{")) return { kind: "constant", value: text };
  return text.length < referenceLength ? reference(text) : parsed(text);
}

/**
 * Maximum length of remembered references, which stacks of all organizations share. Longer texts, such as policies,
 * occur in one stack only.
 */
const referenceLength = 150;

const parsed = (text: string): Expression => new Parser(text).template(() => false);
const reference = rememberedByKey(parsed);

const identifier = /[A-Za-z_][A-Za-z0-9_-]*/y;
const number = /\d+(\.\d+)?/y;
const space = /\s*/y;
const escapes: Record<string, string> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

class Parser {
  private position = 0;

  constructor(private readonly source: string) {}

  /** Literal text and interpolations until `ends` is true, or to the end. */
  template(ends: () => boolean, escaped = false): Expression {
    const parts: Expression[] = [];
    let text = "";
    while (this.position < this.source.length && !ends()) {
      if (this.take("$${")) text += "${";
      else if (this.take("%%{")) text += "%{";
      else if (this.take("%{")) throw new SyntaxRefused("a template directive");
      else if (this.take("${")) {
        parts.push(...literal(text), this.expression());
        text = "";
        this.expect("}");
      } else if (escaped && this.take("\\")) text += this.escape();
      else text += this.match(escaped ? plainInQuotes : plain) ?? this.source[this.position++];
    }
    parts.push(...literal(text));
    const [only] = parts;
    if (!only) return { kind: "constant", value: "" };
    return parts.length === 1 ? only : { kind: "template", parts };
  }

  private expression(): Expression {
    let expression = this.operand();
    for (;;) {
      this.skipSpace();
      if (this.take("[")) {
        expression = { kind: "step", of: expression, step: this.expression() };
        this.expect("]");
      } else if (this.take(".")) {
        const step = this.match(number) ?? this.match(identifier);
        if (step === undefined) throw this.refuse();
        expression = { kind: "step", of: expression, step: { kind: "constant", value: indexOr(step) } };
      } else return expression;
    }
  }

  private operand(): Expression {
    this.skipSpace();
    if (this.take('"')) return this.quoted();
    if (this.take("[")) return { kind: "list", items: this.sequence("]", () => this.expression()) };
    if (this.take("{")) return { kind: "object", entries: this.sequence("}", () => this.entry()) };
    if (this.take("(")) {
      const expression = this.expression();
      this.expect(")");
      return expression;
    }
    const negative = this.take("-");
    const digits = this.match(number);
    if (digits !== undefined) return { kind: "constant", value: Number(digits) * (negative ? -1 : 1) };
    const name = negative ? undefined : this.match(identifier);
    if (name === undefined || name === "for") throw this.refuse();
    if (this.take("(")) return { kind: "call", name, args: this.sequence(")", () => this.expression()) };
    if (name === "true" || name === "false") return { kind: "constant", value: name === "true" };
    return name === "null" ? { kind: "constant", value: null } : { kind: "name", name };
  }

  private entry(): readonly [Expression, Expression] {
    const bare = this.match(identifier);
    const key: Expression = bare === undefined ? this.operand() : { kind: "constant", value: bare };
    this.skipSpace();
    if (!this.take("=")) this.expect(":");
    return [key, this.expression()];
  }

  private sequence<T>(end: string, item: () => T): T[] {
    const items: T[] = [];
    for (;;) {
      this.skipSpace();
      if (this.take(end)) return items;
      items.push(item());
      this.skipSpace();
      if (!this.take(",") && this.source[this.position] !== end) throw this.refuse();
    }
  }

  private quoted(): Expression {
    const expression = this.template(() => this.source[this.position] === '"', true);
    this.expect('"');
    return expression;
  }

  private escape(): string {
    const letter = this.source[this.position++] ?? "";
    if (letter === "u") {
      const code = this.source.slice(this.position, this.position + 4);
      this.position += 4;
      return String.fromCharCode(Number.parseInt(code, 16));
    }
    const text = escapes[letter];
    if (text === undefined) throw this.refuse();
    return text;
  }

  private match(pattern: RegExp): string | undefined {
    const found = matchAt(pattern, this.source, this.position);
    this.position += found?.length ?? 0;
    return found;
  }

  private skipSpace(): void {
    this.match(space);
  }

  private take(text: string): boolean {
    if (!this.source.startsWith(text, this.position)) return false;
    this.position += text.length;
    return true;
  }

  private expect(text: string): void {
    this.skipSpace();
    if (!this.take(text)) throw this.refuse();
  }

  private refuse(): SyntaxRefused {
    const rest = this.source.slice(this.position, this.position + 20);
    return new SyntaxRefused(`an expression that is not understood at "${rest}"`);
  }
}

const literal = (text: string): Expression[] => (text === "" ? [] : [{ kind: "constant", value: text }]);

const indexOr = (step: string): string | number => (/^\d+$/.test(step) ? Number(step) : step);
