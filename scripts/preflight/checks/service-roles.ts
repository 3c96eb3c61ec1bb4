import { z } from "zod";
import { type Check, enough, read, told } from "../check";
import type { Needs } from "../needs";

/** A service-linked role of an AWS service in the account. */
interface ServiceRole {
  readonly name: string;
  readonly service: string;
  readonly isNeeded: (needs: Needs) => boolean;
}

const ofType = (type: string) => (needs: Needs) => needs.of(type).length > 0;

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html */
const roles: readonly ServiceRole[] = [
  { name: "AWSServiceRoleForAmazonEKS", service: "eks", isNeeded: ofType("aws_eks_cluster") },
  {
    name: "AWSServiceRoleForAmazonEKSNodegroup",
    service: "eks-nodegroup",
    isNeeded: ofType("aws_eks_node_group"),
  },
  { name: "AWSServiceRoleForAutoScaling", service: "autoscaling", isNeeded: ofType("aws_eks_node_group") },
  {
    name: "AWSServiceRoleForEC2Spot",
    service: "spot",
    isNeeded: (needs) => needs.of("aws_eks_node_group").some(({ values }) => values.capacity_type === "SPOT"),
  },
  { name: "AWSServiceRoleForRDS", service: "rds", isNeeded: ofType("aws_db_instance") },
  {
    name: "AWSServiceRoleForElasticLoadBalancing",
    service: "elasticloadbalancing",
    isNeeded: ofType("aws_lb"),
  },
  {
    name: "AWSServiceRoleForVpcLattice",
    service: "vpc-lattice",
    isNeeded: ofType("aws_vpclattice_resource_gateway"),
  },
];

const list = read("iam:ListRoles", "iam", "list-roles");
const shape = z.object({ Roles: z.array(z.object({ RoleName: z.string() })) });

export const serviceRoles: Check = {
  name: "Service-linked roles",
  reason:
    "AWS creates them at the first use, if the caller has iam:CreateServiceLinkedRole, and fails otherwise.",
  reads: [list],
  async look({ aws, needs }) {
    const needed = roles.filter(({ isNeeded }) => isNeeded(needs));
    if (needed.length === 0) return [];
    const there = new Set((await aws.ask(list, shape)).Roles.map(({ RoleName }) => RoleName));
    const missing = needed.filter(({ name }) => !there.has(name));
    if (missing.length === 0) return [enough(`${needed.length} exist`)];
    return missing.map(({ name, service }) =>
      told(
        `${name} is created at the first use, if the caller has iam:CreateServiceLinkedRole`,
        `aws iam create-service-linked-role --aws-service-name ${service}.amazonaws.com`,
      ),
    );
  },
};
