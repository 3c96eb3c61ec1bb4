/** Where log lines go: one JSON object a line, which CloudWatch Logs Insights reads without a parser. */
export type Sink = (line: string) => void;

/** Facts of a log line: names and identifiers. Passwords are `Password` objects, which print as `[hidden]`. */
export type Facts = Readonly<Record<string, unknown>>;

/** Keys that never carry a value into a log, whatever a later change passes in. */
const confidential = /password|secretstring|verifier|token$/i;

export interface Log {
  info(message: string, facts?: Facts): void;
  warn(message: string, facts?: Facts): void;
  error(message: string, facts?: Facts): void;
  /** The same log with facts that every line shall carry. */
  with(facts: Facts): Log;
}

export function createLog(sink: Sink, shared: Facts = {}): Log {
  const write =
    (level: string) =>
    (message: string, facts: Facts = {}) =>
      sink(JSON.stringify({ level, message, ...shared, ...facts }, hideConfidential));
  return {
    info: write("INFO"),
    warn: write("WARN"),
    error: write("ERROR"),
    with: (facts) => createLog(sink, { ...shared, ...facts }),
  };
}

const hideConfidential = (key: string, value: unknown): unknown =>
  confidential.test(key) && value !== undefined ? "[hidden]" : value;
