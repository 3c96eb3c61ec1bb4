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
  // With short timeouts, a missing endpoint or rule causes an error within seconds. Without `throwOnRequestTimeout`,
  // the SDK only warns and continues to wait.
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
});

/**
 * Handler of the function. Terraform invokes it to provision or remove an organization; a thrown error fails the apply.
 * Secrets Manager invokes it for each step of a rotation, and repeats the step after an error. EventBridge invokes it
 * on a schedule to check the age of credentials.
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
  // Lambda derives the level of a line, by which it filters, from the method of console.
  log: createLog((line, level) => console[level](line)),
  // Not by `console`: Lambda's JSON log format would wrap the line, and CloudWatch would not find the metrics in it.
  metrics: (line) => process.stdout.write(`${line}\n`),
});
