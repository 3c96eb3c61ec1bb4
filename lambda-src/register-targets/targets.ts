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

/** The longest that a call takes with all its tries, in milliseconds. An answer that trickles is none, either. */
export const callMilliseconds = 8_000;

/**
 * The client, with tries that end. Throttled, failed and dropped calls are tried again, with growing pauses, by the SDK.
 */
export function loadBalancingClient(): ElasticLoadBalancingV2Client {
  return new ElasticLoadBalancingV2Client({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 1_500, throwOnRequestTimeout: true },
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
 * Ends a call with the run, or when its own time is up: the SDK stops its clock at the first byte of an answer. With a
 * timer and a controller of its own: signals that Node.js combines (`AbortSignal.any`) may be collected as garbage before
 * they fire.
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
