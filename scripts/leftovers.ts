import { instanceOf } from "../src/config/instances";
import { loadEnvironments } from "../src/config/load";
import type { Environment } from "../src/config/model";
import { lockedOutSchema, removedSchema } from "../src/database/credentials-request";
import { askCredentialsFunction, RefusedByFunction, sharedInstanceOf } from "./aws/credentials-function";
import { type Answer, defineCommand, findByName, UsageError } from "./frame/command";

export const command = defineCommand({
  name: "leftovers",
  summary:
    "Has the credentials function deal with what a removed organization left on the shared instance: --lock takes its logins away, such as those that a snapshot brought back; --drop drops its data, database and roles for good.",
  words: "ENVIRONMENT ORGANIZATION",
  options: {
    lock: { type: "boolean", about: "lock its logins and end their sessions; the data stays" },
    drop: { type: "boolean", about: "drop its data, its database and its roles" },
  },
  examples: ["npm run leftovers -- dev hooli --lock", "npm run leftovers -- dev hooli --drop"],
  held: "locked or dropped; or there was nothing",
  didNotHold: "the function refused, or something is left: stderr says what",
  async answer({ positionals: [environmentName, organization], values: { lock, drop }, progress }) {
    const environment = findByName("environment", environmentName, loadEnvironments("config"));
    if (organization === undefined) throw new UsageError("No organization named.");
    if (lock === drop) throw new UsageError("Name one of --lock and --drop.");
    refuseLiving(environment, organization);
    progress.step(`Asking about what ${organization} left`);
    try {
      return await (drop ? dropAll(environment, organization) : lockAll(environment, organization));
    } catch (error) {
      if (!(error instanceof RefusedByFunction)) throw error;
      return { text: "", problems: error.message };
    }
  },
});

/** One that has moved to an instance of its own may have left something here. */
function refuseLiving(environment: Environment, name: string): void {
  const living = environment.organizations.find((one) => one.name === name);
  if (!living || instanceOf(environment, living).owner) return;
  throw new Error(
    `${name} is in config of ${environment.name} and lives on the shared instance. To remove it: npm run destroy -- ${environment.name} org-${name}, and delete its file. The function was not invoked.`,
  );
}

async function lockAll(environment: Environment, organization: string): Promise<Answer> {
  const request = { version: 2, task: "lockOut", organization } as const;
  const { locked, ended } = await askCredentialsFunction(
    environment,
    sharedInstanceOf(environment),
    request,
    lockedOutSchema,
  );
  if (locked.length === 0) return { text: `There is no login of ${organization}.` };
  return {
    text: `Locked: ${locked.join(", ")}. Sessions ended: ${ended}. The data of ${organization} stays.`,
  };
}

async function dropAll(environment: Environment, organization: string): Promise<Answer> {
  const request = { version: 2, task: "removeLeftovers", organization } as const;
  const { rolesLeft = [] } = await askCredentialsFunction(
    environment,
    sharedInstanceOf(environment),
    request,
    removedSchema,
  );
  const text = `Nothing of ${organization} is left on the shared instance.`;
  if (rolesLeft.length === 0) return { text };
  return {
    text: "",
    problems: `All data of ${organization} is dropped. ${rolesLeft.join(", ")}: locked, and named by objects that the master has no way to change, such as those of RDS.`,
  };
}
