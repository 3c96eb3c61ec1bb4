// Loaded before other code, by workers and by a program that synthesizes one environment after another.
//
// CDKTF resolves every value four times, and looks for tokens of five kinds each time: half of the time of a synthesis, of
// which tests do hundreds. Here it gets only values that may hold a token. With `FULL=1` it gets all of them.
const { Tokenization } = require("cdktf");

const { resolve: resolveByCdktf } = Tokenization;

/** Part of each text that stands for a token, and of each number that does where it is part of a text. */
const ofToken = /Tok|e\+\d/;

/** Of numbers, negative ones alone stand for tokens. */
function mayBeToken(value) {
  if (typeof value === "string") return ofToken.test(value);
  return typeof value === "number" && value < 0;
}

/** An object whose keys are no token, and which is none itself. */
const isRecord = (value) =>
  Object.getPrototypeOf(value) === Object.prototype &&
  typeof value.resolve !== "function" &&
  !Object.keys(value).some(mayBeToken);

/** Leaves out what is undefined in a value, as CDKTF does, and has `resolve` see what may hold a token. */
function resolvePlain(value, resolve) {
  if (Array.isArray(value)) {
    if (value.some(mayBeToken)) return resolve(value);
    return value.map((item) => resolvePlain(item, resolve)).filter((item) => item !== undefined);
  }
  if (typeof value === "object" && value !== null) {
    if (!isRecord(value)) return resolve(value);
    const resolved = {};
    for (const key of Object.keys(value)) {
      const content = resolvePlain(value[key], resolve);
      if (content !== undefined) resolved[key] = content;
    }
    return resolved;
  }
  return mayBeToken(value) || typeof value === "function" ? resolve(value) : value;
}

/** Resolves in the same way what a token stands for. */
const alsoInTokens = (resolver) =>
  Object.assign(Object.create(resolver), {
    resolveToken(token, context, postProcessor) {
      const { resolve } = context;
      context.resolve = (value) => resolvePlain(value, resolve);
      return resolver.resolveToken(token, context, postProcessor);
    },
  });

/** In place of `Tokenization.resolve`. */
function resolveQuickly(value, options) {
  const given = { ...options, resolver: alsoInTokens(options.resolver) };
  return resolvePlain(value, (one) => resolveByCdktf(one, given));
}

if (process.env.FULL !== "1") Tokenization.resolve = resolveQuickly;

module.exports = { resolveByCdktf, resolveQuickly };
