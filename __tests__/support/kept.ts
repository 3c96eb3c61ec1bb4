const known = Symbol.for("kept by a worker for its test files");
type Known = Map<string, unknown>;

/**
 * What takes long to make, kept by a worker for all of its test files, which may only read it.
 *
 * @param name depends on everything that the value depends on
 */
export function kept<T>(name: string, make: () => T): T {
  const holder = globalThis as { [known]?: Known };
  holder[known] ??= new Map();
  // In watch mode, a worker sees several runs of other code.
  const key = `${process.env.TEST_RUN_FOLDER} ${name}`;
  if (!holder[known].has(key)) holder[known].set(key, make());
  return holder[known].get(key) as T;
}
