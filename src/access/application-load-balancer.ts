import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbListenerCertificate } from "@cdktf/provider-aws/lib/lb-listener-certificate";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { portOf } from "../config/application-kinds";
import type { ApplicationAccessSettings, Organization } from "../config/model";
import type { OpenedBy } from "../config/opened-applications";
import { admitRanges, allowConnection, Port, SecurityGroup } from "../foundation/security-group";
import { shortName } from "../foundation/short-name";

/** Maximum length of a load balancer's name. */
const longestName = 32;

/** Suffixes of load balancer names, by scheme. */
const suffixes = { internal: "internal", "internet-facing": "internet" } as const;

/**
 * The policy that AWS recommends: TLS 1.2 and 1.3 with post-quantum key exchange. The default policy, from 2016,
 * accepts TLS 1.0.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
const tlsPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

/** Browsers then use only HTTPS for this host for a year. */
const strictTransportSecurity = "max-age=31536000";

export interface ApplicationLoadBalancerProps {
  readonly settings: ApplicationAccessSettings;
  readonly opened: OpenedBy;
  readonly organization: Organization;
  /** Prefix of its names: that of the organization's AWS resources. */
  readonly stem: string;
  readonly vpcId: string;
  /**
   * The public cluster subnets, for both schemes: network policies identify the load balancer by its subnets, and
   * private subnets also contain pods and nodes.
   */
  readonly subnetIds: string[];
  /** Security group that only this organization's pods hold. */
  readonly podSecurityGroupId: string;
}

/**
 * Serves HTTPS to listed ranges, with one application per host name. It belongs to one organization, and its security
 * group sends only to that organization's pods: a target registered by mistake (a database, a pod of another
 * organization, a reassigned address) is unreachable.
 */
export class ApplicationLoadBalancer extends Construct {
  readonly dnsName: string;
  readonly securityGroupId: string;
  readonly listenerArn: string;
  /** The load balancer as a dimension of its metrics. */
  readonly arnSuffix: string;
  /** Rules that the load balancer needs to reach its applications. */
  readonly podRules: ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ApplicationLoadBalancerProps) {
    super(scope, id);
    this.securityGroupId = this.createGroup(props);
    this.podRules = this.allowApplications(props);
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
    admitRanges(this, allowedCidrs, {
      securityGroupId,
      port: Port.tcp(443),
      description: `HTTPS from a range that may open applications of ${name}`,
    });
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
      // An attacker hides a second request in headers that a proxy and an application parse differently.
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      enableZonalShift: true,
      enableDeletionProtection: deletionProtection,
      ...(accessLogs && { accessLogs: { ...accessLogs, enabled: true } }),
    });
  }

  private createListener({ arn: loadBalancerArn }: Lb, { applications }: OpenedBy): LbListener {
    // Sorted, so that the default certificate does not depend on the order of applications.
    const [first, ...others] = [...new Set(applications.map(({ access }) => access.certificateArn))].sort();
    const listener = new LbListener(this, "listener", {
      loadBalancerArn,
      protocol: "HTTPS",
      port: 443,
      sslPolicy: tlsPolicy,
      certificateArn: first as string,
      routingHttpResponseStrictTransportSecurityHeaderValue: strictTransportSecurity,
      routingHttpResponseServerEnabled: false,
      // Requests by address or for another host come from scanners or from DNS records that are wrong.
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
