import { DefaultNetworkAcl } from "@cdktf/provider-aws/lib/default-network-acl";
import { DefaultRouteTable } from "@cdktf/provider-aws/lib/default-route-table";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { Vpc as AwsVpc } from "@cdktf/provider-aws/lib/vpc";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";

/**
 * An explicit empty list, with which Terraform removes all blocks in every plan; without the argument it would ignore
 * them. An expression, because cdktf omits a plain empty list of blocks in HCL.
 */
const none = () => Token.asAny(Fn.tolist([]));

export interface VpcProps {
  readonly name: string;
  readonly cidr: string;
}

/**
 * A VPC whose defaults allow no traffic: an interface without an explicit security group, network ACL and route table
 * reaches nothing.
 */
export class Vpc extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, { name, cidr }: VpcProps) {
    super(scope, id);
    const vpc = new AwsVpc(this, "Resource", {
      cidrBlock: cidr,
      // Both are required for private DNS of interface endpoints and of the cluster's API.
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: name },
    });
    this.id = vpc.id;
    this.emptyDefaults(vpc, name);
  }

  /** AWS creates these with the VPC, open. Terraform adopts them and removes all rules and routes. */
  private emptyDefaults(vpc: AwsVpc, name: string): void {
    const tags = { Name: `${name}-default-unused` };
    new DefaultSecurityGroup(this, "default-security-group", {
      vpcId: vpc.id,
      ingress: none(),
      egress: none(),
      tags,
    });
    new DefaultNetworkAcl(this, "default-network-acl", {
      defaultNetworkAclId: vpc.defaultNetworkAclId,
      tags,
    });
    new DefaultRouteTable(this, "default-route-table", {
      defaultRouteTableId: vpc.defaultRouteTableId,
      route: none(),
      tags,
    });
  }
}
