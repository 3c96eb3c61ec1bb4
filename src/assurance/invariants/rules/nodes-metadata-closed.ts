import { addressesNamed } from "../../terraform";
import { compliant, type Evidence, type Rule, violated } from "../rule";

export const nodesMetadataClosed: Rule = {
  id: "nodes-metadata-closed",
  threat: "The role of the nodes has rights that no application needs, and every pod could use it.",
  check: ({ identity }: Evidence) => {
    const open = new Map(identity.openMetadata.map(({ compute, because }) => [compute.address, because]));
    return identity.compute
      .filter(({ kind }) => kind === "nodes")
      .map(({ address }) => {
        const because = open.get(address);
        return because === undefined
          ? compliant(address)
          : violated(address, because, { cause: addressesNamed(because)[0] });
      });
  },
};
