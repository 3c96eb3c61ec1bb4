import { Construct } from "constructs";
import type { Environment } from "../config/model";
import {
  allowConnection,
  allowEgress,
  allowIngress,
  Peer,
  Port,
  SecurityGroup,
} from "../foundation/security-group";

export interface PodSecurityGroupProps {
  readonly environment: Environment;
  readonly vpcId: string;
  /** Security group of control plane and nodes. */
  readonly clusterSecurityGroupId: string;
  /** Security group of the interface endpoints in the cluster's subnets. */
  readonly endpointSecurityGroupId: string;
  /** Managed prefix list of S3. */
  readonly s3PrefixListId: string;
}

const https = Port.tcp(443);

/**
 * Baseline security group of pods with their own security groups: it opens what every pod needs, and no database.
 *
 * Such a pod must not hold the cluster's security group, which opens all ports of every node and pod that holds it.
 */
export class PodSecurityGroup extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, props: PodSecurityGroupProps) {
    super(scope, id);
    const group = new SecurityGroup(this, "group", {
      vpcId: props.vpcId,
      name: `${props.environment.name}-pods`,
      description:
        "Baseline of pods with security groups of their own: DNS, Kubernetes API and HTTPS out, probes in",
    });
    this.id = group.id;
    this.allowClusterServices(props.clusterSecurityGroupId);
    this.allowHttps(props);
    this.allowProbes(props.clusterSecurityGroupId);
  }

  private allowClusterServices(cluster: string): void {
    const dns = "Pods resolve names at CoreDNS, which runs on nodes";
    allowConnection(this, "dns-udp", { from: this.id, to: cluster, port: Port.udp(53), description: dns });
    allowConnection(this, "dns-tcp", {
      from: this.id,
      to: cluster,
      port: Port.tcp(53),
      description: `${dns}: answers too large for UDP`,
    });
    allowConnection(this, "kubernetes-api", {
      from: this.id,
      to: cluster,
      port: https,
      description: "Pods call the Kubernetes API, as far as RBAC lets them",
    });
  }

  /** AWS services have their own rules, so that removing the rule for the internet does not cut them off. */
  private allowHttps({ endpointSecurityGroupId, s3PrefixListId }: PodSecurityGroupProps): void {
    allowConnection(this, "aws-services", {
      from: this.id,
      to: endpointSecurityGroupId,
      port: https,
      description: "Pods exchange tokens at STS and call other AWS services inside the VPC",
    });
    allowEgress(this, "s3", {
      securityGroupId: this.id,
      peer: Peer.prefixList(s3PrefixListId),
      port: https,
      description: "Pods read and write S3 through its gateway endpoint",
    });
    allowEgress(this, "internet", {
      securityGroupId: this.id,
      peer: Peer.network("0.0.0.0/0"),
      port: https,
      description: "Applications call services on the internet, over TLS only, through the NAT gateways",
    });
  }

  /**
   * The kubelet probes from the node's address, whose interface holds the cluster's group. Pods run unprivileged, so
   * they listen on ports from 1024. This rule also admits pods without their own groups, which network policies then
   * restrict.
   */
  private allowProbes(cluster: string): void {
    allowIngress(this, "probes", {
      securityGroupId: this.id,
      peer: Peer.group(cluster),
      port: Port.tcpRange(1024, 65535),
      description: "Kubelets probe the health of pods on their nodes; pods listen on unprivileged ports",
    });
  }
}
