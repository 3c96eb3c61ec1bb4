import { NetworkAcl as AwsNetworkAcl } from "@cdktf/provider-aws/lib/network-acl";
import { NetworkAclRule } from "@cdktf/provider-aws/lib/network-acl-rule";
import { Construct } from "constructs";
import type { AclEntry } from "./acl-entries";

export interface NetworkAclProps {
  readonly vpcId: string;
  readonly name: string;
  /** Subnets that leave the VPC's default ACL for this one. */
  readonly subnetIds: string[];
  /** What may pass. AWS denies the rest. */
  readonly entries: readonly AclEntry[];
}

/** A network ACL around subnets: it sees what crosses their border, not what stays inside one subnet. */
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
      // AWS keeps no description of an entry, so the reason is a comment, which Terraform's JSON has under this key.
      rule.addOverride("//.reason", why);
    }
  }
}
