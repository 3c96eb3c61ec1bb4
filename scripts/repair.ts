import { loadEnvironments } from "../src/config/load";
import type { Environment, Organization } from "../src/config/model";
import { inOrder } from "./deployment/in-order";
import { defineCommand, findByName } from "./frame/command";
import { messageForUser } from "./frame/failures";
import { outputFolder } from "./frame/options";
import { repairDatabase } from "./repair/database";
import { type Finding, merge, printed } from "./repair/finding";
import { rolloutsOf } from "./repair/rollouts";

/** Organizations at a time: config reserves connections of an instance for five invocations of its function. */
const atOnce = 4;

export const command = defineCommand({
  name: "repair",
  summary:
    "Invokes the credentials function to restore an organization's database, roles and secret to what config says, from any state, and reports failed rollouts; without ORGANIZATION, for all organizations of the environment. A second run changes nothing. It calls the AWS CLI and kubectl with the caller's credentials, which must be those of an administrator of the account and the cluster.",
  words: "ENVIRONMENT [ORGANIZATION]",
  options: {
    "database-only": {
      type: "boolean",
      about: "do not check rollouts, such as where the cluster's API cannot be reached",
    },
    out: outputFolder,
  },
  examples: ["npm run repair -- dev acme", "npm run repair -- dev --database-only"],
  held: "nothing is wrong, or all of it was repaired",
  didNotHold: "something is not repaired: stderr says what to do",
  async answer({ positionals: [environmentName, organizationName], values, progress }) {
    const environment = findByName("environment", environmentName, loadEnvironments("config"));
    const repair = async (organization: Organization) => {
      progress.step(`Repairing ${organization.name}`);
      return repairOrganization(environment, organization, values);
    };
    const finding =
      organizationName === undefined
        ? merge(await ofEach(environment.organizations, repair))
        : await repair(findByName("organization", organizationName, environment.organizations));
    return { text: printed(finding), problems: finding.problems.join("\n") };
  },
});

interface Values {
  readonly "database-only"?: boolean;
  readonly out: string;
}

async function repairOrganization(
  environment: Environment,
  organization: Organization,
  values: Values,
): Promise<Required<Finding>> {
  const database = await repairDatabase(environment, organization, values.out);
  // Pods wait for the remaining work in the database.
  const looksOn = database.problems === undefined && !values["database-only"];
  return merge([database, looksOn ? await rolloutsOf(environment, organization) : {}]);
}

/**
 * Runs in the order of config. A failure for one organization does not affect the others.
 *
 * @throws the common error if all fail for the same reason: no credentials, no AWS CLI
 */
async function ofEach(
  organizations: readonly Organization[],
  repair: (organization: Organization) => Promise<Finding>,
): Promise<Finding[]> {
  const findings = new Map<string, Finding>();
  const failures = new Map<string, unknown>();
  const unordered = { after: () => [], atOnce, mayStart: () => true };
  const byName = new Map(organizations.map((organization) => [organization.name, organization]));
  await inOrder([...byName.keys()], unordered, async (name) => {
    const organization = byName.get(name) as Organization;
    const asked = repair(organization).catch((error) => {
      failures.set(name, error);
      return { problems: [`${name}: ${messageForUser(error)}`] };
    });
    findings.set(name, await asked);
    return true;
  });
  const causes = new Set([...failures.values()].map(messageForUser));
  if (failures.size === organizations.length && causes.size === 1) throw failures.values().next().value;
  return organizations.map(({ name }) => findings.get(name) ?? {});
}
