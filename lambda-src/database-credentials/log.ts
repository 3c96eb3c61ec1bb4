/** Receives lines, each one JSON object, which CloudWatch Logs Insights parses by itself. */
export type Sink = (line: string) => void;

export type Level = "info" | "warn" | "error";

/** Receives log lines, with the level by which Lambda filters them. */
export type LogSink = (line: string, level: Level) => void;

/** Fields of a log line: names and identifiers. Passwords are `Password` objects, which print as `[hidden]`. */
export type Facts = Readonly<Record<string, unknown>>;

/** Keys whose values are never logged, whatever a caller passes. */
const confidential = /password|secretstring|verifier|token$/i;

export interface Log {
  info(message: string, facts?: Facts): void;
  warn(message: string, facts?: Facts): void;
  error(message: string, facts?: Facts): void;
  /** A log that adds these fields to every line. */
  with(facts: Facts): Log;
}

export function createLog(sink: LogSink, shared: Facts = {}): Log {
  const write =
    (level: Level) =>
    (message: string, facts: Facts = {}) =>
      sink(
        JSON.stringify({ level: level.toUpperCase(), message, ...shared, ...facts }, hideConfidential),
        level,
      );
  return {
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    with: (facts) => createLog(sink, { ...shared, ...facts }),
  };
}

const hideConfidential = (key: string, value: unknown): unknown =>
  confidential.test(key) && value !== undefined ? "[hidden]" : value;
