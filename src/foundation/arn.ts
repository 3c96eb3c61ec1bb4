import type { Environment, Organization } from "../config/model";
import { credentialsFunctionName } from "../config/names";

/** The partition of every region that the configuration takes: China and GovCloud have partitions of their own. */
export const partition = "aws";

/** ARN of something in the environment's account and region, written out so that a plan needs no look-up. */
export const arn = ({ region, account }: Environment, service: string, resource: string): string =>
  `arn:${partition}:${service}:${region}:${account}:${resource}`;

/** ARN of an IAM entity of the environment's account. */
export const iamArn = ({ account }: Environment, resource: string): string =>
  `arn:${partition}:iam::${account}:${resource}`;

/** ARN of a policy that AWS manages. */
export const managedPolicyArn = (name: string): string => `arn:${partition}:iam::aws:policy/${name}`;

/** A service as a principal or in `kms:ViaService`: `rds.eu-west-1.amazonaws.com`. */
export const regionalService = ({ region }: Environment, service: string): string =>
  `${service}.${region}.amazonaws.com`;

/** Role of the credentials function that serves an organization, or the shared instance. */
export const credentialsFunctionRoleArn = (environment: Environment, organization?: Organization): string =>
  iamArn(environment, `role/${credentialsFunctionName(environment, organization)}`);
