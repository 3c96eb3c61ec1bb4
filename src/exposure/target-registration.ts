import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { targetsFunctionName } from "../config/instances";
import type { Environment } from "../config/model";
import { databasePort } from "../config/names";
import type { Statement } from "../foundation/policy";
import { NodeFunction } from "../functions/node-function";
import type { DatabaseLoadBalancer } from "./database-load-balancer";
import { metricsNamespace, TargetAlarms } from "./target-alarms";
import { type FollowedInstance, TargetTriggers } from "./target-triggers";

export interface TargetRegistrationProps {
  readonly environment: Environment;
  readonly instance: FollowedInstance;
  /** Load balancers in front of the instance, at least one. */
  readonly loadBalancers: readonly DatabaseLoadBalancer[];
  /** Topic that hears of alarms. */
  readonly alarmTopicArn: string;
  /** How long the function's logs are kept, in days. */
  readonly logRetentionDays: number;
}

/**
 * Keeps the load balancers of an instance pointed at it: a function that resolves the instance's name and brings their
 * target groups in line, for most of every minute, after every event of the instance, and once while Terraform applies.
 *
 * Each instance has a function of its own, so that one more instance changes nothing for the others, and a function may
 * change the target groups of its instance alone. It is attached to no VPC, and so has no way to the database itself.
 */
export class TargetRegistration extends Construct {
  constructor(scope: Construct, id: string, props: TargetRegistrationProps) {
    super(scope, id);
    const registerTargets = this.createFunction(props);
    new TargetTriggers(this, "triggers", { registerTargets, instance: props.instance });
    const registered = this.registerNow(registerTargets, props);
    for (const loadBalancer of props.loadBalancers) {
      new TargetAlarms(this, `${loadBalancer.purpose}-alarms`, {
        loadBalancer,
        topicArn: props.alarmTopicArn,
        dependsOn: [registered],
      });
    }
  }

  private createFunction(props: TargetRegistrationProps): NodeFunction {
    const { environment, instance, alarmTopicArn, logRetentionDays } = props;
    return new NodeFunction(this, "function", {
      source: "register-targets",
      environment,
      name: targetsFunctionName(instance),
      description: `Points the load balancers of ${instance.identifier} at its current address`,
      statements: changeTargets(props),
      variables: { METRICS_NAMESPACE: metricsNamespace, DATABASES: Fn.jsonencode(databases(props)) },
      // A run after an event watches a failover to its end.
      timeoutSeconds: 300,
      // Two runs at a time do not harm, but call the API for nothing. Where one is reserved, events wait for each other, those
      // of a failover for many minutes, with pauses of up to five between attempts: none may be given up for that, and no
      // alarm is due. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
      reservedConcurrency: 1,
      eventAgeSeconds: 3600,
      throttlingIsExpected: true,
      // The next scheduled run is the next attempt.
      retryAttempts: 1,
      alarmTopicArn,
      logRetentionDays,
    });
  }

  /**
   * The first registration, so that an applied load balancer works: an apply fails where the function does. Again for new
   * code, which thereby shows that it runs, and for other target groups or another instance. The answer stays in
   * Terraform's state; it counts targets and holds no secret.
   */
  private registerNow(
    { name, codeHash }: NodeFunction,
    { instance, loadBalancers }: TargetRegistrationProps,
  ): LambdaInvocation {
    const targetGroups = loadBalancers.map(({ purpose, targetGroupArn }) => [purpose, targetGroupArn]);
    return new LambdaInvocation(this, "first-registration", {
      functionName: name,
      input: "{}",
      lifecycleScope: "CREATE_ONLY",
      triggers: { code: codeHash, instance: instance.address, ...Object.fromEntries(targetGroups) },
      dependsOn: loadBalancers.map(({ listener }) => listener),
    });
  }
}

/** What the function reads from its environment: see `Database` in lambda-src/register-targets/configuration.ts. */
const databases = ({ environment, instance, loadBalancers }: TargetRegistrationProps) =>
  loadBalancers.map(({ name, targetGroupArn }) => ({
    name,
    hostname: instance.address,
    port: databasePort,
    targetGroupArn,
    // An answer outside of the instance's own subnets would lead clients, and their passwords, somewhere else.
    instanceSubnets: environment.network.subnets.databasePrivate,
  }));

const changeTargets = ({ loadBalancers }: TargetRegistrationProps): Statement[] => [
  {
    sid: "ChangeTargets",
    actions: ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
    resources: loadBalancers.map(({ targetGroupArn }) => targetGroupArn),
  },
  {
    // Elastic Load Balancing has no resource to name for this action, which tells addresses and their health.
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
    sid: "SeeTargets",
    actions: ["elasticloadbalancing:DescribeTargetHealth"],
    resources: ["*"],
  },
];
