import type { Configuration, Database } from "../../../../lambda-src/register-targets/configuration";
import { nameServerQuery } from "../../../../lambda-src/register-targets/resolve";
import { createHandler, type Parts, type TriggerEvent } from "../../../../lambda-src/register-targets/run";
import { loadBalancingClient } from "../../../../lambda-src/register-targets/targets";
import { LoadBalancerApi } from "./load-balancer-api";
import { NameServer } from "./name-server";
import { ShortPauses } from "./short-pauses";
import { FakeTargetGroup } from "./target-group";

/** An invocation that nothing of AWS made. */
export const byHand: TriggerEvent = {};
export const schedule: TriggerEvent = { source: "aws.events" };
export const failoverEvent: TriggerEvent = {
  source: "aws.rds",
  detail: {
    SourceIdentifier: "shared",
    EventID: "RDS-EVENT-0049",
    Message: "Multi-AZ failover has completed",
  },
};

/** The function with everything around it, on loopback: name server, API, log. */
export class Deployment {
  readonly api = new LoadBalancerApi();
  readonly names = new NameServer();
  readonly log: Record<string, unknown>[] = [];
  clock = new ShortPauses();
  /** How long it waits for a name server, in milliseconds: on a busy machine an answer takes a while. */
  patience = 10_000;
  private nameServer = "";
  private client: Parts["client"] | undefined;

  async start(): Promise<void> {
    this.nameServer = await this.names.start();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: await this.api.start(),
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "for-tests",
      AWS_SECRET_ACCESS_KEY: "for-tests",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    });
    // One for all invocations, as in a function that is warm.
    this.client = loadBalancingClient();
  }

  async stop(): Promise<void> {
    this.client?.destroy();
    await Promise.all([this.names.stop(), this.api.stop()]);
  }

  /** A target group of the API with some targets in it. */
  group(arn: string, addresses: readonly string[] = []): FakeTargetGroup {
    const targets = addresses.map((address) => ({ address, port: 5432 }));
    const group = new FakeTargetGroup(() => this.clock.now(), targets);
    this.api.groups.set(arn, group);
    return group;
  }

  /** One invocation. `remaining`: what Lambda says is left of the timeout, in milliseconds. */
  invoke(databases: readonly Database[], event: TriggerEvent = byHand, remaining = 300_000) {
    const configuration: Configuration = { databases, metricsNamespace: "test/register-targets" };
    const handler = createHandler({
      configuration,
      client: this.client as Parts["client"],
      query: nameServerQuery({ servers: [this.nameServer], timeout: this.patience }),
      clock: this.clock,
      write: (line) => this.log.push(JSON.parse(line)),
    });
    return handler(event, { awsRequestId: "request-1", getRemainingTimeInMillis: () => remaining });
  }

  reset(): void {
    this.clock = new ShortPauses();
    this.patience = 10_000;
    this.api.calls.length = 0;
    this.api.groups.clear();
    this.api.fault = () => undefined;
    this.api.onAnswer = () => undefined;
    this.names.questions.length = 0;
    this.log.length = 0;
  }
}
