import * as z from "zod/mini";
import { check } from "./check";

/** Environment variables of the function. Terraform sets them: names and ARNs, no secret. */
const environmentSchema = z.object({
  /** Region of the instance; set by Lambda. */
  AWS_REGION: z.string().check(z.minLength(1)),
  /** Name of the function; set by Lambda. */
  AWS_LAMBDA_FUNCTION_NAME: z.string().check(z.minLength(1)),
  /** Name of the environment, which the names of its secrets contain. */
  ENVIRONMENT_NAME: z.string().check(z.minLength(1)),
  /** The instance's own host name, the only one in its certificate. */
  DATABASE_HOST: z.string().check(z.minLength(1)),
  /** Host name for organizations: the instance's, or that of a proxy in front of it. */
  CLIENT_HOST: z.string().check(z.minLength(1)),
  DATABASE_PORT: z.coerce.number().check(z.int(), z.minimum(1), z.maximum(65535)),
  /** Secret with user name and password of the master user, which RDS creates and rotates. */
  MASTER_SECRET_ARN: z.string().check(z.startsWith("arn:")),
  /** Database with the schemas of organizations with isolation `schema`. */
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
 * Host and master secret come from the environment, never from an event: a caller must not be able to send the master
 * user's credentials to another host.
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
