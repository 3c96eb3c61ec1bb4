import { chartNamespace, knownCharts, knownReleaseArguments } from "../../known/charts";
import { type Resource, textOf, unknownsIn, type Value } from "../../terraform";
import { compliant, type Evidence, type Finding, type Rule, unknown } from "../rule";

export const chartsKnown: Rule = {
  id: "charts-known",
  threat:
    "A chart installs what it likes: a ClusterRoleBinding in it is an administrator whom no access entry names.",
  mayBeAnswered: true,
  check: ({ configuration, asked }: Evidence) =>
    configuration.resources("helm_release").map((release) => judgeRelease(release, asked.chartRepository)),
};

function judgeRelease(release: Resource, mirror: string | undefined): Finding {
  const [chart, repository, version, namespace] = ["chart", "repository", "version", "namespace"].map(
    (name) => String(textOf(release.get(name)) ?? "left out"),
  ) as [string, string, string, string];
  const known = Object.hasOwn(knownCharts, chart) ? knownCharts[chart] : undefined;
  if (!known) return unknown(release.address, `the chart ${chart} from ${repository} is not known`);
  const from = mirror ?? known.repository;
  const found = [
    ...(repository === from ? [] : [`its repository is ${repository} instead of ${from}`]),
    ...(version === known.version
      ? []
      : [`its version is ${version}, and ${known.version} is what the proof knows`]),
    ...(namespace === chartNamespace ? [] : [`its namespace is ${namespace} instead of ${chartNamespace}`]),
    ...release.argumentNames
      .filter((name) => !knownReleaseArguments.has(name))
      .map((name) => `it sets ${name}, which the proof does not read`),
    ...unknownValues(release.get("values"), known.values).map((path) => `its value ${path} is not known`),
    ...(release.repetition ? [release.repetition.reason] : []),
  ];
  return found.length === 0 ? compliant(release.address) : unknown(release.address, found.join("; "));
}

/** Paths of values that are not listed, or cannot be read. */
function unknownValues(values: Value, known: readonly string[]): string[] {
  if (values.kind === "constant" && values.value === null) return [];
  if (values.kind !== "list") return ["(all)"];
  return values.items.flatMap((item) =>
    item.kind === "encoded"
      ? pathsIn(item.content, []).filter((path) => !isListed(path, known))
      : ["(a text)"],
  );
}

const isListed = (path: string, known: readonly string[]): boolean =>
  known.some((one) => path === one || path.startsWith(`${one}.`));

/** Paths of everything that is no map. */
function pathsIn(value: Value, path: readonly string[]): string[] {
  if (unknownsIn(value).length > 0 && value.kind !== "dictionary")
    return [`${path.join(".")} (not readable)`];
  if (value.kind !== "dictionary") return [path.join(".")];
  return [...value.entries].flatMap(([name, entry]) => pathsIn(entry, [...path, name]));
}
