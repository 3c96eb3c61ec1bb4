import { unknown, type Value } from "./value";

/**
 * Values by name, each evaluated on first use. A value that refers to itself is an Unknown instead of an endless loop.
 */
export class LazyValues {
  private readonly done = new Map<string, Value | undefined>();

  constructor(private readonly evaluate: (name: string) => Value) {}

  get(name: string): Value {
    const known = this.done.get(name);
    if (known) return known;
    if (this.done.has(name)) return unknown(`${name} refers to itself`);
    this.done.set(name, undefined);
    const value = this.evaluate(name);
    this.done.set(name, value);
    return value;
  }
}
