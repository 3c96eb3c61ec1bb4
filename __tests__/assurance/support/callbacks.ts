const methods = [
  "every",
  "filter",
  "find",
  "findIndex",
  "flatMap",
  "forEach",
  "map",
  "reduce",
  "some",
] as const;

type Callback = (...given: unknown[]) => unknown;
type Method = (this: unknown, callback: Callback, ...others: unknown[]) => unknown;

/** How often each function is called that arrays call for their items while something is done, by the function's text. */
export function callbacksIn(work: () => void): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const prototype = Array.prototype as unknown as Record<(typeof methods)[number], Method>;
  const before = methods.map((name) => [name, prototype[name]] as const);
  const counted = (method: Method): Method =>
    function (callback, ...others) {
      let count = 0;
      const result = method.call(
        this,
        (...given) => {
          count++;
          return callback(...given);
        },
        ...others,
      );
      const text = String(callback);
      counts.set(text, (counts.get(text) ?? 0) + count);
      return result;
    };
  for (const [name, method] of before) Object.assign(prototype, { [name]: counted(method) });
  try {
    work();
  } finally {
    for (const [name, method] of before) Object.assign(prototype, { [name]: method });
  }
  return counts;
}
