import { isObject, type Json, NotShown, objectIn } from "./json";
import { metaArguments } from "./resource";

/** Arguments that may be blocks although the provider also computes them. */
const blocksOrComputed = ["ingress", "egress", "route"];

/**
 * Parts of a resource that a plan omits. A plan contains no `dynamic` blocks, and none of Terraform's own arguments.
 * For a resource as synthesized, the synthesized text supplies them. For others, the planned values are compared: what
 * is planned and not shown in the configuration is an Unknown.
 */
export function losses(address: string, shown: Json, synthesized: Json, values: Json | undefined): Json {
  const own = Object.entries(synthesized).filter(([name]) => metaArguments.has(name));
  const configured = Object.entries(synthesized).filter(([name]) => !metaArguments.has(name));
  if (textOf(shown) === textOf(Object.fromEntries(configured))) return Object.fromEntries(own);
  const unsure = new NotShown(`what ${address} has besides, which the plan does not show`);
  if (!isObject(values?.values)) return { ...Object.fromEntries(own), dynamic: unsure };
  const planned = blockCounts(values.values);
  const known = blockCounts(shown);
  const hidden = [...planned.keys()]
    .filter((path) => (planned.get(path) ?? 0) > (known.get(path) ?? 0))
    .map((path) => path.split(".")[0] ?? "");
  const undecided = blocksOrComputed.filter(
    (name) => !(name in shown) && objectIn(values.unknown)[name] === true,
  );
  return Object.fromEntries([...own, ...[...hidden, ...undecided].map((name) => [name, unsure] as const)]);
}

/** Number of blocks at each path, over all enclosing blocks. */
function blockCounts(json: unknown, path = "", counts = new Map<string, number>()): Map<string, number> {
  for (const [name, value] of Object.entries(objectIn(json))) {
    const here = path === "" ? name : `${path}.${name}`;
    for (const item of [value].flat().filter(isObject)) {
      if (item instanceof NotShown) continue;
      counts.set(here, (counts.get(here) ?? 0) + 1);
      blockCounts(item, here, counts);
    }
  }
  return counts;
}

/** A normal form for equal notations: the order of arguments, and one block as an object or as a list of one. */
function textOf(json: unknown): string {
  if (json instanceof NotShown) return "not shown";
  if (Array.isArray(json))
    return json.length === 1 && isObject(json[0]) ? textOf(json[0]) : `[${json.map(textOf)}]`;
  if (!isObject(json)) return JSON.stringify(json ?? null);
  return `{${Object.entries(json)
    .filter(([name, value]) => name !== "//" && value !== null)
    .map(([name, value]) => `${JSON.stringify(name)}:${textOf(value)}`)
    .sort()}}`;
}
