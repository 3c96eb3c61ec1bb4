import { z } from "zod";
import { judgedOn, supportEndedBy, supportedOn } from "../facts/kubernetes-versions";
import { show } from "../problem";
import { oneOf } from "./json-schema";
import { type PartialComplaint, rule } from "./rule";

const supported = supportedOn(judgedOn);
const [oldest, newest] = [supported.at(0), supported.at(-1)] as [string, string];

/** A minor version of Kubernetes in standard support. */
export const kubernetesVersion = rule(z.string().meta({ enum: supported }), (version) =>
  supported.includes(version) ? undefined : judge(version),
);

function judge(version: string): PartialComplaint {
  const allowed = oneOf(supported);
  const ended = supportEndedBy(judgedOn, version);
  if (ended)
    return {
      found: `${show(version)}, whose standard support ends on ${ended.standardSupportEnds}: AWS then upgrades the cluster by itself`,
      allowed,
      fix: `Upgrade to ${show(oldest)}. Where AWS was first, write the version that \`aws eks describe-cluster\` says; docs/operations.md has the steps.`,
    };
  const isNewer = minor(version) > minor(newest);
  return {
    found: show(version),
    allowed,
    fix: `Did you mean ${show(isNewer ? newest : oldest)}?${isNewer ? " A newer one belongs into src/config/facts/kubernetes-versions.ts, once its notes are read." : ""}`,
  };
}

/** The minor version as a number, such as 36 of `1.36`. */
const minor = (version: string): number => Number(/^1\.(\d+)$/.exec(version)?.[1] ?? 0);
