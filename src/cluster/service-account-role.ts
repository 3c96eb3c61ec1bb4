import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { type Grant, grantTo, type Permissions } from "../foundation/permissions";
import { policyJson, type Statement } from "../foundation/policy";

/** Audience of the tokens that pods exchange for AWS credentials. */
export const stsAudience = "sts.amazonaws.com";

export interface ServiceAccountRoleProps extends Permissions {
  readonly environment: Environment;
  /** Name of the role, at most 64 characters. */
  readonly name: string;
  /** What the role is for. */
  readonly description: string;
  /** Namespace of the service account. */
  readonly namespace: string;
  /** Name of the service account, the only identity that may assume the role. */
  readonly serviceAccount: string;
  /** IAM's entry for the cluster as an issuer of tokens. */
  readonly oidcProviderArn: string;
  /** The cluster's issuer without https://. */
  readonly oidcIssuer: string;
}

/** IAM role of one Kubernetes service account. */
export class ServiceAccountRole extends Construct {
  readonly arn: string;
  readonly name: string;
  /** Everything that must be there before the role is of use, for `dependsOn`. */
  readonly grants: Grant[];

  constructor(scope: Construct, id: string, props: ServiceAccountRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "Resource", {
      name: props.name,
      description: props.description,
      assumeRolePolicy: policyJson(this, "trust", [trust(props)]),
    });
    this.arn = role.arn;
    this.name = role.name;
    this.grants = grantTo(this, role, props.environment, props);
  }
}

/**
 * Without `sub` any pod of the cluster could take the role; without `aud` a token that was issued for another service
 * could be replayed to AWS. Both are compared exactly: a pattern would admit accounts that somebody makes later.
 */
function trust({
  oidcProviderArn,
  oidcIssuer,
  namespace,
  serviceAccount,
}: ServiceAccountRoleProps): Statement {
  return {
    actions: ["sts:AssumeRoleWithWebIdentity"],
    principals: [{ type: "Federated", identifiers: [oidcProviderArn] }],
    condition: [
      {
        test: "StringEquals",
        variable: `${oidcIssuer}:sub`,
        values: [`system:serviceaccount:${namespace}:${serviceAccount}`],
      },
      { test: "StringEquals", variable: `${oidcIssuer}:aud`, values: [stsAudience] },
    ],
  };
}
