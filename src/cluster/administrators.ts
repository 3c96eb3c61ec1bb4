import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import { Construct } from "constructs";
import type { Environment } from "../config/model";
import { partition } from "../foundation/arn";

export interface AdministratorsProps {
  readonly environment: Environment;
  readonly clusterName: string;
}

/** Access entries of the cluster's administrators: the listed IAM roles, and no others. */
export class Administrators extends Construct {
  constructor(scope: Construct, id: string, { environment, clusterName }: AdministratorsProps) {
    super(scope, id);
    for (const principalArn of environment.cluster.admins) {
      // Ids are derived from account and role, so that a change of the list does not replace other entries.
      const role = new Construct(this, principalArn.split(":iam::")[1] as string);
      const entry = new EksAccessEntry(role, "Resource", { clusterName, principalArn, type: "STANDARD" });
      new EksAccessPolicyAssociation(role, "policy", {
        clusterName,
        principalArn: entry.principalArn,
        policyArn: `arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
        accessScope: { type: "cluster" },
      });
    }
  }
}
