import type { Environment } from "../../src/config/model";
import { outputRead, type Resource } from "../output-folder";

/** What an environment consists of, and what of it is still to be made. */
export class Needs {
  constructor(
    readonly environment: Environment,
    readonly all: readonly Resource[],
    /** Addresses that states have, by stack. */
    made: ReadonlyMap<string, ReadonlySet<string>>,
    /** Outputs by stack and name, as references. */
    private readonly outputs: ReadonlyMap<string, Readonly<Record<string, unknown>>> = new Map(),
  ) {
    this.toMake = all.filter(({ stack, address }) => !made.get(stack)?.has(address));
  }

  readonly toMake: readonly Resource[];

  /** Resources of a type that are still to be made. */
  of(type: string): Resource[] {
    return this.toMake.filter((one) => one.type === type);
  }

  /** Texts that config decides: what Terraform learns later is left out. */
  texts(type: string, argument: string): string[] {
    return this.of(type).flatMap(({ values }) => {
      const value = values[argument];
      return typeof value === "string" && !value.includes("${") ? [value] : [];
    });
  }

  /** A reference to another stack's output as that stack has it, so that two stacks name the same thing alike. */
  resolved(reference: unknown): string {
    const text = String(reference);
    const read = outputRead(text);
    const value = read && this.outputs.get(`${this.environment.name}-${read.stack}`)?.[read.output];
    return value === undefined ? text : String(value);
  }
}
