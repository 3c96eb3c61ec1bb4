import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { healthPathOf, portOf } from "../config/application-kinds";
import type { Environment, Organization } from "../config/model";
import { applicationTargetGroupPrefix } from "../config/names";
import { type OpenedApplication, rulePriority } from "../config/opened-applications";
import { CustomResource } from "../foundation/custom-resource";
import { joinedName } from "../foundation/short-name";
import { applicationSelector } from "../workloads/names";
import { portName } from "../workloads/probes";
import type { Opening } from "../workloads/workload-props";
import { ApplicationAlarms } from "./application-alarms";
import type { ApplicationLoadBalancer } from "./application-load-balancer";

/** Maximum length of a target group's name. */
const longestName = 32;

export interface ApplicationTargetsProps {
  readonly environment: Environment;
  readonly organization: Organization;
  readonly application: OpenedApplication;
  readonly loadBalancer: ApplicationLoadBalancer;
  /** Prefix of the names of alarms. */
  readonly stem: string;
  /** Name of the organization's namespace, as a reference to its resource. */
  readonly namespace: string;
  readonly vpcId: string;
  /** Topic that receives alarms. */
  readonly alarmTopicArn: string;
}

/**
 * The part of a load balancer that serves one application: a listener rule for its host name, a target group, and a
 * TargetGroupBinding, by which the controller in the cluster registers the pods of the application's Service.
 *
 * Two layers admit the load balancer: a rule of the organization's security group, by port, and a network policy, by
 * the labels of the application's pods.
 */
export class ApplicationTargets extends Construct implements Opening {
  readonly readinessGate: string;
  readonly drainSeconds?: number;
  private readonly targetGroup: LbTargetGroup;
  private readonly dependencies: ITerraformDependable[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ApplicationTargetsProps,
  ) {
    super(scope, id);
    const { application, loadBalancer, stem, alarmTopicArn } = props;
    this.readinessGate = `target-health.elbv2.k8s.aws/${application.name}`;
    if (application.access && "drainSeconds" in application.access)
      this.drainSeconds = application.access.drainSeconds;
    this.targetGroup = this.createTargetGroup();
    this.dependencies = [this.addRule(), ...loadBalancer.podRules, this.addPolicy()];
    new ApplicationAlarms(this, "alarms", {
      application: application.name,
      stem: `${stem}-${application.name}`,
      dimensions: {
        LoadBalancer: loadBalancer.arnSuffix,
        TargetGroup: this.targetGroup.arnSuffix,
      },
      topicArn: alarmTopicArn,
    });
  }

  /**
   * The binding depends on everything on a request's path: a target group without a listener rule never has healthy
   * targets, and pods would wait for one. Every field of its spec is set, because the controller's webhook sets missing
   * ones and refuses their removal. Its fields for security groups and for a role remain unset.
   * https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/webhooks/elbv2/targetgroupbinding_mutator.go
   */
  register(service: ITerraformDependable): ITerraformDependable[] {
    const { application, namespace, vpcId } = this.props;
    const { name } = application;
    const object = {
      apiVersion: "elbv2.k8s.aws/v1beta1",
      kind: "TargetGroupBinding",
      metadata: { name, namespace },
      spec: {
        targetGroupARN: this.targetGroup.arn,
        targetGroupProtocol: "HTTP",
        targetType: "ip",
        ipAddressType: "ipv4",
        vpcID: vpcId,
        serviceRef: { name, port: portName },
      },
    };
    const { terraformResourceType, friendlyUniqueId } = this.targetGroup;
    const binding = new CustomResource(this, "binding", object, {
      dependsOn: [service, ...this.dependencies],
      // The controller refuses to change the target group of an existing binding.
      lifecycle: { replaceTriggeredBy: [`${terraformResourceType}.${friendlyUniqueId}.id`] },
    });
    return [binding];
  }

  /**
   * The name is derived from the properties that cannot change in place, so that a new target group is created before
   * the old one is destroyed. It contains no consecutive hyphens, which AWS refuses in
   * other names.
   */
  private createTargetGroup(): LbTargetGroup {
    const { environment, organization, application, vpcId } = this.props;
    const port = portOf(application);
    const parts = [
      `${applicationTargetGroupPrefix(environment)}${organization.name}`,
      application.name,
      String(port),
    ];
    return new LbTargetGroup(this, "target-group", {
      name: joinedName(parts, longestName),
      vpcId,
      targetType: "ip",
      ipAddressType: "ipv4",
      protocol: "HTTP",
      protocolVersion: "HTTP1",
      port,
      // A terminating pod answers its requests within its grace period of a minute, or never.
      deregistrationDelay: "30",
      healthCheck: {
        protocol: "HTTP",
        port: "traffic-port",
        path: healthPathOf(application),
        // The same success codes as the kubelet's.
        matcher: "200-399",
        // Each pod of a rollout waits for this: two checks at 10 s, instead of the default of five at 30 s.
        interval: 10,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
      },
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private addRule(): LbListenerRule {
    const { loadBalancer, application } = this.props;
    const { hostname } = application.access;
    return new LbListenerRule(this, "rule", {
      listenerArn: loadBalancer.listenerArn,
      priority: rulePriority(application),
      condition: [{ hostHeader: { values: [hostname] } }],
      action: [{ type: "forward", targetGroupArn: this.targetGroup.arn }],
      tags: { Name: hostname },
    });
  }

  private addPolicy(): NetworkPolicyV1 {
    const { environment, application, namespace } = this.props;
    const name = `allow-load-balancer-${application.name}`;
    return new NetworkPolicyV1(this, "network-policy", {
      metadata: {
        name,
        namespace,
        annotations: {
          "kubernetes.io/description": `Load balancers in the public subnets reach ${application.name}, and no other application`,
        },
      },
      spec: {
        podSelector: { matchLabels: applicationSelector(application.name) },
        policyTypes: ["Ingress"],
        ingress: [
          {
            from: environment.network.subnets.clusterPublic.map((cidr) => ({ ipBlock: { cidr } })),
            ports: [{ protocol: "TCP", port: String(portOf(application)) }],
          },
        ],
      },
    });
  }
}
