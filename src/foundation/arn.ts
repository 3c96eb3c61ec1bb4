import type { DatabaseInstance } from "../config/instances";
import type { Environment } from "../config/model";

/** The partition of every region that the configuration accepts; China and GovCloud are other partitions. */
export const partition = "aws";

/** Account and region of a resource, of an environment or shared by several. */
export type Place = Pick<Environment, "account" | "region">;

/**
 * ARN of a resource in the environment's account and region, composed from config so that a plan needs no data source.
 */
export const arn = ({ region, account }: Place, service: string, resource: string): string =>
  `arn:${partition}:${service}:${region}:${account}:${resource}`;

/** ARN of an IAM resource of the environment's account. */
export const iamArn = ({ account }: Pick<Place, "account">, resource: string): string =>
  `arn:${partition}:iam::${account}:${resource}`;

/** ARN of a bucket, or of objects in it. */
export const bucketArn = (bucket: string, key?: string): string =>
  `arn:${partition}:s3:::${bucket}${key === undefined ? "" : `/${key}`}`;

/** ARN of an AWS managed policy. */
export const managedPolicyArn = (name: string): string => `arn:${partition}:iam::aws:policy/${name}`;

/** A regional service as a principal or in `kms:ViaService`: `rds.eu-west-1.amazonaws.com`. */
export const regionalService = ({ region }: Pick<Place, "region">, service: string): string =>
  `${service}.${region}.amazonaws.com`;

/** ARN of the role of an instance's credentials function. */
export const credentialsFunctionRoleArn = (
  place: Pick<Place, "account">,
  { credentialsFunctionName }: DatabaseInstance,
): string => iamArn(place, `role/${credentialsFunctionName}`);
