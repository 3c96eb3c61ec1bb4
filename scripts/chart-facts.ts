import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { stringify } from "yaml";
import { judgedOn, supportedOn } from "../src/config/facts/kubernetes-versions";
import { Chart } from "../src/platform/chart";
import { failSafe } from "../src/platform/fail-safe";
import { loadBalancerControllerValues } from "../src/platform/load-balancer-controller";
import { reloaderValues } from "../src/platform/reloader";
import { driverValues, providerValues } from "../src/platform/secrets-store";
import { defineCommand } from "./frame/command";
import { accountsIn, argumentsIn, imagesIn, webhooksIn } from "./rendered-chart";

const target = "src/assurance/known/chart-facts.json";

/** No registry: another registry of the same images changes no account. */
const images = { digests: {} };

/** Placeholders of no environment, which change no account either. */
const place = { clusterName: "cluster", region: "eu-west-1", vpcId: "vpc-1" };

/** Every chart with every set of values that the platform stack uses. */
const releases: readonly (readonly [Chart, object])[] = [
  [Chart.SECRETS_STORE_DRIVER, driverValues(true, images)],
  [Chart.SECRETS_STORE_DRIVER, driverValues(false, images)],
  [Chart.SECRETS_STORE_AWS_PROVIDER, providerValues(images)],
  [Chart.RELOADER, reloaderValues(images)],
  [Chart.LOAD_BALANCER_CONTROLLER, loadBalancerControllerValues(place, images)],
];

/** Newest version of Kubernetes that config accepts, by which some templates differ. */
const kubernetes = `${supportedOn(judgedOn).at(-1)}.0`;

export const command = defineCommand({
  name: "chart-facts",
  summary:
    "Renders the platform's charts with helm, and records what they install in the file that the proof reads: service accounts, their rights in Kubernetes, and the access of their pods to the node. Run it for a new version of a chart, or new values.",
  options: {
    charts: {
      type: "string",
      value: "FOLDER",
      about: "folder with the packed charts (NAME-VERSION.tgz), to use instead of their repositories",
    },
  },
  examples: [
    "npm run chart-facts",
    "npm run chart-facts -- --charts ~/charts && git diff src/assurance/known",
  ],
  held: "written",
  answer({ values, progress }) {
    const charts = releases.map(([chart, given]) => {
      progress.step(`Rendering ${chart.name} ${chart.version}`);
      const { name, version } = chart;
      const text = rendered(chart, given, values.charts);
      return {
        name,
        version,
        values: given,
        accounts: accountsIn(text),
        images: imagesIn(text),
        arguments: argumentsIn(text),
        webhooks: webhooksIn(text),
      };
    });
    const facts = { rendered: new Date().toISOString().slice(0, 10), kubernetes, charts };
    fs.writeFileSync(target, `${JSON.stringify(facts, undefined, 2)}\n`);
    execFileSync(process.execPath, ["node_modules/@biomejs/biome/bin/biome", "format", "--write", target]);
    return { text: `Written: ${target}` };
  },
});

function rendered({ name, version, repository }: Chart, values: object, folder: string | undefined): string {
  const from = folder
    ? [path.join(folder, `${name}-${version}.tgz`)]
    : [name, "--repo", repository, "--version", version];
  const more = ["--namespace", failSafe.namespace, "--kube-version", kubernetes, "--values", "-"];
  return execFileSync("helm", ["template", name, ...from, ...more], {
    input: stringify(values),
    encoding: "utf8",
    maxBuffer: 64 * 2 ** 20,
  });
}
