import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from "yaml";
import { type Complaint, formatPath, type LocatedProblem, type Path, show } from "../problem";
import { explainSyntaxError } from "./yaml-syntax";

/** Far above the size of any real file, and below a size that slows the parser down. */
const maxBytes = 64 * 1024;

/** A YAML file: its value, with the line and column of each part. */
export class YamlFile {
  /** Value of the file. */
  readonly value: unknown;
  /** Whether the file is valid YAML, so that `value` can be validated. */
  readonly isReadable: boolean = false;
  readonly problems: LocatedProblem[] = [];
  readonly #lines = new LineCounter();
  readonly #document: Document | undefined;

  /** @param name as shown in messages */
  constructor(
    readonly name: string,
    bytes: Uint8Array,
  ) {
    const text = this.#decode(bytes);
    if (text === undefined) return;
    try {
      const options = { lineCounter: this.#lines, prettyErrors: false, stringKeys: true };
      const document = parseDocument(text, options);
      this.#document = document;
      if (isTooDeep(document)) {
        this.#report(0, depthComplaint);
        return;
      }
      this.#reportSyntax(document);
      this.#reportTraps(document);
      // The last value of a duplicate key counts; the rest of the file can still be validated.
      const readable = document.errors.every(({ code }) => code === "DUPLICATE_KEY");
      if (!readable || hasAliases(document)) return;
      this.value = document.toJS();
      this.isReadable = true;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#report(0, depthComplaint);
    }
  }

  /** Places a complaint at `path`, or at the nearest existing parent of `path`. */
  locate(path: Path, complaint: Complaint, at: "key" | "value" = "value"): LocatedProblem {
    const { offset, depth } = this.#find(path, at);
    const text = depth < path.length ? `${formatPath(path)} (not in the file)` : formatPath(path);
    return { ...this.#place(offset), path: text, ...complaint };
  }

  /** A scalar as the file writes it: `012` for the number 12. */
  sourceOf(path: Path): string | undefined {
    const node = this.#document?.getIn(path, true);
    return isScalar(node) ? node.source : undefined;
  }

  #find(path: Path, at: "key" | "value"): { offset: number; depth: number } {
    let node: unknown = this.#document?.contents;
    let offset = 0;
    for (const [depth, part] of path.entries()) {
      if (isSeq(node) && typeof part === "number" && node.items[part]) {
        node = node.items[part];
        offset = startOf(node, offset);
        continue;
      }
      const pair = isMap(node) ? node.items.findLast(({ key }) => keyOf(key) === String(part)) : undefined;
      if (!pair) return { offset, depth };
      const last = depth === path.length - 1;
      offset = startOf(last && at === "value" && isMeaningful(pair.value) ? pair.value : pair.key, offset);
      node = pair.value;
    }
    return { offset, depth: path.length };
  }

  #decode(bytes: Uint8Array): string | undefined {
    const complaint = judgeBytes(bytes);
    if (complaint) {
      this.#report(0, complaint);
      return undefined;
    }
    return new TextDecoder("utf-8").decode(bytes);
  }

  #reportSyntax(document: Document): void {
    // One mistake often invalidates everything after it: only the first errors are relevant, each kind once.
    const errors = [...document.errors, ...document.warnings];
    const kinds = errors.filter(
      ({ message, code }, index) =>
        code === "DUPLICATE_KEY" || errors.findIndex((other) => other.message === message) === index,
    );
    for (const error of kinds.slice(0, 5))
      this.#report(
        error.pos[0],
        error.code === "DUPLICATE_KEY"
          ? this.#duplicateKey(document, error.pos[0])
          : explainSyntaxError(error),
      );
  }

  #duplicateKey(document: Document, offset: number): Complaint {
    let [name, line] = ["", 0];
    visit(document, {
      Map: (_, { items }) => {
        const second = items.find(({ key }) => startOf(key, -1) === offset);
        if (!second) return;
        name = keyOf(second.key);
        const first = items.find(({ key }) => keyOf(key) === name);
        line = this.#place(startOf(first?.key, 0)).line;
      },
    });
    return {
      found: `the key ${show(name)} a second time: line ${line} has it already`,
      allowed: "each key once in its mapping",
      fix: "Merge both values below one of them, and delete the other.",
    };
  }

  /** Reports valid YAML that is never intended in such a file. */
  #reportTraps(document: Document): void {
    visit(document, {
      Alias: (_, node) => this.#report(startOf(node, 0), aliasComplaint(node.source)),
      Scalar: (_, { value, range }) => {
        if (typeof value !== "string") return;
        if (/[$%]\{/.test(value)) this.#report(range?.[0] ?? 0, interpolationComplaint(value));
        if (value === "__proto__") this.#report(range?.[0] ?? 0, prototypeComplaint);
      },
    });
  }

  #report(offset: number, complaint: Complaint): void {
    this.problems.push({ ...this.#place(offset), path: "", ...complaint });
  }

  #place(offset: number): { file: string; line: number; column: number } {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.name, line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

function judgeBytes(bytes: Uint8Array): Complaint | undefined {
  if (bytes.length > maxBytes) {
    return {
      found: `a file of ${Math.ceil(bytes.length / 1024)} KiB`,
      allowed: `at most ${maxBytes / 1024} KiB; a normal file has one or two`,
      fix: "Check that this is the intended file.",
    };
  }
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (!utf16 && !bytes.includes(0) && isUtf8(bytes)) return undefined;
  return {
    found: utf16 ? "a file in UTF-16" : "bytes that are not UTF-8 text",
    allowed: "YAML in UTF-8",
    fix: "Save the file in UTF-8.",
  };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

const aliasComplaint = (name: string): Complaint => ({
  found: `the YAML alias *${name}`,
  allowed: "explicit values, so that a reviewer can read each line by itself",
  fix: "Replace the alias by the value that it stands for.",
});

const interpolationComplaint = (value: string): Complaint => ({
  found: value.includes("${") ? "a text with ${" : "a text with %{",
  allowed: "plain text: Terraform would evaluate this as an expression",
  fix: "Write the value itself. In a container, $(NAME) refers to another variable.",
});

const depthComplaint: Complaint = {
  found: "lists or mappings nested hundreds of levels deep",
  allowed: "the few levels that the schema describes",
  fix: "Start again from one of the shipped examples.",
};

const prototypeComplaint: Complaint = {
  found: "the name __proto__",
  allowed: "any other name: this one changes JavaScript objects",
  fix: "Choose another name.",
};

/** Far above the depth of the schema, and below the depth that exhausts the stack. */
const mostLevels = 300;

/** The parser stops when the stack is exhausted, at a depth that differs between machines. */
function isTooDeep(document: Document): boolean {
  const gaveUp = ({ code, message }: Document["errors"][number]) =>
    code === "RESOURCE_EXHAUSTION" || message.includes("call stack");
  if (document.errors.some(gaveUp)) return true;
  let isDeep = false;
  visit(document, (_, __, path) => {
    isDeep ||= path.length > mostLevels;
    return isDeep ? visit.BREAK : undefined;
  });
  return isDeep;
}

function hasAliases(document: Document): boolean {
  let found = false;
  visit(document, {
    Alias: () => {
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}

const keyOf = (key: unknown): string => String(isScalar(key) ? key.value : key);

const isMeaningful = (node: unknown): boolean => isAlias(node) || !(isScalar(node) && node.source === "");

const startOf = (node: unknown, otherwise: number): number => (node as Node | null)?.range?.[0] ?? otherwise;
