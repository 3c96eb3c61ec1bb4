import { databaseToken } from "../../lambda-src/database-credentials/token";
import type { Expectation } from "./expectation";
import { nameServers } from "./name";
import { exitCode, jsonReport, textReport } from "./report";
import { defaultRetryLimits } from "./retries";
import { runChecks } from "./run";
import { assumeRole } from "./token";

/** Exit code above those of checks: the check itself failed. */
const brokenCheck = 70;

// biome-ignore lint/style/noProcessEnv: the one place where the script reads its environment
main(process.env, process.argv.includes("--json")).catch((error: Error) => {
  // Not the error object: its properties may contain its input.
  console.error(`The check itself failed: ${error.message}`);
  process.exitCode = brokenCheck;
});

async function main(variables: NodeJS.ProcessEnv, json: boolean): Promise<void> {
  const expectation: Expectation = JSON.parse(variables.EXPECTATION ?? "");
  const { region } = expectation;
  const { SECRETS_FOLDER: secrets = "", PGSSLROOTCERT: authorities = "" } = variables;
  const limits = defaultRetryLimits();
  const results = await runChecks({
    expectation,
    places: { secrets, authorities, variables },
    resolve: nameServers(limits),
    makeToken: async (login) => {
      const keys = await assumeRole(variables, region, limits.answer);
      return databaseToken({ ...login, region }, keys, new Date());
    },
    limits,
  });
  console.log((json ? jsonReport : textReport)(expectation, results));
  process.exitCode = exitCode(results);
}
