import type { Proof } from "../../gate";
import type { Secret, SecretIntent } from "../../identity";
import { type PartyId, partyText } from "../../party";
import { stackOf } from "../../terraform";
import type { Actor } from "../actors";
import type { HopVerdict } from "../hop";
import { type Cause, causeLines } from "./cause";

/** The driver mounts secrets before a pod's containers start, so a pod without its secret never runs. */
export function mountFailures(
  proof: Proof,
  { accounts: [account] }: Actor,
  secret: Secret,
  verdict: HopVerdict,
): string[] {
  if (!account) return [];
  const events = `kubectl -n ${account.namespace} get events --field-selector reason=FailedMount`;
  if (verdict === "denied")
    return [
      "",
      "A pod that mounts it stays in ContainerCreating, and its events say AccessDenied:",
      `  $ ${events}`,
    ];
  return [
    "",
    "If a pod stays in ContainerCreating nevertheless, the likeliest first:",
    ...causeLines(causes(proof, events, secret)),
  ];
}

const causes = (
  { intent: { environment, guide, identity } }: Proof,
  events: string,
  { id, name, address }: Secret,
): Cause[] => [
  { what: "Its events name the cause: the secret, a key in it, the role, or the driver.", run: [events] },
  {
    what: `The secret has no value yet; it has to be written by ${writersOf(identity.secrets, id).join(" or ")}.`,
    at: [address],
    run: [`aws secretsmanager describe-secret --secret-id ${name} --query VersionIdsToStages`],
  },
  {
    what: "The driver or its provider does not run on the pod's node.",
    run: ["kubectl -n kube-system get daemonsets"],
  },
  {
    what: "The applied infrastructure differs from the judged one.",
    run: [stackOf(address), `${environment}-platform`].map(guide.compare),
  },
];

const writersOf = (secrets: readonly SecretIntent[], id: PartyId): readonly string[] =>
  secrets.find(({ secret }) => partyText(secret) === partyText(id))?.writers ?? [];
