import type { JudgedApplication } from "../applications/judge";
import type { Proof } from "../gate";
import { layersAround } from "../network";
import { partyText } from "../party";
import type { Grid } from "./grid";

/** A longer table is hard to read. */
const mostRows = 20;

/** Which ranges can open which application. Only the header if people can open none. */
export function applicationsGrid(proof: Proof): Grid {
  const shown = proof.applications.slice(0, mostRows);
  const others = proof.applications.length - shown.length;
  return [
    ["application", "host name", "opened to", "rest of the internet"],
    ...shown.map((one) => [nameOf(one), one.found.hostname, rangesText(one), restText(proof, one)]),
    ...(others > 0 ? [[`${others} more applications`, "", "", ""]] : []),
  ];
}

const nameOf = ({ found: { namespace, workload } }: JudgedApplication): string =>
  partyText({ kind: "pods", namespace, workload });

/** Ranges, and those that need a route outside of this configuration. */
const rangesText = ({ ranges, withoutRoute }: JudgedApplication): string =>
  [...ranges, ...withoutRoute.map((range) => `${range}, no route leads there`)].join("; ") || "-";

/**
 * The layers each of which denies unlisted addresses. If a neighbouring application is open to the internet, no layer
 * may do so alone.
 */
function restText({ network }: Proof, { target, rest, others, chains }: JudgedApplication): string {
  if (rest.verdict !== "DENIED") return rest.verdict === "ALLOWED" ? "YES, NOT INTENDED" : "NOT KNOWN";
  const layers = layersAround(network, rest.source, target, others, chains);
  return layers.length > 0 ? `denied: ${layers.join(", ")}` : "denied by several layers together";
}
