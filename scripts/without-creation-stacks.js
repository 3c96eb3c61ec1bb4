/**
 * CDKTF asks for an endless stack trace at every token, for errors about that token alone, and source maps make each of
 * its frames dear: a sixth of the time of a synthesis, half of it under Jest. Only CDKTF lifts the limit that far; every
 * other trace stays. To debug a token, leave this out.
 */
const capture = Error.captureStackTrace;
Error.captureStackTrace = (target, below) => {
  if (Error.stackTraceLimit !== Number.MAX_SAFE_INTEGER) capture(target, below);
};
