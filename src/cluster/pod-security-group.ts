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
  /** Group of control plane and nodes. */
  readonly clusterSecurityGroupId: string;
  /** Group of the interface endpoints in the cluster's subnets. */
  readonly endpointSecurityGroupId: string;
  /** Networks of S3. */
  readonly s3PrefixListId: string;
}

const https = Port.tcp(443);

/**
 * Baseline group of pods that have security groups of their own: what every one of them needs, and no database.
 *
 * Such a pod does not hold the cluster's group, and must not: the cluster's group reaches every node and pod that holds
 * it, on all ports.
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

  /** AWS is reached by rules of its own, so that the way to the internet can be taken out without cutting it off. */
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
   * The kubelet probes from the node's address, which carries the cluster's group. Pods run unprivileged, so they listen
   * on 1024 and above. Pods without groups of their own come in by the same rule; network policies sort them out.
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
