import { deploying } from "./deployment/deployment";
import { deploymentOptions, run } from "./deployment/run";
import { synthesized } from "./deployment/synthesized";
import { defineCommand } from "./frame/command";

export const command = defineCommand({
  name: "deploy",
  summary:
    "Synthesizes and proves an environment, plans its stacks with Terraform, asks, and applies those plans: in the order of their dependencies, a few at the same time. Once a stack fails, or on Ctrl-C, running ones are waited for and no other starts. STACK is network, org-acme or 'org-*'; without it, all are deployed.",
  words: "ENVIRONMENT [STACK ...]",
  options: deploymentOptions,
  examples: [
    "npm run deploy -- dev",
    "npm run deploy -- dev org-acme",
    "npm run deploy -- dev --auto-approve",
  ],
  held: "applied, or nothing to do",
  didNotHold: "not proved, not approved, interrupted or failed: stderr says which stack, and what to do",
  async answer(call) {
    const { chosen, problems } = synthesized(call);
    if (problems) return { text: "", problems: `${problems}\n\nNothing was deployed.` };
    return run({ name: "deploy", verb: "Deploy", stacks: chosen, aim: deploying }, call);
  },
});
