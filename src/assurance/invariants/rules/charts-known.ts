import { differences, renderingsOf } from "../../identity/model/installed";
import { chartNamespace, knownCharts, knownReleaseArguments, renderedCharts } from "../../known/charts";
import { type Resource, textOf } from "../../terraform";
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
  const versions = [
    ...new Set(renderedCharts.filter(({ name }) => name === chart).map((one) => one.version)),
  ];
  const found = [
    ...(repository === from ? [] : [`its repository is ${repository} instead of ${from}`]),
    ...(versions.includes(version)
      ? unknownValues(release)
      : [`its version is ${version}, and ${versions.join(", ")} is what the proof knows`]),
    ...(namespace === chartNamespace ? [] : [`its namespace is ${namespace} instead of ${chartNamespace}`]),
    ...release.argumentNames
      .filter((name) => !knownReleaseArguments.has(name))
      .map((name) => `it sets ${name}, which the proof does not read`),
    ...(release.repetition ? [release.repetition.reason] : []),
  ];
  return found.length === 0 ? compliant(release.address) : unknown(release.address, found.join("; "));
}

/** Values that make it none of the renderings, against the one that is nearest. */
function unknownValues(release: Resource): string[] {
  const [nearest = []] = renderingsOf(release)
    .map((rendering) => differences(release, rendering))
    .sort((a, b) => a.length - b.length);
  return nearest.map((line) => `its value ${line} is not known`);
}
