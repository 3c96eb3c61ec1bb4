import type { Environment } from "../../src/config/model";
import { outputRead, type Resource } from "../output-folder";

/** Resources of an environment, and those that do not exist yet. */
export class Needs {
  constructor(
    readonly environment: Environment,
    readonly all: readonly Resource[],
    /** Addresses in states, by stack. */
    made: ReadonlyMap<string, ReadonlySet<string>>,
    /** Outputs by stack and name, as references. */
    private readonly outputs: ReadonlyMap<string, Readonly<Record<string, unknown>>> = new Map(),
  ) {
    this.toMake = all.filter(({ stack, address }) => !made.get(stack)?.has(address));
  }

  readonly toMake: readonly Resource[];

  /** Resources of a type that do not exist yet. */
  of(type: string): Resource[] {
    return this.toMake.filter((one) => one.type === type);
  }

  /** Texts from config, without values that are known after apply. */
  texts(type: string, argument: string): string[] {
    return this.of(type).flatMap(({ values }) => {
      const value = values[argument];
      return typeof value === "string" && !value.includes("${") ? [value] : [];
    });
  }

  /**
   * A reference to another stack's output, resolved to that stack's expression, so that equal references have equal
   * texts.
   */
  resolved(reference: unknown): string {
    const text = String(reference);
    const read = outputRead(text);
    const value = read && this.outputs.get(`${this.environment.name}-${read.stack}`)?.[read.output];
    return value === undefined ? text : String(value);
  }
}
