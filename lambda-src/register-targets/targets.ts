import {
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
  type TargetDescription,
  type TargetHealthDescription,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { RegisteredTarget, Target } from "./decide";

/** The operations of a target group that the function uses. */
export interface TargetGroup {
  read(): Promise<RegisteredTarget[]>;
  register(targets: readonly Target[]): Promise<void>;
  deregister(targets: readonly Target[]): Promise<void>;
}

/**
 * Maximum duration of a call with all its retries, in milliseconds; it also applies to a response that arrives slowly.
 */
export const callMilliseconds = 8_000;

/**
 * Creates the client with limited attempts. The SDK retries throttled, failed and dropped calls with increasing pauses.
 */
export function loadBalancingClient(): ElasticLoadBalancingV2Client {
  return new ElasticLoadBalancingV2Client({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 1_500, throwOnRequestTimeout: true },
  });
}

/** The target group of an ARN. `signal` ends calls, with their retries, that would outlive the invocation. */
export function targetGroup(
  client: ElasticLoadBalancingV2Client,
  arn: string,
  abortSignal: AbortSignal,
): TargetGroup {
  const request = (targets: readonly Target[]) => ({
    TargetGroupArn: arn,
    Targets: targets.map(description),
  });
  const send = <T>(call: (options: { abortSignal: AbortSignal }) => Promise<T>) => inTime(abortSignal, call);
  return {
    async read() {
      const command = new DescribeTargetHealthCommand({ TargetGroupArn: arn });
      const { TargetHealthDescriptions = [] } = await send((options) => client.send(command, options));
      return TargetHealthDescriptions.map(registeredTarget);
    },
    async register(targets) {
      const command = new RegisterTargetsCommand(request(targets));
      await send((options) => client.send(command, options));
    },
    async deregister(targets) {
      const command = new DeregisterTargetsCommand(request(targets));
      await send((options) => client.send(command, options));
    },
  };
}

/**
 * Ends a call with the run, or at its own time limit: the SDK's timeout ends at the first byte of a response. It uses
 * its own timer and controller: Node.js may garbage-collect combined signals (`AbortSignal.any`) before they fire.
 */
async function inTime<T>(
  run: AbortSignal,
  send: (options: { abortSignal: AbortSignal }) => Promise<T>,
): Promise<T> {
  const call = new AbortController();
  const end = () => call.abort();
  const timer = setTimeout(end, callMilliseconds);
  run.addEventListener("abort", end, { once: true });
  const ended = new Promise<never>((_, reject) => {
    const tell = () => reject(new Error("Elastic Load Balancing did not answer in time"));
    call.signal.addEventListener("abort", tell, { once: true });
  });
  if (run.aborted) end();
  try {
    return await Promise.race([send({ abortSignal: call.signal }), ended]);
  } finally {
    clearTimeout(timer);
    run.removeEventListener("abort", end);
  }
}

/**
 * Always with the port: without it, the API uses the group's default port, and reports success for deregistering a
 * target that does not exist. Never with an Availability Zone, which is for addresses outside of the group's VPC.
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
