// Two things that CDKTF does, and that every program of this project does without.

/**
 * It asks for an endless stack trace at every token, for errors about that token alone, and source maps make each of its
 * frames dear: a sixth of the time of a synthesis, half of it under Jest. Only CDKTF lifts the limit that far; every other
 * trace stays. To debug a token, leave this out.
 */
const capture = Error.captureStackTrace;
Error.captureStackTrace = (target, below) => {
  if (Error.stackTraceLimit !== Number.MAX_SAFE_INTEGER) capture(target, below);
};

/** It calls util.isArray, of which Node.js 22 and later say on stderr that it goes away. */
require("node:util").isArray = Array.isArray;
