import { isObject, type Json, NotShown, objectIn } from "./json";
import { metaArguments } from "./resource";

/** Arguments that may be written as blocks though the provider also fills them itself. */
const blocksOrComputed = ["ingress", "egress", "route"];

/**
 * What a plan leaves out of a resource. It shows no block that is written with `dynamic`, and none of Terraform's own
 * arguments. For a resource as it was synthesized the synthesized text says. For any other one the planned values tell:
 * what is planned and not shown as configured is an Unknown there.
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

/** How many blocks there are at each path, in all blocks above it together. */
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

/** The same for two ways to write the same: the order of arguments, and one block as an object or as a list of one. */
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
