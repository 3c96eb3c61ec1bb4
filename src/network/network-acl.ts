import { NetworkAcl as AwsNetworkAcl } from "@cdktf/provider-aws/lib/network-acl";
import { NetworkAclRule } from "@cdktf/provider-aws/lib/network-acl-rule";
import { Construct } from "constructs";
import type { AclEntry } from "./acl-entries";

export interface NetworkAclProps {
  readonly vpcId: string;
  readonly name: string;
  /** Subnets whose network ACL this becomes, instead of the VPC's default one. */
  readonly subnetIds: string[];
  /** Allowed traffic and explicit denials. AWS denies all other traffic. */
  readonly entries: readonly AclEntry[];
}

/** A network ACL of subnets: it filters traffic that enters or leaves a subnet, not traffic inside one. */
export class NetworkAcl extends Construct {
  constructor(scope: Construct, id: string, { vpcId, name, subnetIds, entries }: NetworkAclProps) {
    super(scope, id);
    const acl = new AwsNetworkAcl(this, "Resource", { vpcId, subnetIds, tags: { Name: name } });
    for (const { id, direction, number, action, cidr, match, why } of entries) {
      const rule = new NetworkAclRule(this, id, {
        networkAclId: acl.id,
        egress: direction === "egress",
        ruleNumber: number,
        ruleAction: action,
        cidrBlock: cidr,
        ...match,
      });
      // Entries have no description in AWS, so the purpose is a comment, which Terraform's JSON syntax supports under
      // this key.
      rule.addOverride("//.reason", why);
    }
  }
}
