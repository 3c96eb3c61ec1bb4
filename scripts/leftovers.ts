import { instanceOf } from "../src/config/instances";
import { loadEnvironments } from "../src/config/load";
import type { Environment } from "../src/config/model";
import { lockedOutSchema, removedSchema } from "../src/database/credentials-request";
import { askCredentialsFunction, RefusedByFunction, sharedInstanceOf } from "./aws/credentials-function";
import { type Answer, defineCommand, findByName, UsageError } from "./frame/command";

export const command = defineCommand({
  name: "leftovers",
  summary:
    "Invokes the credentials function for what a removed organization left on the shared instance: --lock locks its logins, such as those that a snapshot restored; --drop drops its data, database and roles permanently.",
  words: "ENVIRONMENT ORGANIZATION",
  options: {
    lock: { type: "boolean", about: "lock its logins and end their sessions; the data stays" },
    drop: { type: "boolean", about: "drop its data, its database and its roles" },
  },
  examples: ["npm run leftovers -- dev hooli --lock", "npm run leftovers -- dev hooli --drop"],
  held: "locked or dropped, or nothing was left",
  didNotHold: "the function refused, or something is left: stderr says what",
  async answer({ positionals: [environmentName, organization], values: { lock, drop }, progress }) {
    const environment = findByName("environment", environmentName, loadEnvironments("config"));
    if (organization === undefined) throw new UsageError("No organization named.");
    if (lock === drop) throw new UsageError("Use either --lock or --drop.");
    refuseLiving(environment, organization);
    progress.step(`Checking what ${organization} left`);
    try {
      return await (drop ? dropAll(environment, organization) : lockAll(environment, organization));
    } catch (error) {
      if (!(error instanceof RefusedByFunction)) throw error;
      return { text: "", problems: error.message };
    }
  },
});

/** An organization that moved to a dedicated instance may have left data on the shared one. */
function refuseLiving(environment: Environment, name: string): void {
  const living = environment.organizations.find((one) => one.name === name);
  if (!living || instanceOf(environment, living).owner) return;
  throw new Error(
    `${name} is in the config of ${environment.name} and uses the shared instance. To remove it: npm run destroy -- ${environment.name} org-${name}, and delete its file. The function was not invoked.`,
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
    problems: `All data of ${organization} is dropped. ${rolesLeft.join(", ")}: locked, but not dropped, because objects refer to them that the master user cannot change, such as those of RDS.`,
  };
}
