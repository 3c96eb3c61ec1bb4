import { synthesize } from "../main";
import { loadEnvironments } from "../src/config/load";
import { defineCommand, findByName } from "./frame/command";

/** Meanings of the exit codes of a synthesis. */
export const proved = {
  held: "synthesized, and proved: exactly the access that config intends is possible",
  didNotHold: "synthesized, and not proved: stderr has the counter-examples",
};

export const command = defineCommand({
  name: "start",
  summary:
    "Synthesizes the environments under config/ into cdktf.out/, lists their stacks, and proves who can connect to databases and read secrets. With ENVIRONMENT, the stacks of the others are not rewritten.",
  words: "[ENVIRONMENT ...]",
  ...proved,
  examples: ["npm start", "npm start -- dev"],
  answer({ positionals, progress }) {
    const all = loadEnvironments("config");
    const asked = new Set(positionals.map((name) => findByName("environment", name, all)));
    return synthesize(all, asked.size === 0 ? all : all.filter((one) => asked.has(one)), progress);
  },
});
