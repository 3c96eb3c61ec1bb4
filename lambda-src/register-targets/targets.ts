import {
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
  type TargetDescription,
  type TargetHealthDescription,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { RegisteredTarget, Target } from "./decide";

/** A target group, as far as the function uses one. */
export interface TargetGroup {
  read(): Promise<RegisteredTarget[]>;
  register(targets: readonly Target[]): Promise<void>;
  deregister(targets: readonly Target[]): Promise<void>;
}

/**
 * The client, with calls that end: a call that hangs would otherwise cost the whole run. Throttled, failed and dropped
 * calls are retried with growing pauses by the SDK.
 */
export function loadBalancingClient(): ElasticLoadBalancingV2Client {
  return new ElasticLoadBalancingV2Client({
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
  });
}

/** The target group behind an ARN. `signal` ends calls, and their retries, that would outlive the invocation. */
export function targetGroup(
  client: ElasticLoadBalancingV2Client,
  arn: string,
  abortSignal: AbortSignal,
): TargetGroup {
  const request = (targets: readonly Target[]) => ({
    TargetGroupArn: arn,
    Targets: targets.map(description),
  });
  return {
    async read() {
      const command = new DescribeTargetHealthCommand({ TargetGroupArn: arn });
      const { TargetHealthDescriptions = [] } = await client.send(command, { abortSignal });
      return TargetHealthDescriptions.map(registeredTarget);
    },
    async register(targets) {
      await client.send(new RegisterTargetsCommand(request(targets)), { abortSignal });
    },
    async deregister(targets) {
      await client.send(new DeregisterTargetsCommand(request(targets)), { abortSignal });
    },
  };
}

/**
 * Always with the port: without it the group's default port is meant, and deregistering a target that does not exist
 * is answered with success. Never with an availability zone: that is for addresses outside of the group's VPC.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html
 */
const description = ({ address, port }: Target): TargetDescription => ({ Id: address, Port: port });

function registeredTarget({ Target, TargetHealth }: TargetHealthDescription): RegisteredTarget {
  if (!Target?.Id || !Target.Port || !TargetHealth?.State)
    throw new Error(
      `The target group lists a target without address, port or state: ${JSON.stringify(Target)}`,
    );
  return { address: Target.Id, port: Target.Port, state: TargetHealth.State };
}
