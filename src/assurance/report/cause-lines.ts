import type { Cause } from "../causes";
import { indented } from "../indented";

/** Number of messages without a rule that are listed; the others are counted. */
const mostOthers = 2;

/** The resource with its problem, further problems there, and one of the consequences with a packet. */
export function causeLines({ at, problem, others, consequences }: Cause): string[] {
  const told = new Set([said(at, problem.text), ...problem.details]);
  const named = others.filter(({ details }) => details.length > 0);
  const plain = others.filter(({ details, text }) => details.length === 0 && !told.has(said(at, text)));
  const example = consequences.find(({ details }) => details.length > 0) ?? consequences[0];
  const more = Math.max(0, plain.length - mostOthers) + Math.max(0, consequences.length - 1);
  return [
    at === undefined ? problem.text : `${at}: ${said(at, problem.text)}`,
    ...problem.details,
    ...[...named, ...plain.slice(0, mostOthers)].flatMap(({ text, details }) => {
      const line = said(at, text);
      const isNew = !told.has(line);
      const others = details.filter((detail) => !told.has(detail));
      for (const one of [line, ...details]) told.add(one);
      return isNew ? [`also: ${line}`, ...indented(details)] : others;
    }),
    ...(example ? [`it follows: ${example.text}`, ...indented(example.details)] : []),
    ...(more > 0 ? [`and ${more} more that ${more === 1 ? "follows" : "follow"} from it`] : []),
  ];
}

/** A text without the resource at its beginning. */
const said = (at: string | undefined, text: string): string =>
  at !== undefined && (text.startsWith(`${at}: `) || text.startsWith(`${at} `))
    ? said(at, text.slice(at.length).replace(/^:? /, ""))
    : text;
