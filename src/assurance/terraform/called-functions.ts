import { matchAt, plain, plainInQuotes } from "./lexing";

/** White space and comments, which may occur between a function's name and its parenthesis, and between words. */
const filling = /\s+|\/\*[\s\S]*?(\*\/|$)|(#|\/\/).*(\n|$)/y;
const word = /[\p{L}_][\p{L}\p{N}_-]*(\s*::\s*[\p{L}_][\p{L}\p{N}_-]*)*/uy;

/** Names of the functions that templates in a text call, even if other parts are not understood. */
export function calledFunctions(text: string): string[] {
  const found: string[] = [];
  let at = 0;
  const take = (part: string): boolean => {
    if (!text.startsWith(part, at)) return false;
    at += part.length;
    return true;
  };
  const match = (pattern: RegExp): string | undefined => {
    const matched = matchAt(pattern, text, at);
    at += matched?.length ?? 0;
    return matched;
  };
  const template = (isQuoted: boolean): void => {
    while (at < text.length) {
      if (match(isQuoted ? plainInQuotes : plain) !== undefined || take("$${") || take("%%{")) continue;
      if (take("${") || take("%{")) expression();
      else if (isQuoted && take('"')) return;
      else at += isQuoted && text[at] === "\\" ? 2 : 1;
    }
  };
  const expression = (): void => {
    let last: string | undefined;
    for (let depth = 0; at < text.length && depth >= 0; ) {
      if (match(filling) !== undefined) continue;
      const name = match(word);
      if (name === undefined) {
        if (take("(")) found.push(...(last === undefined ? [] : [last]));
        else if (take('"')) template(true);
        else if (take("{")) depth++;
        else if (take("}")) depth--;
        else at++;
      }
      last = name;
    }
  };
  template(false);
  return found;
}
