import { differences, renderingsOf, valuesOf } from "../../identity/model/installed";
import { chartNamespace, knownCharts, knownReleaseArguments, renderedCharts } from "../../known/charts";
import { type Resource, textOf } from "../../terraform";
import { type Evidence, type Finding, type ImageChoices, type Rule, unknown, unknownBy } from "../rule";

export const chartsKnown: Rule = {
  id: "charts-known",
  threat:
    "A chart may install any object: a ClusterRoleBinding in it creates an administrator that no access entry names.",
  mayBeAnswered: true,
  check: ({ configuration, choices }: Evidence) =>
    configuration.resources("helm_release").map((release) => judgeRelease(release, choices)),
};

function judgeRelease(release: Resource, choices: Evidence["choices"]): Finding {
  const say = (argument: string): string => String(textOf(release.get(argument)) ?? "left out");
  const [chart, repository, version] = [say("chart"), say("repository"), say("version")];
  const known = Object.hasOwn(knownCharts, chart) ? knownCharts[chart] : undefined;
  if (!known) return unknown(release.address, `the chart ${chart} from ${repository} is not known`);
  const from = choices.chartRepository ?? known.repository;
  const versions = [
    ...new Set(renderedCharts.filter(({ name }) => name === chart).map((one) => one.version)),
  ];
  const found = [
    ...(repository === from ? [] : [`its repository is ${repository} instead of ${from}`]),
    ...(versions.includes(version)
      ? unknownValues(release)
      : [`its version is ${version}; the proof knows ${versions.join(", ")}`]),
    ...(choices.images ? wrongImages(release, known.images, choices.images) : []),
    // Names of accounts contain the release's name, and admission policies refer to accounts by name.
    ...(say("name") === chart ? [] : [`its name is ${say("name")} instead of ${chart}`]),
    ...(say("namespace") === chartNamespace
      ? []
      : [`its namespace is ${say("namespace")} instead of ${chartNamespace}`]),
    ...release.argumentNames
      .filter((name) => !knownReleaseArguments.has(name))
      .map((name) => `it sets ${name}, which the proof does not read`),
    ...(release.repetition ? [release.repetition.reason] : []),
  ];
  return unknownBy(release.address, found);
}

/** Images from another registry than config's, or without the digest in config. */
function wrongImages(
  release: Resource,
  images: Readonly<Record<string, string>>,
  { registry, digests }: ImageChoices,
): string[] {
  const lines = valuesOf(release.get("values"));
  return Object.entries(images).flatMap(([place, image]) => {
    const [name = "", tag = ""] = image.split(":");
    const digest = digests[name.split("/").at(-1) as string];
    const meant = [
      ...(registry === undefined ? [] : [`${place}.repository=${JSON.stringify(`${registry}/${name}`)}`]),
      ...(digest === undefined ? [] : [`${place}.tag=${JSON.stringify(`${tag}@${digest}`)}`]),
    ];
    const found =
      typeof lines === "string"
        ? [lines]
        : lines.filter((line) => line.startsWith(`${place}.repository=`) || line.startsWith(`${place}.tag=`));
    return found.join() === meant.join()
      ? []
      : [`it pulls ${image} by the values ${said(found)}, and config declares ${said(meant)}`];
  });
}

const said = (lines: readonly string[]): string => (lines.length === 0 ? "of the chart" : lines.join(", "));

/** Values that differ from the most similar known rendering. */
function unknownValues(release: Resource): string[] {
  const [nearest = []] = renderingsOf(release)
    .map((rendering) => differences(release, rendering))
    .sort((a, b) => a.length - b.length);
  return nearest.map((line) => `its value ${line} is not known`);
}
