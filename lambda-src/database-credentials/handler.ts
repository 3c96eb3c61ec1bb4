import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { rdsRootCertificates } from "./certificates";
import { parseConfig } from "./config";
import { createHandler } from "./dispatch";
import { createLog } from "./log";
import { Password } from "./password";
import { connector } from "./sql/session";
import { databaseToken } from "./token";

// biome-ignore lint/style/noProcessEnv: the one place where the function reads its environment
const config = parseConfig(process.env);

const secrets = new SecretsManagerClient({
  region: config.region,
  maxAttempts: 4,
  // A missing endpoint or rule shows as an error within seconds. Without the switch, a request that takes too long is
  // waited for, with a warning.
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
});

/**
 * Invoked by Terraform to provision or remove an organization, where a thrown error fails the apply; by Secrets Manager
 * for each step of a rotation, which it repeats after an error; and on a schedule, to look at the age of credentials.
 */
export const handler = createHandler({
  config,
  secrets,
  connect: connector({
    host: config.host,
    port: config.port,
    rootCertificates: rdsRootCertificates(__dirname),
  }),
  tokenFor: async (username) => {
    const { sessionToken = "", ...keys } = await secrets.config.credentials();
    return new Password(databaseToken({ ...config, username }, { ...keys, sessionToken }, new Date()));
  },
  // Lambda takes the level of a line, by which it filters, from the method.
  log: createLog((line, level) => console[level](line)),
  // Past `console`: with Lambda's JSON log format that would wrap the line, and CloudWatch would find no metric in it.
  metrics: (line) => process.stdout.write(`${line}\n`),
});
