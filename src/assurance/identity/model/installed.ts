import { addOnFacts } from "../../known/add-ons";
import { type ChartAccount, knownCharts, type RenderedChart, renderedCharts } from "../../known/charts";
import { isFreeInEveryRelease, linesOf } from "../../known/rendered-values";
import { type Configuration, decodedJson, type Resource, textOf, type Value } from "../../terraform";
import type { Names } from "./names";

/** A service account of a component that is installed in the cluster, outside of organizations' namespaces. */
export interface InstalledAccount extends ChartAccount {
  readonly namespace: string;
  /** Address of the release or add-on. */
  readonly address: string;
}

export interface Installed {
  readonly accounts: readonly InstalledAccount[];
  /** Components without known accounts, with the reason. */
  readonly unknowns: readonly { readonly at: string; readonly text: string }[];
}

/** Accounts of charts and add-ons with known versions and values. */
export function readInstalled(configuration: Configuration, names: Names): Installed {
  const releases = configuration.resources("helm_release").map((release) => {
    const rendering = renderingOf(release);
    return { release, rendering, namespace: String(names.text(release.get("namespace"))) };
  });
  const addOns = configuration.resources("aws_eks_addon").map((addOn) => {
    const name = String(textOf(addOn.get("addon_name")) ?? "an add-on without a name");
    return { addOn, name, accounts: addOnFacts[name]?.accounts };
  });
  return {
    accounts: [
      ...releases.flatMap(({ release, rendering, namespace }) =>
        (rendering?.accounts ?? []).map((account) => ({ ...account, namespace, address: release.address })),
      ),
      ...addOns.flatMap(({ addOn, accounts = [] }) =>
        accounts.map((account) => ({ ...account, namespace: "kube-system", address: addOn.address })),
      ),
    ],
    unknowns: [
      ...releases
        .filter(({ rendering }) => !rendering)
        .map(({ release: { address: at } }) => ({
          at,
          text: `${at} installs what the proof has no facts about`,
        })),
      ...addOns
        .filter(({ accounts }) => !accounts)
        .map(({ addOn: { address: at }, name }) => ({
          at,
          text: `${at} installs ${name}, which the proof has no facts about`,
        })),
    ],
  };
}

/** The known rendering that equals a release: the same chart and version, with equal values except for free ones. */
export function renderingOf(release: Resource): RenderedChart | undefined {
  const candidates = renderingsOf(release);
  return candidates.find((rendering) => differences(release, rendering).length === 0);
}

/** Known renderings of a release's chart and version. */
export function renderingsOf(release: Resource): readonly RenderedChart[] {
  const [chart, version] = ["chart", "version"].map((name) => textOf(release.get(name)));
  return renderedCharts.filter((one) => one.name === chart && one.version === version);
}

/** Differences between the values of a release and of a rendering. Empty if they are equal. */
export function differences(release: Resource, { name, values }: RenderedChart): string[] {
  const { free = {} } = knownCharts[name] ?? {};
  const rendered = linesOf(decodedJson({ kind: "constant", value: JSON.stringify(values) }));
  const given = valuesOf(release.get("values"));
  if (typeof given === "string") return [given];
  return [
    ...given.filter((line) => !rendered.includes(line) && !isFreeInEveryRelease(line, free)),
    ...rendered
      .filter((line) => !given.includes(line) && !isFreeInEveryRelease(line, free))
      .map((line) => `${line.replace(/=.*/s, "")} (left out)`),
  ];
}

/** Values of a release as lines, or the reason why they cannot be read. */
export function valuesOf(values: Value): string[] | string {
  if (values.kind === "constant" && values.value === null) return [];
  if (values.kind !== "list") return "(all)";
  const texts = values.items.map((item) => (item.kind === "encoded" ? linesOf(item.content) : undefined));
  return texts.includes(undefined) ? "(a text)" : texts.flatMap((lines) => lines ?? []);
}
