import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

export interface AddOnProps {
  readonly clusterName: string;
  /** Name of the add-on in EKS, such as `coredns`. */
  readonly name: string;
  /** Settings that differ from the add-on's defaults. @default - none */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** Role of the add-on's service account. @default - none: it calls no AWS API */
  readonly roleArn?: string;
  /** Resources to create before the add-on. @default - only the cluster */
  readonly dependsOn?: ITerraformDependable[];
}

/**
 * An EKS add-on. Its version is the default for the cluster's Kubernetes version at its creation: a fixed version would
 * need a data source in every plan, or a table that is outdated within weeks. Updates are explicit: docs/operations.md,
 * "Every month".
 */
export class AddOn extends Construct {
  /** For `dependsOn` of resources that need the add-on. */
  readonly resource: EksAddon;

  constructor(scope: Construct, id: string, props: AddOnProps) {
    super(scope, id);
    const { clusterName, name, configuration, roleArn, dependsOn } = props;
    this.resource = new EksAddon(this, "Resource", {
      clusterName,
      addonName: name,
      serviceAccountRoleArn: roleArn,
      configurationValues: configuration && Fn.jsonencode(configuration),
      // This configuration is authoritative: manual changes in the cluster are overwritten.
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      dependsOn,
    });
  }
}
