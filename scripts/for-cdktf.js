// Two workarounds for CDKTF, loaded by every program of this project.

/**
 * CDKTF captures an unlimited stack trace for every token, for errors about that token only, and source maps make each
 * frame expensive: a sixth of the time of a synthesis, half of it under Jest. Only CDKTF sets such a limit; all other
 * traces are kept. To debug a token, remove this.
 */
const capture = Error.captureStackTrace;
Error.captureStackTrace = (target, below) => {
  if (Error.stackTraceLimit !== Number.MAX_SAFE_INTEGER) capture(target, below);
};

/** CDKTF calls util.isArray, for which Node.js 22 and later print a deprecation warning. */
require("node:util").isArray = Array.isArray;
