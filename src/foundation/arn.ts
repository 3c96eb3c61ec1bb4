import type { Environment, Organization } from "../config/model";
import { credentialsFunctionName } from "../config/names";

/** ARN of something in the environment's account and region, written out so that a plan needs no look-up. */
export const arn = (environment: Environment, service: string, resource: string): string =>
  `arn:${environment.partition}:${service}:${environment.region}:${environment.account}:${resource}`;

/** ARN of an IAM entity of the environment's account. */
export const iamArn = (environment: Environment, resource: string): string =>
  `arn:${environment.partition}:iam::${environment.account}:${resource}`;

/** ARN of a policy that AWS manages. */
export const managedPolicyArn = (environment: Environment, name: string): string =>
  `arn:${environment.partition}:iam::aws:policy/${name}`;

/** A service as a principal or in `kms:ViaService`: `rds.eu-west-1.amazonaws.com`. */
export const regionalService = (environment: Environment, service: string): string =>
  `${service}.${environment.region}.${environment.dnsSuffix}`;

/** Role of the credentials function that serves an organization, or the shared instance. */
export const credentialsFunctionRoleArn = (environment: Environment, organization?: Organization): string =>
  iamArn(environment, `role/${credentialsFunctionName(environment, organization)}`);
