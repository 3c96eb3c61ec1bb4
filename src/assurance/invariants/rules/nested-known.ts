import { injectingLabels } from "../../known/charts";
import { knownNested, knownPod, knownPodMetadata } from "../../known/nested";
import { knownParameters, requiredParameters } from "../../known/parameters";
import { knownValues, requiredPaths } from "../../known/single-values";
import { remembered } from "../../remembered";
import { decodedJson, isAbsent, type Resource, textOf, type Value, wordsOf } from "../../terraform";
import { field, readable } from "../../terraform/blocks";
import { dictionary } from "../../terraform/value";
import { podTemplates } from "../../workloads";
import { unknownPaths, wrongValues } from "../paths";
import { compliantOne, type Evidence, type Finding, forEachStack, type Rule, unknown } from "../rule";

export const nestedKnown: Rule = {
  id: "nested-known",
  threat:
    "A command in a pod, another address for the database's name or a setting of PostgreSQL can undo what the other arguments declare.",
  mayBeAnswered: true,
  check: (evidence: Evidence) => [
    ...judgeStacks(evidence),
    ...evidence.configuration
      .derived(podTemplates)
      .map(({ resource, metadata, spec }) =>
        finding(resource, [...unknownInPod(spec), ...unknownInMetadata(metadata), ...injected(metadata)]),
      ),
    ...evidence.configuration
      .resources("kubernetes_namespace_v1")
      .map((namespace) => finding(namespace, injected(namespace.get("metadata")))),
    ...evidence.configuration
      .resources("aws_db_parameter_group")
      .map((group) => finding(group, wrongParameters(group))),
  ],
};

const judgeStacks = forEachStack(({ resources }, _, { place }) =>
  resources
    .filter(({ mode }) => mode === "resource")
    .flatMap((resource) => judgeResource(resource, place?.region)),
);

const unknownInPod = remembered((spec: Value) => unknownPaths(spec, knownPod));
const unknownInMetadata = remembered((metadata: Value) => unknownPaths(metadata, knownPodMetadata));

/** A webhook of a chart changes pods with such a label, or in a namespace with it. */
const injected = (metadata: Value): string[] =>
  injectingLabels
    .filter((name) => !isAbsent(field(metadata, "labels", name)))
    .map((name) => `because of its label ${name}, a webhook changes its pods`);

function judgeResource(resource: Resource, home: string | undefined): Finding[] {
  const unknown = unknownArguments(resource);
  if (!unknown) return [];
  const region = textOf(field(resource.get("manifest"), "spec", "parameters", "region"));
  const isElsewhere = home !== undefined && region !== undefined && region !== home;
  return [
    finding(resource, [...unknown, ...(isElsewhere ? [`it reads in the region ${String(region)}`] : [])]),
  ];
}

/** Arguments that contain JSON. */
const holdJson: readonly string[] = ["configuration_values", "dashboard_body"];

/** Undefined if the kind of a resource is not listed. */
const unknownArguments = remembered((resource: Resource): readonly string[] | undefined => {
  const known = knownNested[kindOf(resource)];
  const values = knownValues[resource.type];
  if (!known && !values) return undefined;
  const entries = dictionary(
    resource.argumentNames.map((name) => {
      const value = resource.get(name);
      return [name, holdJson.includes(name) && !isAbsent(value) ? decodedJson(value) : value] as const;
    }),
  );
  return [
    ...leftOut(resource),
    ...(values ? wrongValues(entries, values) : []),
    ...(known && !values ? unknownPaths(entries, known) : []),
  ];
});

const leftOut = (resource: Resource): string[] =>
  (requiredPaths[resource.type] ?? [])
    .filter((path) => {
      const [argument = "", ...below] = path.split(".");
      const value = resource.get(argument);
      return isAbsent(field(value.kind === "encoded" ? value.content : value, ...below));
    })
    .map((path) => `${path} is left out`);

function kindOf(resource: Resource): string {
  if (resource.type !== "kubernetes_manifest") return resource.type;
  return `${resource.type} ${textOf(resource.get("manifest", "kind"))}`;
}

function wrongParameters(group: Resource): string[] {
  const { blocks, unclear } = readable(group.get("parameter"));
  const values = new Map(
    blocks.map((block) => [textOf(field(block, "name")), textOf(field(block, "value"))]),
  );
  return [
    ...unclear,
    ...requiredParameters.filter((name) => !values.has(name)).map((name) => `${name} is left out`),
    ...blocks
      .filter((block) => values.get(textOf(field(block, "name"))) !== textOf(field(block, "value")))
      .map((block) => `${textOf(field(block, "name"))} is set twice`),
    ...blocks.flatMap((block) => {
      const name = wordsOf(field(block, "name"));
      if (isAbsent(field(block, "value"))) return [`${name} has no value`];
      return unknownPaths(dictionary([[name, field(block, "value")]]), knownParameters);
    }),
  ];
}

const finding = (resource: Resource, found: readonly string[]): Finding =>
  found.length === 0 ? compliantOne(resource) : unknown(resource.address, found.join("; "));
