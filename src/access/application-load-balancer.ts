import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbListenerCertificate } from "@cdktf/provider-aws/lib/lb-listener-certificate";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { portOf } from "../config/application-kinds";
import type { ApplicationAccessSettings, Organization } from "../config/model";
import type { OpenedBy } from "../config/opened-applications";
import { allowConnection, allowIngress, Peer, Port, SecurityGroup } from "../foundation/security-group";
import { shortName } from "../foundation/short-name";

/** Longest name of a load balancer. */
const longestName = 32;

/** Last part of the names of load balancers, by whom they answer. */
const suffixes = { internal: "internal", "internet-facing": "internet" } as const;

/**
 * What AWS recommends: TLS 1.2 and 1.3, keys that a quantum computer does not find. Without a policy AWS takes one of 2016,
 * which lets TLS 1.0 in.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
const tlsPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

/** For a year browsers ask for a host over TLS alone. */
const strictTransportSecurity = "max-age=31536000";

export interface ApplicationLoadBalancerProps {
  readonly settings: ApplicationAccessSettings;
  readonly opened: OpenedBy;
  readonly organization: Organization;
  /** Beginning of its names: that of what its organization has in AWS. */
  readonly stem: string;
  readonly vpcId: string;
  /** The public cluster subnets, for both schemes: in the private ones an address would say nothing of what sends. */
  readonly subnetIds: string[];
  /** Group that the organization's pods alone have. */
  readonly podSecurityGroupId: string;
}

/**
 * What people of listed ranges reach: HTTPS, and for each host name one application. It belongs to one organization, and its
 * group sends to that organization's pods alone: whatever comes to stand among its targets by mistake, a database, a pod of
 * another organization, an address that was given out again, stays out of reach.
 */
export class ApplicationLoadBalancer extends Construct {
  readonly dnsName: string;
  readonly securityGroupId: string;
  readonly listenerArn: string;
  /** The load balancer as the dimensions of its metrics name it. */
  readonly arnSuffix: string;
  /** What lets it reach its applications. */
  readonly way: ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ApplicationLoadBalancerProps) {
    super(scope, id);
    this.securityGroupId = this.createGroup(props);
    this.way = this.allowApplications(props);
    const balancer = this.createBalancer(props);
    const listener = this.createListener(balancer, props.opened);
    const { webAclArn } = props.settings;
    if (webAclArn !== undefined)
      new Wafv2WebAclAssociation(this, "web-acl", { resourceArn: balancer.arn, webAclArn });
    this.dnsName = balancer.dnsName;
    this.listenerArn = listener.arn;
    this.arnSuffix = balancer.arnSuffix;
  }

  private createGroup({ opened, stem, organization: { name }, vpcId }: ApplicationLoadBalancerProps): string {
    const { scheme, allowedCidrs } = opened;
    const securityGroupId = new SecurityGroup(this, "group", {
      vpcId,
      name: `${stem}-${suffixes[scheme]}-load-balancer`,
      description: `Load balancer (${scheme}) of ${name}: accepts listed ranges only, reaches its pods only`,
    }).id;
    // Rules are named after ranges, so that a change of one leaves the others alone.
    for (const range of allowedCidrs) {
      const suffix = range.replaceAll(/[./]/g, "-");
      const peer = Peer.network(range);
      allowIngress(this, `clients-${suffix}`, {
        securityGroupId,
        peer,
        port: Port.tcp(443),
        description: `HTTPS from a range that may open applications of ${name}`,
      });
      allowIngress(this, `mtu-${suffix}`, {
        securityGroupId,
        peer,
        port: Port.fragmentationNeeded(),
        description: "Path MTU discovery: a router of a listed range has a smaller MTU",
      });
    }
    return securityGroupId;
  }

  private allowApplications({
    opened,
    organization,
    podSecurityGroupId,
  }: ApplicationLoadBalancerProps): ITerraformDependable[] {
    return [...new Set(opened.applications.map(portOf))].flatMap((port) =>
      allowConnection(this, `pods-${port}`, {
        from: this.securityGroupId,
        to: podSecurityGroupId,
        port: Port.tcp(port),
        description: `Load balancer (${opened.scheme}) opens applications of ${organization.name}`,
      }),
    );
  }

  private createBalancer({ settings, opened, stem, subnetIds }: ApplicationLoadBalancerProps): Lb {
    const { idleTimeoutSeconds, accessLogs, deletionProtection } = settings;
    return new Lb(this, "Resource", {
      name: shortName(`${stem}-${suffixes[opened.scheme]}`, longestName),
      loadBalancerType: "application",
      ipAddressType: "ipv4",
      internal: opened.scheme === "internal",
      subnets: subnetIds,
      securityGroups: [this.securityGroupId],
      idleTimeout: idleTimeoutSeconds,
      // What a proxy and an application read differently, an attacker hides a second request in.
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      enableZonalShift: true,
      enableDeletionProtection: deletionProtection,
      ...(accessLogs && { accessLogs: { ...accessLogs, enabled: true } }),
    });
  }

  private createListener({ arn: loadBalancerArn }: Lb, { applications }: OpenedBy): LbListener {
    // Sorted: which one answers clients that name no host does not change with the order of applications.
    const [first, ...others] = [...new Set(applications.map(({ access }) => access.certificateArn))].sort();
    const listener = new LbListener(this, "listener", {
      loadBalancerArn,
      protocol: "HTTPS",
      port: 443,
      sslPolicy: tlsPolicy,
      certificateArn: first as string,
      routingHttpResponseStrictTransportSecurityHeaderValue: strictTransportSecurity,
      routingHttpResponseServerEnabled: false,
      // Requests by address or for another host: scanners, and names that lead here by mistake.
      defaultAction: [
        {
          type: "fixed-response",
          fixedResponse: {
            contentType: "text/plain",
            messageBody: "No application has this name.",
            statusCode: "404",
          },
        },
      ],
    });
    for (const certificateArn of others)
      new LbListenerCertificate(this, `certificate-${certificateArn.split("/").at(-1)}`, {
        listenerArn: listener.arn,
        certificateArn,
      });
    return listener;
  }
}
