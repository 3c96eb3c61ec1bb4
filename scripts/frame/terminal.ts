/** The part of a stream that is asked here. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Characters of a line, or no limit where another program or a file reads. */
export const widthOf = ({ isTTY, columns }: Terminal): number =>
  isTTY && columns ? columns : Number.POSITIVE_INFINITY;

/**
 * Breaks lines at spaces so that they fit. What is left of a line stands below the start of its last column, or below its
 * text, two further in.
 */
export const fold = (text: string, width: number): string =>
  text
    .split("\n")
    .map((line) => foldLine(line, width))
    .join("\n");

function foldLine(line: string, width: number, hang = hangOf(line, width)): string {
  if (line.length <= width) return line;
  const end = line.lastIndexOf(" ", width);
  // A word that does not fit, such as an ARN, stays whole: it can be copied.
  const cut = end > hang.length ? end : line.indexOf(" ", Math.max(width, hang.length + 1));
  if (cut < 0) return line;
  return `${line.slice(0, cut).trimEnd()}\n${foldLine(hang + line.slice(cut).trimStart(), width, hang)}`;
}

/** What the lines begin with that a line is folded into. */
function hangOf(line: string, width: number): string {
  const indent = line.length - line.trimStart().length;
  const columns = [...line.matchAll(/ {2,}(?=\S)/g)].map(({ index, 0: { length } }) => index + length);
  const last = columns.findLast((start) => start > indent && start <= width / 2);
  return " ".repeat(last ?? (indent > 0 ? indent + 2 : 0));
}

/** One line that says what is done now. It is drawn where a person looks on, over itself, and is gone at the end. */
export class Progress {
  private isShown = false;

  constructor(private readonly terminal: Terminal) {}

  step(text: string): void {
    if (!this.terminal.isTTY) return;
    this.terminal.write(`\r\x1b[2K${text.slice(0, widthOf(this.terminal) - 1)}`);
    this.isShown = true;
  }

  clear(): void {
    if (this.isShown) this.terminal.write("\r\x1b[2K");
    this.isShown = false;
  }
}

/**
 * Lets the reader of the output stop early, as `head` and `less` do.
 *
 * @param fail what to do where output cannot be written for another reason, such as a full disk
 */
export function exitQuietlyWhenPipeCloses(
  streams: readonly NodeJS.WriteStream[],
  fail: (error: NodeJS.ErrnoException) => void,
): void {
  for (const stream of streams)
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") fail(error);
    });
}
