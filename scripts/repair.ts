import { loadEnvironments } from "../src/config/load";
import { defineCommand, findByName } from "./frame/command";
import { outputFolder } from "./frame/options";
import { repairDatabase } from "./repair/database";
import { merge } from "./repair/finding";
import { rolloutsOf } from "./repair/rollouts";

export const command = defineCommand({
  name: "repair",
  summary:
    "Has the credentials function bring an organization's database, roles and secret to what config says, from whatever is left of them, and tells of rollouts that failed. A second call changes nothing. It calls AWS CLI and kubectl with the caller's credentials, of an administrator of the account and the cluster.",
  words: "ENVIRONMENT ORGANIZATION",
  options: {
    "database-only": {
      type: "boolean",
      about: "leave the rollouts out, such as where the cluster's API cannot be reached",
    },
    out: outputFolder,
  },
  examples: ["npm run repair -- dev acme"],
  held: "nothing is wrong, or all of it was repaired",
  didNotHold: "something is left to do: stderr says what",
  async answer({ positionals, values, progress }) {
    const [environmentName, organizationName] = positionals;
    const environment = findByName("environment", environmentName, loadEnvironments("config"));
    const organization = findByName("organization", organizationName, environment.organizations);
    progress.step(`Repairing the database of ${organization.name}`);
    const database = await repairDatabase(environment, organization, values.out);
    // Pods wait for what is left to do in the database.
    const looksOn = database.problems === undefined && !values["database-only"];
    if (looksOn) progress.step(`Looking at the rollouts of ${organization.name}`);
    const rollouts = looksOn ? await rolloutsOf(environment, organization) : {};
    const { text, problems } = merge([database, rollouts]);
    return { text: text.join("\n"), problems: problems.join("\n") };
  },
});
