import { concatenated } from "../../grouping";
import { harmless, knownArguments, knownEmpty, readArguments } from "../../known/arguments";
import {
  ignorable,
  ignorableByType,
  knownLifecycle,
  knownReplacement,
  replaceable,
  replaceableManifests,
} from "../../known/terraform";
import { remembered } from "../../remembered";
import { type Resource, textOf, type Value } from "../../terraform";
import { dictionary } from "../../terraform/value";
import { emptyPaths } from "../paths";
import { type Finding, forEachStack, type Rule, unknown, unknownBy } from "../rule";

export const argumentsKnown: Rule = {
  id: "arguments-known",
  threat: "An argument that the proof does not know may open a path to the data, and no rule would find it.",
  mayBeAnswered: true,
  check: forEachStack(({ resources }) =>
    concatenated(resources.map((one) => (one.mode === "resource" ? judgeResource(one) : judgeData(one)))),
  ),
};

const judgeData = ({ address, provider }: Resource): Finding[] =>
  provider === undefined ? [] : [unknown(address, `it uses the provider ${provider}`)];

const judgeResource = remembered((resource: Resource): readonly Finding[] => {
  const { address, type, repetition, provider } = resource;
  const known = knownArguments.get(type);
  const isRead = readArguments.has(type);
  const found = [
    ...resource.argumentNames
      .filter((name) => known && !known.has(name))
      .map((name) => `${name} is an argument that the proof does not read`),
    ...resource.programs.map((name) => `a ${name} runs something`),
    ...(isRead && !repetition ? emptyOnes(resource) : []),
    ...(isRead && repetition ? [repetition.reason.replace(`${address} `, "it ")] : []),
    ...(!repetition && resource.makesBlocks ? ["it has dynamic blocks"] : []),
    ...(provider === undefined ? [] : [`it uses the provider ${provider}`]),
    ...resource.lifecycleSettings
      .filter((name) => !knownLifecycle.has(name) && !(isReplaceable(resource) && knownReplacement.has(name)))
      .map((name) => `its lifecycle sets ${name}`),
    ...resource.ignoredChanges
      .filter((path) => !mayIgnore(type, path))
      .map((path) => `changes of ${path} are ignored`),
  ];
  return [unknownBy(address, found)];
});

/**
 * An empty list differs from an absent argument: `egress = []` of a security group removes rules that other resources
 * add.
 */
const emptyOnes = (resource: Resource): string[] =>
  resource.argumentNames
    .filter((name) => !harmless.includes(name))
    .map((name) => [name, resource.get(name)] as const)
    // Terraform does not interpret a value that is encoded as text, so it may be empty.
    .filter(([, value]) => value.kind !== "encoded")
    .filter(([name, value]) => !(isEmptyList(value) && knownEmpty.has(`${resource.type}.${name}`)))
    .flatMap((argument) => emptyPaths(dictionary([argument])))
    .map((path) => `${path} is empty, and the proof does not know what that means`);

const isEmptyList = (value: Value): boolean => value.kind === "list" && value.items.length === 0;

const isReplaceable = (resource: Resource): boolean =>
  replaceable.has(resource.type) ||
  replaceableManifests.has(String(textOf(resource.get("manifest", "kind"))));

const mayIgnore = (type: string, path: string): boolean =>
  ignorable.includes(path) ||
  (path === "tags" && !readArguments.has(type)) ||
  (ignorableByType[type] ?? []).some((known) => known.test(path));
