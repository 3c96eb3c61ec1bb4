import fs from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import type { Change } from "../support/edits";
import type { Synthesis } from "../support/mutations";

/** An edit of what is synthesized. */
export interface Attempt {
  readonly name: string;
  readonly change: Change;
  /** What a reader looks for in the first line of a problem: one of these has to stand there. */
  readonly named: readonly string[];
  /** Why a principal or a pod gains nothing by it, and no lock is lost. @default - it is a weakening */
  readonly why?: string | undefined;
}

/** Whether there is what an attempt changes. */
export function applies({ change }: Attempt, json: Synthesis): boolean {
  try {
    change(json);
    return true;
  } catch {
    return false;
  }
}

/**
 * Attempts of a file in this folder: what stands at which places afterwards, null where nothing does. A place is the stack,
 * the type of a resource and its name, or a block of Terraform, and the keys from there. `+` is one item more of a list,
 * `sid=` and `name=` find the item that has it. `named` is what the proof says, where the place itself is not in it. `why` is the reason of a
 * change that the proof accepts.
 */
export const attemptsIn = (file: string): Attempt[] =>
  Object.entries(parse(fs.readFileSync(path.join(__dirname, `${file}.yaml`), "utf8"))).map(
    ([name, written]) => {
      const { named, why, ...edits } = written as { readonly named?: string; readonly why?: string };
      const places = Object.entries(edits).map(([place, value]) => ({ keys: place.split(" "), value }));
      return {
        name: `${file}: ${name}`,
        change: (json) => {
          for (const { keys, value } of places) edit(json, keys, value);
        },
        named: named === undefined ? places.flatMap(({ keys }) => words(keys)) : [named],
        why,
      };
    },
  );

const words = ([stack, type, name]: readonly string[]): string[] =>
  [`-${stack}`, type, name].filter((word) => word !== undefined);

// biome-ignore lint/suspicious/noExplicitAny: any part of Terraform JSON
type Part = any;

function edit(json: Synthesis, [stack = "", ...keys]: readonly string[], value: unknown): void {
  const root = json.json(stack);
  const isBlock = !/^\w+_/.test(keys[0] ?? "") && keys[0] !== "data";
  const isData = keys[0] === "data";
  const steps = isBlock || isData ? keys : ["resource", ...keys];
  // Names of resources end with a digest.
  const named = isBlock ? -1 : 2;
  const last = steps.at(-1) as string;
  const parent = steps.slice(0, -1).reduce((part: Part, step, index) => {
    const key = keyIn(part, step, index === named);
    const isListed = index === named || Array.isArray(part);
    if (isListed && part[key] === undefined) throw new Error(`${step} is not in this topology.`);
    part[key] ??= {};
    return part[key];
  }, root);
  if (Array.isArray(parent) && last === "+") parent.push(value);
  // All of a type: what is there stays, or an attempt would be caught for what it takes away.
  else if (!isBlock && steps.length === named && value !== null)
    parent[last] = { ...parent[last], ...(value as object) };
  else parent[keyIn(parent, last, steps.length - 1 === named)] = value ?? undefined;
}

function keyIn(part: Part, step: string, isName: boolean): string {
  if (isName) return Object.keys(part).find((key) => key.replace(/_[0-9A-F]{8}$/, "") === step) ?? step;
  const [, property, wanted] = /^(sid|name)=(.*)$/.exec(step) ?? [];
  if (property === undefined) return step;
  const index = (part as Part[]).findIndex((item) => item[property] === wanted);
  if (index < 0) throw new Error(`There is no item with ${step}.`);
  return String(index);
}
