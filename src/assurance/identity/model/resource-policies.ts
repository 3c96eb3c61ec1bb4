import { type Configuration, isAbsent } from "../../terraform";
import type { Policy } from "../policy/statement";
import { policyOf } from "./policies";

/** A resource policy, which allows or denies the use of its resource. */
export interface ResourcePolicy {
  /** Address of the resource with the policy. */
  readonly address: string;
  readonly type: string;
  readonly policy: Policy;
}

/** Types with a resource policy, and its attribute. */
const attributes: Readonly<Record<string, string>> = {
  aws_iam_role: "assume_role_policy",
  aws_kms_key: "policy",
  aws_kms_key_policy: "policy",
  aws_s3_bucket: "policy",
  aws_s3_bucket_policy: "policy",
  aws_secretsmanager_secret: "policy",
  aws_secretsmanager_secret_policy: "policy",
  aws_sns_topic: "policy",
  aws_sns_topic_policy: "policy",
  aws_sqs_queue: "policy",
  aws_sqs_queue_policy: "policy",
  aws_vpc_endpoint: "policy",
  aws_vpc_endpoint_policy: "policy",
};

export const readResourcePolicies = (configuration: Configuration): ResourcePolicy[] =>
  Object.entries(attributes).flatMap(([type, attribute]) =>
    configuration
      .resources(type)
      .filter((resource) => !isAbsent(resource.get(attribute)))
      .map((resource) => ({
        address: resource.address,
        type,
        policy: policyOf(configuration, resource, attribute),
      })),
  );
