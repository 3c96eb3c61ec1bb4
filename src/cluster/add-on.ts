import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

export interface AddOnProps {
  readonly clusterName: string;
  /** Name under which EKS offers the add-on, such as `coredns`. */
  readonly name: string;
  /** Settings that differ from the add-on's own defaults. @default - none */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** Role of the add-on's service account. @default - none: it calls no AWS API */
  readonly roleArn?: string;
  /** What must be there first. @default - only the cluster */
  readonly dependsOn?: ITerraformDependable[];
}

/**
 * An add-on that EKS keeps running. Its version is the one that AWS recommends for the cluster's Kubernetes version at
 * the time it is added: naming one would take a look-up in every plan, or a table that is out of date within weeks. Newer
 * ones come by a command: docs/operations.md, "Every month".
 */
export class AddOn extends Construct {
  /** For `dependsOn` of what needs the add-on. */
  readonly resource: EksAddon;

  constructor(scope: Construct, id: string, props: AddOnProps) {
    super(scope, id);
    const { clusterName, name, configuration, roleArn, dependsOn } = props;
    this.resource = new EksAddon(this, "Resource", {
      clusterName,
      addonName: name,
      serviceAccountRoleArn: roleArn,
      configurationValues: configuration && Fn.jsonencode(configuration),
      // The configuration here is the truth: changes made in the cluster by hand are overwritten.
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      dependsOn,
    });
  }
}
