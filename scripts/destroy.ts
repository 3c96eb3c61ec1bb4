import { destroying } from "./deployment/deployment";
import { deploymentOptions, run } from "./deployment/run";
import { refuseToLeaveDependents } from "./deployment/selection";
import { synthesized } from "./deployment/synthesized";
import { defineCommand } from "./frame/command";

export const command = defineCommand({
  name: "destroy",
  summary:
    "Plans the destruction of an environment's stacks, asks, and destroys them: those first that stand on others. Where one of them is protected, none is touched. STACK is org-acme or 'org-*'; without it, all are destroyed.",
  words: "ENVIRONMENT [STACK ...]",
  options: deploymentOptions,
  examples: ["npm run destroy -- dev org-acme", "npm run destroy -- dev"],
  held: "destroyed, or nothing was there",
  didNotHold: "not approved, interrupted or failed: stderr says which stack, and what to do",
  async answer(call) {
    // Whether it is proved does not matter: what is not as it should be can be taken away.
    const { stacks, chosen } = synthesized(call);
    refuseToLeaveDependents(stacks, chosen);
    return run({ name: "destroy", verb: "Destroy", stacks: chosen, aim: destroying(stacks) }, call);
  },
});
