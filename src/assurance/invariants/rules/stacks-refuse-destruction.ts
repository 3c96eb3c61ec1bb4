import { irreplaceable } from "../../known/irreplaceable";
import { compliant, forEachStack, type Rule, violated } from "../rule";

export const stacksRefuseDestruction: Rule = {
  id: "stacks-refuse-destruction",
  threat:
    "AWS refuses to delete a protected database or cluster only after Terraform has destroyed everything through which clients reach it; and plans that replace data, keys and names lose them.",
  check: forEachStack(({ name, resources }, _, { protectedStacks = [] }) => {
    if (!protectedStacks.includes(name)) return [];
    const isHeld = resources.some(({ refusesDestruction }) => refusesDestruction);
    const things = resources.filter(({ mode, type }) => mode === "resource" && irreplaceable.has(type));
    return [
      isHeld ? compliant(name) : violated(name, "no resource in it refuses its destruction"),
      ...things.map(({ address, refusesDestruction }) =>
        refusesDestruction ? compliant(address) : violated(address, "prevent_destroy is left out"),
      ),
    ];
  }),
};
