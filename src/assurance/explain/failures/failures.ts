import type { Proof } from "../../gate";
import { type Layer, layersBetween, type Reach } from "../../network";
import { organizationOf } from "../words";
import { authentication } from "./authentication";
import { symptomLines } from "./cause";
import { ConnectionPath } from "./path";
import { refused } from "./refused";
import { timeout } from "./timeout";

/** Explains failures of one connection: their possible causes or, for a connection that must fail, its symptom. */
export function failures(proof: Proof, reach: Reach): string[] {
  if (reach.verdict === "UNKNOWN") return [];
  if (reach.verdict === "DENIED") return mustFail(proof, reach);
  const path = new ConnectionPath(proof, reach, organizationOf(proof, reach.source.id));
  const symptoms = [timeout, refused, authentication].map((symptom) => symptom(path));
  return [
    "",
    "Terraform allows it. If it fails nevertheless, causes by symptom, the likeliest first:",
    ...symptoms.flatMap(symptomLines),
  ];
}

/** All layers that deny the connection: to allow it, an operator must change all of them. */
function mustFail({ network }: Proof, { source, database }: Reach): string[] {
  const layers = layersBetween(network, source, database);
  return [
    "",
    keptOutBy(layers),
    `A client whose connection or login is refused has reached another server: ${database.name} does not answer here.`,
  ];
}

function keptOutBy(layers: readonly Layer[]): string {
  if (layers.length === 0) return "On the direct path, no single layer denies it: several do together.";
  return layers.length === 1
    ? `On the direct path, only this layer denies it: ${layers[0]}.`
    : `On the direct path, each of these layers denies it by itself: ${layers.join(", ")}.`;
}
