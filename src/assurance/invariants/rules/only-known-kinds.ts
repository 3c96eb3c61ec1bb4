import { readKubernetesRights } from "../../identity/model/kubernetes-rights";
import { manifestKinds, resourceTypes } from "../../resource-types";
import { isAbsent, isUnknown, type Resource, textOf } from "../../terraform";
import { compliant, type Evidence, type Finding, type Rule, unknown, unknownBy } from "../rule";

export const onlyKnownKinds: Rule = {
  id: "only-known-kinds",
  threat: "The proof says nothing about resources that it does not examine.",
  check: ({ configuration }: Evidence) => [
    ...configuration.types
      .filter((type) => type !== "aws_instance")
      .map((type) =>
        isRead(type)
          ? compliant(type)
          : unknown(configuration.resources(type)[0]?.address ?? type, `${type} is not modelled`),
      ),
    ...configuration.resources("aws_instance").map(judgeMachine),
    ...configuration.resources("kubernetes_manifest").map(judgeManifest),
    ...configuration.derived(readKubernetesRights).map(({ address, beyond }) => unknownBy(address, beyond)),
    ...configuration.unread.map(({ stack, reason }) => unknown(stack, reason)),
  ],
};

/** Whether the proof knows how a type relates to credentials. */
const isRead = (type: string): boolean =>
  (resourceTypes.get(type)?.holdsCredentials ?? "unread") !== "unread";

/** A machine without a role has no credentials. Machines with a role are not modelled. */
function judgeMachine(machine: Resource): Finding {
  const given = ["iam_instance_profile", "launch_template"].filter((name) => !isAbsent(machine.get(name)));
  return given.length === 0
    ? compliant(machine.address)
    : unknown(machine.address, `a machine with ${given.join(" and ")} is not modelled`);
}

function judgeManifest(resource: Resource): Finding {
  const kind = textOf(resource.get("manifest", "kind"));
  return typeof kind === "string" && manifestKinds.has(kind)
    ? compliant(resource.address)
    : unknown(
        resource.address,
        `a manifest ${kind === undefined ? "without a kind" : `of kind ${isUnknown(kind) ? kind.reason : kind}`} is not modelled`,
      );
}
