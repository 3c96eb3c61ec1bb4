import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { managedPolicyArn } from "../foundation/arn";
import { policyJson, type Statement } from "../foundation/policy";

/** Audience of the tokens that pods exchange for AWS credentials. */
export const stsAudience = "sts.amazonaws.com";

export interface ServiceAccountRoleProps {
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
  /** What the role may do. @default - nothing */
  readonly statements?: Statement[];
  /** Names of policies that AWS manages, such as `AmazonEKS_CNI_Policy`. @default - none */
  readonly managedPolicies?: string[];
}

/** IAM role of one Kubernetes service account. */
export class ServiceAccountRole extends Construct {
  readonly arn: string;
  readonly name: string;
  /** Everything that must be there before the role is of use, for `dependsOn`. */
  readonly grants: (IamRolePolicy | IamRolePolicyAttachment)[] = [];

  constructor(scope: Construct, id: string, props: ServiceAccountRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "Resource", {
      name: props.name,
      description: props.description,
      assumeRolePolicy: policyJson(this, "trust", [trust(props)]),
    });
    this.arn = role.arn;
    this.name = role.name;
    if (props.statements?.length) {
      const policy = policyJson(this, "permissions", props.statements);
      this.grants.push(new IamRolePolicy(this, "policy", { role: role.name, policy }));
    }
    for (const name of props.managedPolicies ?? []) {
      const policyArn = managedPolicyArn(props.environment, name);
      this.grants.push(new IamRolePolicyAttachment(this, name, { role: role.name, policyArn }));
    }
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
