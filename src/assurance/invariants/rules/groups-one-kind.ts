import { groupHolder, groupHolderTypes } from "../../group-holders";
import { type Configuration, certain } from "../../terraform";
import { compliant, type Evidence, type Finding, type Rule, violated } from "../rule";

export const groupsOneKind: Rule = {
  id: "groups-one-kind",
  threat: "A pod that holds a group of the nodes or of a function can connect wherever these can.",
  check: ({ configuration }: Evidence) => {
    const kindsOf = new Map<string, Map<string, string>>();
    for (const { group, kind, place } of holdersIn(configuration))
      kindsOf.set(group, (kindsOf.get(group) ?? new Map<string, string>()).set(kind, place));
    return [...kindsOf].map(([group, kinds]): Finding => {
      const holders = [...kinds].map(([kind, place]) => `${kind} (${place})`).join(" and ");
      return kinds.size === 1 ? compliant(group) : violated(group, `${holders} hold it`);
    });
  },
};

/** Address of a group, or of the cluster that owns it, and its holder. */
interface Held {
  readonly group: string;
  readonly place: string;
  readonly kind: string;
}

function holdersIn(configuration: Configuration): Held[] {
  const chosen = groupHolderTypes.flatMap((type) => {
    const { kind, groups } = groupHolder(type);
    return configuration.resources(type).flatMap((one) =>
      groups(one)
        .flatMap((list) => configuration.namedIn("aws_security_group", list))
        .flatMap((named) => certain(named)?.resource.address ?? [])
        .map((group) => ({ group, place: one.address, kind })),
    );
  });
  // The control plane and the nodes hold the group that EKS creates for both.
  const given = configuration.resources("aws_eks_cluster").map(({ address }) => ({
    group: address,
    place: address,
    kind: groupHolder("aws_eks_cluster").kind,
  }));
  return [...given, ...chosen];
}
