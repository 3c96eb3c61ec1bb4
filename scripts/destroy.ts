import { destroying } from "./deployment/deployment";
import { filesToDelete, leftBehindNote } from "./deployment/left-behind";
import { releaseWords } from "./deployment/release";
import { callAgain, deploymentOptions, run } from "./deployment/run";
import { refuseToLeaveDependents } from "./deployment/selection";
import { synthesizedAlone } from "./deployment/synthesized";
import { defineCommand } from "./frame/command";

export const command = defineCommand({
  name: "destroy",
  summary:
    "Plans the destruction of an environment's stacks, asks for approval, and destroys them: a stack after all that depend on it. If config or AWS protects one of them, none is destroyed. STACK is org-acme or 'org-*'; without it, all are destroyed.",
  words: "ENVIRONMENT [STACK ...]",
  options: deploymentOptions,
  examples: ["npm run destroy -- dev org-acme", "npm run destroy -- dev"],
  held: "destroyed, or nothing to destroy",
  didNotHold: "not approved, interrupted or failed: stderr says which stack, and what to do",
  // A failed proof does not prevent destruction.
  answer: (call) =>
    synthesizedAlone(call, async ({ environment, stacks: all, chosen: stacks }) => {
      refuseToLeaveDependents(all, stacks);
      const problems = releaseWords({
        environment,
        stacks,
        deploy: callAgain("deploy", call.positionals),
        destroy: callAgain("destroy", call.positionals),
      });
      if (problems) return { text: "", problems };
      const notes = [
        stacks.length < all.length ? filesToDelete(environment.name, stacks) : "",
        await leftBehindNote(environment, all, stacks),
      ];
      const note = notes.filter((text) => text !== "").join("\n\n");
      return run({ name: "destroy", verb: "Destroy", environment, stacks, aim: destroying(all), note }, call);
    }),
});
