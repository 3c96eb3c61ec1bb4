import { exitCodes } from "./frame/command";
import { notAsked } from "./frame/help";

/** docs/commands.md: the output of each command with --help. */
export const commandsPage = (helps: readonly string[]): string =>
  `${[
    `<!-- Made by npm run schema from scripts/. -->
# Commands

Arguments and options follow \`--\`: \`npm run explain -- dev\`. npm reads options before it as its own, and the command then refuses to run.
Every command has \`--help\`.

| exit code | means |
|---|---|
| ${exitCodes.held} | success: it holds, or is done |
| ${exitCodes.didNotHold} | it ran, and does not hold, or could not be done |
| ${exitCodes.notAsked} | ${notAsked} |

Answers go to stdout; problems and errors go to stderr. On a terminal, lines are wrapped to its width and progress is shown; in a
pipe neither happens. \`npm run -s\` omits the lines that npm itself prints.`,
    ...helps.map((text) => {
      const [, call = ""] = /^Usage: (npm (?:run )?[\w-]+)/.exec(text) ?? [];
      return `## ${call}\n\n\`\`\`\n${text}\n\`\`\``;
    }),
  ].join("\n\n")}\n`;
