import type { Environment } from "../config/model";
import { iamArn, partition } from "../foundation/arn";
import type { Statement } from "../foundation/policy";

/**
 * Endpoint policies grant nothing: they bound what may pass. The threat is a foreign identity, such as an attacker's
 * keys planted in a pod, that carries data out through an address every firewall trusts.
 */
const anyPrincipal = [{ type: "*", identifiers: ["*"] }];

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

/** Identities of the account, on whatever IAM lets them: images of add-ons, for one, live in accounts of AWS. */
const ownIdentities = (environment: Environment): Statement => ({
  sid: "OwnIdentities",
  principals: anyPrincipal,
  actions: ["*"],
  resources: ["*"],
  condition: [fromThisAccount(environment)],
});

/** Services whose endpoints let more or less pass than identities of the account. */
const policies: Readonly<Record<string, (environment: Environment) => Statement[]>> = {
  secretsmanager: secretsManager,
  sts,
};

/** What may pass an interface endpoint. */
export const interfaceEndpointPolicy = (environment: Environment, service: string): Statement[] =>
  policies[service]?.(environment) ?? [ownIdentities(environment)];

/** Secrets neither leave for another account nor come from one. */
function secretsManager(environment: Environment): Statement[] {
  return [
    {
      sid: "OwnIdentitiesOwnSecrets",
      principals: anyPrincipal,
      actions: ["secretsmanager:*"],
      resources: ["*"],
      condition: [fromThisAccount(environment), inThisAccount(environment)],
    },
    {
      // It is about no secret, so a condition on the owner of one would refuse it.
      sid: "RandomPassword",
      principals: anyPrincipal,
      actions: ["secretsmanager:GetRandomPassword"],
      resources: ["*"],
      condition: [fromThisAccount(environment)],
    },
  ];
}

/**
 * Pods that trade their service account's token for a role have no AWS identity yet, so no condition on one can hold
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sts_vpc_endpoint_policies.html): the role bounds them.
 */
function sts(environment: Environment): Statement[] {
  return [
    ownIdentities(environment),
    {
      sid: "ServiceAccountsToOwnRoles",
      principals: anyPrincipal,
      actions: ["sts:AssumeRoleWithWebIdentity"],
      resources: [iamArn(environment, "role/*")],
    },
  ];
}

/**
 * Everything may be read: layers of container images come by signed links from buckets of AWS, of registry.k8s.io and
 * of other registries, whose names are theirs to change. Writing stays inside the account.
 */
export const s3EndpointPolicy = (environment: Environment): Statement[] => [
  {
    sid: "ReadObjects",
    principals: anyPrincipal,
    actions: ["s3:GetObject"],
    resources: [`arn:${partition}:s3:::*/*`],
  },
  {
    sid: "OwnIdentitiesOwnBuckets",
    principals: anyPrincipal,
    actions: ["s3:*"],
    resources: ["*"],
    condition: [fromThisAccount(environment), inThisAccount(environment)],
  },
];
