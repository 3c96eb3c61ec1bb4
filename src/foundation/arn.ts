import type { DatabaseInstance } from "../config/instances";
import type { Environment } from "../config/model";

/** The partition of every region that the configuration takes: China and GovCloud have partitions of their own. */
export const partition = "aws";

/** Where something is: an environment, or what no environment has to itself. */
export type Place = Pick<Environment, "account" | "region">;

/** ARN of something in the environment's account and region, written out so that a plan needs no look-up. */
export const arn = ({ region, account }: Place, service: string, resource: string): string =>
  `arn:${partition}:${service}:${region}:${account}:${resource}`;

/** ARN of an IAM entity of the environment's account. */
export const iamArn = ({ account }: Pick<Place, "account">, resource: string): string =>
  `arn:${partition}:iam::${account}:${resource}`;

/** ARN of a bucket, or of objects in it. */
export const bucketArn = (bucket: string, key?: string): string =>
  `arn:${partition}:s3:::${bucket}${key === undefined ? "" : `/${key}`}`;

/** ARN of a policy that AWS manages. */
export const managedPolicyArn = (name: string): string => `arn:${partition}:iam::aws:policy/${name}`;

/** A service as a principal or in `kms:ViaService`: `rds.eu-west-1.amazonaws.com`. */
export const regionalService = ({ region }: Pick<Place, "region">, service: string): string =>
  `${service}.${region}.amazonaws.com`;

/** Role of the credentials function of an instance. */
export const credentialsFunctionRoleArn = (
  place: Pick<Place, "account">,
  { credentialsFunctionName }: DatabaseInstance,
): string => iamArn(place, `role/${credentialsFunctionName}`);
