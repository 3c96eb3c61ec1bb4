import * as z from "zod/mini";
import { check } from "./check";

/** Environment of the function. Terraform sets it: names and ARNs, no secret. */
const environmentSchema = z.object({
  /** Region of the instance; Lambda sets it. */
  AWS_REGION: z.string().check(z.minLength(1)),
  /** Name of the function; Lambda sets it. */
  AWS_LAMBDA_FUNCTION_NAME: z.string().check(z.minLength(1)),
  /** Name of the environment, as it appears in the names of its secrets. */
  ENVIRONMENT_NAME: z.string().check(z.minLength(1)),
  /** The instance's own host name, the only one its certificate carries. */
  DATABASE_HOST: z.string().check(z.minLength(1)),
  /** Host name that organizations are told: the instance's, or that of a proxy before it. */
  CLIENT_HOST: z.string().check(z.minLength(1)),
  DATABASE_PORT: z.coerce.number().check(z.int(), z.minimum(1), z.maximum(65535)),
  /** Secret with user name and password of the master, which RDS makes and rotates. */
  MASTER_SECRET_ARN: z.string().check(z.startsWith("arn:")),
  /** Database that holds the schemas of organizations with isolation `schema`. */
  SHARED_DATABASE_NAME: z.string().check(z.regex(/^[a-z][a-z0-9_]{0,50}$/)),
});

export interface Config {
  readonly region: string;
  readonly functionName: string;
  readonly environmentName: string;
  readonly host: string;
  readonly clientHost: string;
  readonly port: number;
  readonly masterSecretArn: string;
  readonly sharedDatabase: string;
}

/**
 * Host and master secret come from here, never from an event: a caller must not be able to send the master's
 * credentials to a host of its own.
 */
export function parseConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const environment = check(
    environmentSchema,
    variables,
    (problems) => new Error(`The function's environment is not usable: ${problems}`),
  );
  return {
    region: environment.AWS_REGION,
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME,
    environmentName: environment.ENVIRONMENT_NAME,
    host: environment.DATABASE_HOST,
    clientHost: environment.CLIENT_HOST,
    port: environment.DATABASE_PORT,
    masterSecretArn: environment.MASTER_SECRET_ARN,
    sharedDatabase: environment.SHARED_DATABASE_NAME,
  };
}
