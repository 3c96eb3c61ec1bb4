/**
 * CDKTF asks for an endless stack trace at every token, and Jest maps each of its frames to the source: half the time of
 * a synthesis. Only CDKTF lifts the limit that far; every other trace stays.
 */
const capture = Error.captureStackTrace;
Error.captureStackTrace = (target, below) => {
  if (Error.stackTraceLimit !== Number.MAX_SAFE_INTEGER) capture(target, below);
};
