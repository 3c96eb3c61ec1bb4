import type { Expectation } from "./expectation";
import { nameServers } from "./name";
import { defaultPatience } from "./patience";
import { exitCode, jsonReport, textReport } from "./report";
import { runChecks } from "./run";
import { assumeRole, databaseToken } from "./token";

// biome-ignore lint/style/noProcessEnv: the one place where the script reads its environment
const variables = process.env;
const expectation = JSON.parse(variables.EXPECTATION ?? "{}") as Expectation;
const { region } = expectation;
const patience = defaultPatience;

runChecks({
  expectation,
  places: {
    secrets: variables.SECRETS_FOLDER ?? "",
    authorities: variables.PGSSLROOTCERT ?? "",
    variables,
  },
  resolve: nameServers(patience),
  makeToken: async (login) => {
    const keys = await assumeRole(variables, region, patience.answer);
    return databaseToken({ ...login, region }, keys, new Date());
  },
  patience,
}).then(
  (results) => {
    const report = process.argv.includes("--json") ? jsonReport : textReport;
    console.log(report(expectation, results));
    process.exitCode = exitCode(results);
  },
  (error: Error) => {
    // Not the error itself: its properties may hold what it was made from.
    console.error(`The check itself failed: ${error.message}`);
    process.exitCode = 70;
  },
);
