import type { Construct } from "constructs";
import type { Statement } from "../foundation/policy";
import { Role, type RoleProps } from "../foundation/role";

/** Audience of the tokens that pods exchange for AWS credentials. */
export const stsAudience = "sts.amazonaws.com";

export interface ServiceAccountRoleProps extends RoleProps {
  /** Namespace of the service account. */
  readonly namespace: string;
  /** Name of the service account, the only identity that may assume the role. */
  readonly serviceAccount: string;
  /** ARN of the IAM OIDC provider of the cluster. */
  readonly oidcProviderArn: string;
  /** The cluster's issuer without https://. */
  readonly oidcIssuer: string;
}

/** IAM role of one Kubernetes service account. */
export class ServiceAccountRole extends Role {
  constructor(scope: Construct, id: string, props: ServiceAccountRoleProps) {
    super(scope, id, props, trust(props));
  }
}

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
