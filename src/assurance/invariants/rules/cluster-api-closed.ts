import { prefixLength } from "../../network/addresses";
import { isUnknown, listOf, textOf } from "../../terraform";
import { field } from "../../terraform/blocks";
import { compliant, type Evidence, type Finding, forEach, type Rule, unknown, violated } from "../rule";

/** A wider range is not the range of an office or VPN. */
const widestPrefix = 8;

export const clusterApiClosed: Rule = {
  id: "cluster-api-closed",
  threat:
    "If the API is reachable from anywhere, one leaked credential or one vulnerability is enough for an attack.",
  check: forEach("aws_eks_cluster", (cluster, evidence): Finding => {
    const network = cluster.get("vpc_config");
    if (textOf(field(network, "endpoint_public_access")) === "false") return compliant(cluster.address);
    const ranges = listOf(field(network, "public_access_cidrs"));
    if (ranges === undefined) return violated(cluster.address, "it is open to the internet");
    if (isUnknown(ranges)) return unknown(cluster.address, ranges.reason);
    return judgeRanges(
      cluster.address,
      ranges.map((range) => textOf(range)),
      evidence,
    );
  }),
};

function judgeRanges(place: string, ranges: readonly unknown[], { choices }: Evidence): Finding {
  const bad = ranges.find(
    (range) =>
      typeof range !== "string" || (choices.apiRanges ? !choices.apiRanges.includes(range) : isWide(range)),
  );
  return bad === undefined && ranges.length > 0
    ? compliant(place)
    : violated(place, `it is open to ${typeof bad === "string" ? bad : "ranges that are not known"}`);
}

/** Two halves of the internet are the internet. */
const isWide = (range: string): boolean => !(prefixLength(range) >= widestPrefix);
