import type { Cause } from "../causes";

/** What has no rule to name is said so often, and counted beyond that. */
const mostOthers = 2;

/** The resource and what is wrong with it, what else is wrong there, and one of the consequences with its packets. */
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

/** A text that starts with the resource, without it. */
const said = (at: string | undefined, text: string): string =>
  at !== undefined && (text.startsWith(`${at}: `) || text.startsWith(`${at} `))
    ? said(at, text.slice(at.length).replace(/^:? /, ""))
    : text;

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
