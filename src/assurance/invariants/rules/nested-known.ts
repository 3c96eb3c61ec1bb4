import { knownNested, knownParameters, knownPod, knownPodMetadata } from "../../known/nested";
import { decodedJson, isAbsent, type Resource, textOf } from "../../terraform";
import { field, readable } from "../../terraform/blocks";
import { dictionary } from "../../terraform/value";
import { podTemplates } from "../../workloads";
import { unknownPaths } from "../paths";
import { compliant, type Evidence, type Finding, type Rule, unknown } from "../rule";

export const nestedKnown: Rule = {
  id: "nested-known",
  threat:
    "A command in a pod, an address for the database's name or a setting of PostgreSQL undoes what the rest of it says.",
  check: ({ configuration, asked }: Evidence) => [
    ...configuration.stacks.flatMap(({ resources }) =>
      resources
        .filter(({ mode }) => mode === "resource")
        .flatMap((resource) => judgeResource(resource, asked.place?.region)),
    ),
    ...podTemplates(configuration).map(({ resource, metadata, spec }) =>
      finding(resource, [...unknownPaths(spec, knownPod), ...unknownPaths(metadata, knownPodMetadata)]),
    ),
    ...configuration
      .resources("aws_db_parameter_group")
      .map((group) => finding(group, wrongParameters(group))),
  ],
};

function judgeResource(resource: Resource, home: string | undefined): Finding[] {
  const known = knownNested[kindOf(resource)];
  if (!known) return [];
  const entries = resource.argumentNames.map((name) => {
    const value = resource.get(name);
    return [name, name === "configuration_values" && !isAbsent(value) ? decodedJson(value) : value] as const;
  });
  const region = textOf(field(resource.get("manifest"), "spec", "parameters", "region"));
  const isElsewhere = home !== undefined && region !== undefined && region !== home;
  return [
    finding(resource, [
      ...unknownPaths(dictionary(entries), known),
      ...(isElsewhere ? [`it reads in the region ${region}`] : []),
    ]),
  ];
}

function kindOf(resource: Resource): string {
  if (resource.type !== "kubernetes_manifest") return resource.type;
  const written = resource.get("manifest");
  return `${resource.type} ${textOf(field(written.kind === "encoded" ? written.content : written, "kind"))}`;
}

function wrongParameters(group: Resource): string[] {
  const { blocks, unclear } = readable(group.get("parameter"));
  const values = new Map(
    blocks.map((block) => [textOf(field(block, "name")), textOf(field(block, "value"))]),
  );
  return [
    ...unclear,
    ...blocks
      .filter((block) => values.get(textOf(field(block, "name"))) !== textOf(field(block, "value")))
      .map((block) => `${textOf(field(block, "name"))} is set twice`),
    ...blocks.flatMap((block) => {
      const name = String(textOf(field(block, "name")));
      return unknownPaths(dictionary([[name, field(block, "value")]]), knownParameters);
    }),
  ];
}

const finding = ({ address }: Resource, found: readonly string[]): Finding =>
  found.length === 0 ? compliant(address) : unknown(address, found.join("; "));
