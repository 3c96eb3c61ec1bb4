import { type IAspect, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * Resource types whose replacement loses data or an identity, each with what is lost. Not included: log groups, for
 * which config warns where a change of the key replaces one, and Helm releases, which are replaced after a failed
 * installation.
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
 * Sets `prevent_destroy`, with which Terraform refuses every plan that would destroy or replace such a resource while
 * its block exists. Resources with `replace_triggered_by` are excluded, since they are meant to be replaced.
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
