import { isObject, type Json, NotShown, objectIn } from "./json";
import { knownBlocks } from "./known-blocks";
import { losses } from "./plan-losses";
import type { StackSource } from "./stack";

/**
 * A stack according to its plan instead of its synthesized file. A plan of JSON repeats each expression as written and
 * omits other parts, which are read from the synthesized file: the backend, other blocks, and Terraform's own arguments
 * of resources.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
export function stackFromPlan(written: StackSource, plan: unknown): StackSource {
  const { configuration, resource_changes, prior_state } = objectIn(plan);
  const { root_module, provider_config } = objectIn(configuration);
  const module = objectIn(root_module);
  const values = new Map(
    [
      ...listIn(objectIn(objectIn(objectIn(prior_state).values).root_module).resources),
      ...changed(resource_changes),
    ].map((one) => [String(one.address), one]),
  );
  const json: Record<string, unknown> = {
    ...unknownBlocks(objectIn(written.json)),
    terraform: objectIn(written.json).terraform,
    provider: providers(provider_config),
    output: Object.fromEntries(
      Object.entries(objectIn(module.outputs)).map(([name, output]) => [
        name,
        { value: argument(objectIn(output).expression) },
      ]),
    ),
    ...blocks(listIn(module.resources), objectIn(written.json), values),
  };
  if (isObject(module.module_calls)) json.module = module.module_calls;
  if (listIn(resource_changes).some(isForgotten)) json.removed = {};
  return { ...written, json };
}

/** Top-level blocks that plans do not show, such as checks and imports. */
const unknownBlocks = (json: Json): Json =>
  Object.fromEntries(Object.entries(json).filter(([name]) => !knownBlocks.has(name)));

const listIn = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** Terraform forgets these without deleting them: they continue to exist, and no configuration describes them. */
const isForgotten = ({ change }: Json): boolean => [objectIn(change).actions].flat().includes("forget");

const changed = (changes: unknown): Json[] =>
  listIn(changes).map(({ address, change }) => {
    const { after, after_unknown } = objectIn(change);
    return { address, values: after, unknown: after_unknown };
  });

/** Resources by mode, type and name, as in Terraform JSON. */
function blocks(resources: readonly Json[], written: Json, values: ReadonlyMap<string, Json>): Json {
  const byMode: Record<string, Record<string, Record<string, Json>>> = {};
  for (const resource of resources) {
    const [mode, type, name] = [resource.mode, resource.type, resource.name].map(String) as [
      string,
      string,
      string,
    ];
    const kind = mode === "managed" ? "resource" : mode;
    const synthesized = objectIn(objectIn(objectIn(written[kind])[type])[name]);
    byMode[kind] = {
      ...byMode[kind],
      [type]: {
        ...byMode[kind]?.[type],
        [name]: resourceBlock(resource, synthesized, values.get(String(resource.address))),
      },
    };
  }
  return byMode;
}

function resourceBlock(resource: Json, synthesized: Json, values: Json | undefined): Json {
  const shown = block(resource.expressions);
  const { provider_config_key: provider } = resource;
  return {
    ...shown,
    ...losses(String(resource.address), shown, synthesized, values),
    ...(resource.count_expression !== undefined && { count: true }),
    ...(resource.for_each_expression !== undefined && { for_each: true }),
    ...(resource.provisioners !== undefined && { provisioner: true }),
    ...(String(provider).includes(".") && { provider }),
  };
}

const block = (json: unknown): Json =>
  Object.fromEntries(Object.entries(objectIn(json)).map(([name, value]) => [name, argument(value)]));

/** An expression, or blocks with expressions. */
function argument(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(block);
  if (!isObject(json)) return new NotShown("what a plan shows in a way that is not understood");
  if ("constant_value" in json) return json.constant_value;
  const isExpression = Object.keys(json).every((key) => key === "references");
  return isExpression ? new NotShown("an expression that the plan does not show") : block(json);
}

/** Provider configurations by name, including aliases. */
function providers(config: unknown): Json {
  const byName: Record<string, readonly Json[]> = {};
  for (const { name, alias, expressions } of Object.values(objectIn(config)).filter(isObject))
    byName[String(name)] = [
      ...(byName[String(name)] ?? []),
      { ...block(expressions), ...(alias !== undefined && { alias }) },
    ];
  return byName;
}
