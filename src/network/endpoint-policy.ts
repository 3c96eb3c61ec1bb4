import type { Environment } from "../config/model";
import { iamArn, partition } from "../foundation/arn";
import { everyCaller, type Statement } from "../foundation/policy";

/**
 * Endpoint policies grant nothing; they limit which requests pass. The threat is an identity of another account, such
 * as credentials of an attacker in a compromised pod, that sends data out through an endpoint which all security groups
 * trust.
 */
const fromThisAccount = ({ account }: Environment) => ({
  test: "StringEquals",
  variable: "aws:PrincipalAccount",
  values: [account],
});

const inThisAccount = ({ account }: Environment) => ({
  test: "StringEquals",
  variable: "aws:ResourceAccount",
  values: [account],
});

/**
 * Identities of the account, on any resource that IAM allows them: images of add-ons, for example, are in accounts of
 * AWS.
 */
const ownIdentities = (environment: Environment): Statement => ({
  sid: "OwnIdentities",
  principals: everyCaller,
  actions: ["*"],
  resources: ["*"],
  condition: [fromThisAccount(environment)],
});

/** Services whose endpoints need another policy than the account's identities. */
const policies: Readonly<Record<string, (environment: Environment) => Statement[]>> = {
  secretsmanager: secretsManager,
  sts,
};

/** Policy of an interface endpoint. */
export const interfaceEndpointPolicy = (environment: Environment, service: string): Statement[] =>
  policies[service]?.(environment) ?? [ownIdentities(environment)];

/** Only secrets of this account are read or written. */
function secretsManager(environment: Environment): Statement[] {
  return [
    {
      sid: "OwnIdentitiesOwnSecrets",
      principals: everyCaller,
      actions: ["secretsmanager:*"],
      resources: ["*"],
      condition: [fromThisAccount(environment), inThisAccount(environment)],
    },
    {
      // This action has no secret, so a condition on the secret's owner would deny it.
      sid: "RandomPassword",
      principals: everyCaller,
      actions: ["secretsmanager:GetRandomPassword"],
      resources: ["*"],
      condition: [fromThisAccount(environment)],
    },
  ];
}

/**
 * Pods that exchange their service account's token for a role have no AWS identity yet, so conditions on the caller's
 * account cannot match (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sts_vpc_endpoint_policies.html). The
 * role to be assumed is limited instead.
 */
function sts(environment: Environment): Statement[] {
  return [
    ownIdentities(environment),
    {
      sid: "ServiceAccountsToOwnRoles",
      principals: everyCaller,
      actions: ["sts:AssumeRoleWithWebIdentity"],
      resources: [iamArn(environment, "role/*")],
    },
  ];
}

/**
 * All objects may be read: container image layers are downloaded by presigned URLs from buckets of AWS, registry.k8s.io
 * and other registries, whose names may change. Only the account's own buckets may be written.
 */
export const s3EndpointPolicy = (environment: Environment): Statement[] => [
  {
    sid: "ReadObjects",
    principals: everyCaller,
    actions: ["s3:GetObject"],
    resources: [`arn:${partition}:s3:::*/*`],
  },
  {
    sid: "OwnIdentitiesOwnBuckets",
    principals: everyCaller,
    actions: ["s3:*"],
    resources: ["*"],
    condition: [fromThisAccount(environment), inThisAccount(environment)],
  },
];
