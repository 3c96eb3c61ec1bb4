import { randomInt } from "node:crypto";
import { inspect } from "node:util";

const hidden = "[hidden]";

/** Letters and digits only, which need no escaping in a URL, a shell, a .pgpass file or a JDBC string. */
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** A password that cannot be logged, thrown or returned by accident: only `reveal` returns the text. */
export class Password {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** 40 characters, 238 bits: it cannot be guessed, even by an attacker with its verifier. */
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
