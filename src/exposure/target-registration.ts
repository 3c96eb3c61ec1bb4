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
  /** Topic that receives alarms. */
  readonly alarmTopicArn: string;
  /** Retention of the function's logs, in days. */
  readonly logRetentionDays: number;
}

/**
 * Registers an instance's current address in the target groups of its load balancers: a function resolves the
 * instance's name during most of each minute, after every event of the instance, and once while Terraform applies.
 *
 * Each instance has its own function, so that a new instance changes nothing for the others, and a function may change
 * only the target groups of its instance. The function is in no VPC, so it cannot reach the database.
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
      // An invocation after an event follows a failover to its end.
      timeoutSeconds: 300,
      // Two concurrent invocations are harmless, but duplicate API calls. With a concurrency of one, events wait for
      // each other, during a failover for many minutes with pauses of up to five: none may be discarded for that, and
      // throttling needs no alarm. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
      reservedConcurrency: 1,
      eventAgeSeconds: 3600,
      throttlingIsExpected: true,
      // The next scheduled invocation is a further attempt.
      retryAttempts: 1,
      alarmTopicArn,
      logRetentionDays,
    });
  }

  /**
   * The first registration, so that an applied load balancer works; if the function fails, so does the apply. It is
   * repeated for new code, which is tested thereby, for other target groups, and for another instance. Terraform stores
   * the response in its state; it contains the number of targets and no secret.
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

/** Configuration in the function's environment: see `Database` in lambda-src/register-targets/configuration.ts. */
const databases = ({ environment, instance, loadBalancers }: TargetRegistrationProps) =>
  loadBalancers.map(({ name, targetGroupArn }) => ({
    name,
    hostname: instance.address,
    port: databasePort,
    targetGroupArn,
    // An address outside of the instance's subnets would send clients, with their passwords, to another host.
    instanceSubnets: environment.network.subnets.databasePrivate,
  }));

const changeTargets = ({ loadBalancers }: TargetRegistrationProps): Statement[] => [
  {
    sid: "ChangeTargets",
    actions: ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
    resources: loadBalancers.map(({ targetGroupArn }) => targetGroupArn),
  },
  {
    // This action, which reads addresses and their health, supports no resource-level permissions.
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
    sid: "SeeTargets",
    actions: ["elasticloadbalancing:DescribeTargetHealth"],
    resources: ["*"],
  },
];
