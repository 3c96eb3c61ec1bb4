import { randomInt } from "node:crypto";
import { inspect } from "node:util";

const hidden = "[hidden]";

/** Letters and digits only: safe in a URL, a shell, a .pgpass file and a JDBC string without escaping. */
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** A password that cannot reach a log, an error or a returned value by accident: only `reveal` gives the text. */
export class Password {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** 40 characters, 238 bits: it cannot be guessed, not even with its verifier in hand. */
  static generate(): Password {
    return new Password(randomText(40));
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return hidden;
  }

  toJSON(): string {
    return hidden;
  }

  [inspect.custom](): string {
    return hidden;
  }
}

export function randomText(length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}
