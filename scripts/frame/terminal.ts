/** The properties of a stream that are used. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Line length of a terminal; no limit for other programs and files. */
export const widthOf = ({ isTTY, columns }: Terminal): number =>
  isTTY && columns ? columns : Number.POSITIVE_INFINITY;

/**
 * Wraps lines at spaces. Continuation lines are aligned with the last column, or indented by two more than the text.
 */
export const fold = (text: string, width: number): string =>
  text
    .split("\n")
    .map((line) => foldLine(line, width))
    .join("\n");

function foldLine(line: string, width: number, hang = hangOf(line, width)): string {
  if (line.length <= width) return line;
  const end = line.lastIndexOf(" ", width);
  // A longer word, such as an ARN, is not split, so that it can be copied.
  const cut = end > hang.length ? end : line.indexOf(" ", Math.max(width, hang.length + 1));
  if (cut < 0) return line;
  return `${line.slice(0, cut).trimEnd()}\n${foldLine(hang + line.slice(cut).trimStart(), width, hang)}`;
}

/** Indentation of continuation lines. */
function hangOf(line: string, width: number): string {
  const indent = line.length - line.trimStart().length;
  const columns = [...line.matchAll(/ {2,}(?=\S)/g)].map(({ index, 0: { length } }) => index + length);
  const last = columns.findLast((start) => start > indent && start <= width / 2);
  return " ".repeat(last ?? (indent > 0 ? indent + 2 : 0));
}

/** A line with the current step. On a terminal it is overwritten in place, and removed at the end. */
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
 * Exits quietly if the reader closes the output early, as `head` and `less` do.
 *
 * @param fail called for other errors of the output, such as a full disk
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
