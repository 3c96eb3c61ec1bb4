import { type IAspect, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * Types of resources that another one cannot take the place of, each with what is lost. Not among them: log groups, whose
 * replacement config warns of where a key causes one, and Helm releases, which a failed installation leaves to be replaced.
 */
export const lostWhenReplaced: Readonly<Record<string, string>> = {
  aws_db_instance: "what was written since its last backup",
  aws_eip: "the address by which others admit the environment",
  aws_eks_cluster: "all objects in it, and the issuer that the roles of its pods trust",
  aws_kms_key: "all that is encrypted under it, backups included",
  aws_lb: "the DNS name that its clients call",
  aws_s3_bucket: "what is kept in it, with every earlier version",
  aws_secretsmanager_secret: "a value that cannot be made again, such as a key that data is encrypted with",
  aws_vpc: "everything that stands in it",
  aws_vpc_endpoint_service: "the name by which its consumers connect",
  kubernetes_manifest: "what it holds pods to in the meantime: security groups, or what may be admitted",
  kubernetes_namespace_v1: "everything in it, also what no state lists",
};

/**
 * Has Terraform refuse every plan that would destroy or replace what is lost by it, as long as its block is there. What says
 * by itself that it is made anew with something else is left out: a plan could do neither.
 */
export class PreventLoss implements IAspect {
  visit(node: IConstruct): void {
    if (
      TerraformResource.isTerraformResource(node) &&
      Object.hasOwn(lostWhenReplaced, node.terraformResourceType) &&
      !node.lifecycle?.replaceTriggeredBy
    )
      node.lifecycle = { ...node.lifecycle, preventDestroy: true };
  }
}
