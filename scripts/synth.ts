import { synthesize } from "../main";
import { loadEnvironments } from "../src/config/load";
import { defineCommand } from "./frame/command";
import { proved } from "./start";

export const command = defineCommand({
  name: "synth",
  summary:
    "Synthesizes and proves every environment; npm start -- dev does so for one. The CDKTF CLI runs this command.",
  ...proved,
  answer({ progress }) {
    const all = loadEnvironments("config");
    return synthesize(all, all, progress);
  },
});
