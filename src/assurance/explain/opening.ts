import { https } from "../applications/found";
import type { Proof } from "../gate";
import { addressesIn, reach } from "../network";
import { fromOutside } from "../network/outside";
import { IntervalSet } from "../sets";
import { pathsOf, verdicts } from "./connection";
import type { Explanation, HopVerdict } from "./hop";
import type { OpeningQuestion } from "./words";

/** Explains whether a client can open an application: each path hop by hop, through the load balancer or around it. */
export function explainOpening(proof: Proof, question: OpeningQuestion): Explanation {
  if (question.isElsewhere) return explainFromElsewhere(proof, question);
  const { application, source, from } = question;
  const { target, chains } = application;
  const found = reach(proof.network, source, target, { chains, ...(from && { from }) });
  const verdict = verdicts[found.verdict];
  const partly = found.verdict === "ALLOWED" && !found.always ? ", from some of its addresses only" : "";
  return {
    verdict,
    lines: [
      heading(question, `${found.verdict}${partly}`),
      meaning(question, verdict),
      ...pathsOf(proof, found),
    ],
  };
}

/** A network that is connected outside of this configuration: the configuration can only admit it. */
function explainFromElsewhere({ network }: Proof, question: OpeningQuestion): Explanation {
  const { application, from = IntervalSet.empty } = question;
  const { balancer } = application.found;
  const path = fromOutside(network, from, balancer.entrance, IntervalSet.single(https));
  const verdict: HopVerdict =
    !path.mayBeAdmitted || !path.mayHaveRoute ? "denied" : path.isAdmitted ? "unknown" : "denied";
  return {
    verdict,
    lines: [
      heading(question, verdict === "denied" ? "DENIED" : "UNKNOWN"),
      meaning(question, verdict, path.isAdmitted && !path.mayHaveRoute),
      "",
      path.isAdmitted
        ? `${balancer.name} and the network ACL of its subnets admit it`
        : `${balancer.name} or the network ACL of its subnets does not admit all of it`,
      path.mayHaveRoute
        ? "a route may carry answers there; this configuration does not declare where it ends"
        : "no route of this configuration carries answers there: connect the network to the public cluster subnets, by a transit gateway, a VPN or a peering",
    ],
  };
}

const heading = ({ application: { found, target }, source }: OpeningQuestion, verdict: string): string =>
  `${source.name} > ${found.pods.name}:${target.port}, opened as ${found.hostname}  ${verdict}`;

/** What config says about an access. */
function meaning(question: OpeningQuestion, verdict: HopVerdict, lacksRoute = false): string {
  const { application, source, from } = question;
  const isOwn = "namespace" in source.id && source.id.namespace === application.found.namespace;
  // Access from the internet as a whole is as intended if no address outside of the listed ranges opens it.
  const isMeant = from
    ? !from.isEmpty && from.isSubsetOf(addressesIn(application.meant))
    : isOwn || (source.kind === "internet" && application.rest.verdict === "DENIED");
  if (isMeant && lacksRoute) return "Config opens it; this project does not create a route to it.";
  if (isMeant) return verdict === "allowed" ? "Config allows it." : "Config opens it.";
  return verdict === "denied" ? "Config does not allow it, either." : "Config does not allow it.";
}
