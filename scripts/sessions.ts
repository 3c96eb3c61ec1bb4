import type { z } from "zod";
import { instanceOf } from "../src/config/instances";
import { loadEnvironments } from "../src/config/load";
import { endedSchema, sessionsSchema } from "../src/database/credentials-request";
import { askCredentialsFunction, RefusedByFunction, sharedInstanceOf } from "./aws/credentials-function";
import { defineCommand, findByName, UsageError } from "./frame/command";

export const command = defineCommand({
  name: "sessions",
  summary:
    "Shows what each login uses on an instance: connections, transactions, locks. Without ORGANIZATION it shows the shared instance, with it the instance of that organization; --end ends the organization's sessions.",
  words: "ENVIRONMENT [ORGANIZATION]",
  options: {
    end: { type: "boolean", about: "end the sessions of ORGANIZATION; it may connect again at once" },
  },
  examples: ["npm run sessions -- dev", "npm run sessions -- dev acme --end"],
  held: "shown, or ended",
  didNotHold: "the function refused: stderr says why",
  async answer({ positionals: [environmentName, organizationName], values: { end }, progress }) {
    const environment = findByName("environment", environmentName, loadEnvironments("config"));
    const organization =
      organizationName === undefined
        ? undefined
        : findByName("organization", organizationName, environment.organizations);
    const instance = organization ? instanceOf(environment, organization) : sharedInstanceOf(environment);
    if (end && !organization) throw new UsageError("--end needs the organization whose sessions it ends.");
    progress.step(`Asking ${instance.credentialsFunctionName}`);
    try {
      if (!end || !organization) {
        const request = { version: 2, task: "sessions" } as const;
        const { sessions } = await askCredentialsFunction(environment, instance, request, sessionsSchema);
        return { text: table(sessions), isData: true };
      }
      const request = { version: 2, task: "endSessions", organization: organization.name } as const;
      const { ended } = await askCredentialsFunction(environment, instance, request, endedSchema);
      return { text: `Sessions of ${organization.name} ended: ${ended}.` };
    } catch (error) {
      if (!(error instanceof RefusedByFunction)) throw error;
      return { text: "", problems: error.message };
    }
  },
});

type Row = z.output<typeof sessionsSchema>["sessions"][number];

const columns: readonly (readonly [heading: string, cell: (row: Row) => string | number])[] = [
  ["login", ({ login }) => login],
  ["database", ({ database }) => database],
  ["sessions", ({ sessions }) => sessions],
  ["idle in transaction", ({ idleInTransaction }) => idleInTransaction],
  ["oldest transaction", ({ transactionSeconds }) => `${transactionSeconds} s`],
  ["transactions since", ({ transactionIds }) => transactionIds],
  ["locks", ({ locks }) => locks],
];

function table(rows: readonly Row[]): string {
  const lines = [
    columns.map(([heading]) => heading),
    ...rows.map((row) => columns.map(([, cell]) => String(cell(row)))),
  ];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => (line[index] as string).length)));
  return lines
    .map((line) =>
      line
        .map((text, index) => text.padEnd(widths[index] as number))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
