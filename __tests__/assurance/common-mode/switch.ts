import fs from "node:fs";
import Module from "node:module";
import path from "node:path";

/** What a function returns in place of its result: always the first one, another call's, or the empty value. */
export const kinds = ["constant", "neighbour", "empty"] as const;
export type Kind = (typeof kinds)[number];

type Call = (...args: unknown[]) => unknown;

/** Replaces results of functions, of one at a time, and otherwise remembers what each returns. */
export class Switch {
  /** Results of each function without a fault, each once, in the order in which they came. */
  readonly results = new Map<string, Map<string, unknown>>();
  private fault: { readonly id: string; readonly kind: Kind } | undefined;

  call(id: string, real: Call, args: unknown[]): unknown {
    const result = real(...args);
    if (!this.fault) this.remember(id, result);
    return this.fault?.id === id ? this.replaced(id, this.fault.kind, result) : result;
  }

  during<T>(id: string, kind: Kind, work: () => T): T {
    this.fault = { id, kind };
    try {
      return work();
    } finally {
      this.fault = undefined;
    }
  }

  private remember(id: string, result: unknown): void {
    const known = this.results.get(id) ?? new Map<string, unknown>();
    this.results.set(id, known.set(keyOf(result), known.get(keyOf(result)) ?? result));
  }

  private replaced(id: string, kind: Kind, result: unknown): unknown {
    const known = [...(this.results.get(id) ?? [])];
    if (kind === "empty") return emptyOf(result);
    if (kind === "constant") return known[0]?.[1];
    const index = known.findIndex(([key]) => key === keyOf(result));
    return known[(index + 1) % known.length]?.[1];
  }
}

/** Faults that change something: a function with one result has no neighbour. */
export const faultsIn = ({ results }: Switch): [id: string, kind: Kind][] =>
  [...results].flatMap(([id, known]) =>
    kinds.filter((kind) => kind === "empty" || known.size > 1).map((kind): [string, Kind] => [id, kind]),
  );

const keyOf = (value: unknown): string => JSON.stringify(value) ?? String(value);

function emptyOf(value: unknown): unknown {
  if (typeof value === "string") return "";
  if (typeof value === "number") return 0;
  if (typeof value === "boolean") return false;
  return Array.isArray(value) ? [] : undefined;
}

/** Has each exported function of files under a folder, which esbuild compiled, ask the switch. */
export function wrapFunctions(folder: string, faults: Switch): void {
  Object.assign(globalThis, { faults });
  const { _extensions: extensions } = Module as unknown as { _extensions: Record<string, Load> };
  const load = extensions[".js"] as Load;
  extensions[".js"] = (module, file) => {
    if (!isWrapped(path.relative(folder, file))) return load(module, file);
    module._compile(wrapped(fs.readFileSync(file, "utf8"), path.relative(folder, file)), file);
  };
}

type Load = (module: { _compile(code: string, file: string): void }, file: string) => void;

/**
 * What resolves config, and what makes names in any room. How config is read, checked and described, the proof shares
 * with the constructs.
 */
const isWrapped = (file: string): boolean =>
  (/^config\/(facts\/)?[\w-]+\.js$/.test(file) && !/\/(load|errors)\.js$/.test(file)) ||
  /^(?!config)\w+\/(names|arn|short-name)\.js$/.test(file);

function wrapped(code: string, file: string): string {
  const exported = [...code.matchAll(/^ {2}(\w+): \(\) => \1,?$/gm)].map((match) => match[1] as string);
  return exported.reduce((text, name) => {
    const declared = new RegExp(`^(const ${name} = (?=\\([^=]*\\) =>)|function ${name}(?=\\())`, "m");
    if (!declared.test(text)) return text;
    const renamed = text.replace(declared, (found) => found.replace(name, `${name}__real`));
    const id = `${file.replace(/\.js$/, ".ts")} ${name}`;
    return `${renamed}\nfunction ${name}(...args) { return faults.call("${id}", ${name}__real, args); }\n`;
  }, code);
}
