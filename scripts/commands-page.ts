import { exitCodes } from "./frame/command";

/** docs/commands.md: what each command prints with --help. */
export const commandsPage = (helps: readonly string[]): string =>
  `${[
    `<!-- Made by npm run schema from scripts/. -->
# Commands

Words and options follow \`--\`, because npm takes options that stand before it, and a command refuses to go on then: \`npm run explain -- dev\`. Every command answers
\`--help\`.

| exit code | means |
|---|---|
| ${exitCodes.held} | it held, or is done |
| ${exitCodes.didNotHold} | it was asked, and did not hold |
| ${exitCodes.notAsked} | it could not be asked: a wrong word, config that is not right, a file that is not there |

Answers go to stdout; what does not hold and what went wrong goes to stderr. On a terminal, lines are folded to its width and
progress is shown; in a pipe neither happens. \`npm run -s\` leaves out what npm itself prints.`,
    ...helps.map((text) => {
      const [, call = ""] = /^Usage: (npm (?:run )?[\w-]+)/.exec(text) ?? [];
      return `## ${call}\n\n\`\`\`\n${text}\n\`\`\``;
    }),
  ].join("\n\n")}\n`;
