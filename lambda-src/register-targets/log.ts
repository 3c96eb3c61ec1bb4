import type { Clock } from "./clock";

/** Receives one line of the function's log. */
export type Write = (line: string) => void;

type Fields = Readonly<Record<string, unknown>>;
type Level = "INFO" | "WARN" | "ERROR";

/** Structured log: one JSON object per line. */
export class Log {
  constructor(
    private readonly write: Write,
    private readonly clock: Clock,
    private readonly fields: Fields = {},
  ) {}

  /** A log that adds these fields to every line. */
  with(fields: Fields): Log {
    return new Log(this.write, this.clock, { ...this.fields, ...fields });
  }

  info(message: string, fields: Fields = {}): void {
    this.line("INFO", message, fields);
  }

  warn(message: string, fields: Fields = {}): void {
    this.line("WARN", message, fields);
  }

  error(message: string, fields: Fields = {}): void {
    this.line("ERROR", message, fields);
  }

  private line(level: Level, message: string, fields: Fields): void {
    const timestamp = new Date(this.clock.now()).toISOString();
    this.write(JSON.stringify({ timestamp, level, message, ...this.fields, ...fields }));
  }
}

/** Not by `console`: Lambda's JSON log format would wrap the line, and CloudWatch would not find the metrics in it. */
export const writeToStdout: Write = (line) => {
  process.stdout.write(`${line}\n`);
};
