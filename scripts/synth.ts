import { synthesize } from "../main";
import { loadEnvironments } from "../src/config/load";
import { defineCommand } from "./frame/command";
import { proved } from "./start";

export const command = defineCommand({
  name: "synth",
  summary:
    "Synthesizes and proves every environment. The CDKTF CLI runs this command; for one environment: npm start -- dev.",
  ...proved,
  answer({ progress }) {
    const all = loadEnvironments("config");
    return synthesize(all, all, progress);
  },
});
