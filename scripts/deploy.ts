import { deploying } from "./deployment/deployment";
import { stillInUse } from "./deployment/in-use";
import { leftBehindNote } from "./deployment/left-behind";
import { deploymentOptions, run } from "./deployment/run";
import { synthesizedAlone } from "./deployment/synthesized";
import { defineCommand } from "./frame/command";

export const command = defineCommand({
  name: "deploy",
  summary:
    "Synthesizes and proves an environment, plans its stacks with Terraform, asks for approval, and applies those plans: in the order of their dependencies, several at the same time. When a stack fails, or on Ctrl-C, it waits for the running ones and starts no other. STACK is network, org-acme or 'org-*'; without it, all are deployed.",
  words: "ENVIRONMENT [STACK ...]",
  options: deploymentOptions,
  examples: [
    "npm run deploy -- dev",
    "npm run deploy -- dev org-acme",
    "npm run deploy -- dev --auto-approve",
  ],
  held: "applied, or nothing to do",
  didNotHold: "not proved, not approved, interrupted or failed: stderr says which stack, and what to do",
  answer: (call) =>
    synthesizedAlone(call, async ({ environment, stacks: all, chosen: stacks, problems }) => {
      if (problems) return { text: "", problems: `${problems}\n\nNothing was deployed.` };
      const { problem, notLooked } = await stillInUse(environment, stacks);
      if (problem !== undefined) return { text: "", problems: problem };
      if (notLooked !== undefined) call.print(notLooked);
      const note = await leftBehindNote(environment, all, []);
      return run({ name: "deploy", verb: "Deploy", environment, stacks, aim: deploying, note }, call);
    }),
});
