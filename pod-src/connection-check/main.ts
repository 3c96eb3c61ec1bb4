import { databaseToken } from "../../lambda-src/database-credentials/token";
import type { Expectation } from "./expectation";
import { nameServers } from "./name";
import { defaultPatience } from "./patience";
import { exitCode, jsonReport, textReport } from "./report";
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
  const patience = defaultPatience();
  const results = await runChecks({
    expectation,
    places: { secrets, authorities, variables },
    resolve: nameServers(patience),
    makeToken: async (login) => {
      const keys = await assumeRole(variables, region, patience.answer);
      return databaseToken({ ...login, region }, keys, new Date());
    },
    patience,
  });
  console.log((json ? jsonReport : textReport)(expectation, results));
  process.exitCode = exitCode(results);
}
