import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { listening } from "../../../support/listening";
import type { FakeTargetGroup } from "./target-group";

/** What goes wrong with one call: an error the API gives, no answer for a while, or a connection that breaks. */
export type Fault =
  | { readonly status: number; readonly code: string }
  | { readonly delay: number }
  /** Before: the call is lost. After: it took effect, and its answer is lost. */
  | { readonly drop: "before" | "after" };

export interface Call {
  readonly action: string;
  readonly group: string;
  readonly targets: readonly { address: string; port?: number }[];
}

/** The query protocol of Elastic Load Balancing over HTTP on loopback, as far as target groups go. */
export class LoadBalancerApi {
  /** Every call that arrived, retries included. */
  readonly calls: Call[] = [];
  /** Asked for every call; what it returns happens to the call. */
  fault: (call: Call, attempt: number) => Fault | undefined = () => undefined;
  /** Called when a call has been answered. */
  onAnswer: (call: Call) => void = () => undefined;
  readonly groups = new Map<string, FakeTargetGroup>();
  private readonly server: Server = createServer((request, response) => void this.serve(request, response));

  async start(): Promise<string> {
    return `http://127.0.0.1:${await listening(this.server)}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Actions of the calls that arrived for a group, in order. */
  actions(group: string): string[] {
    return this.calls.filter((call) => call.group === group).map(({ action }) => action);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = parse(await body(request));
    this.calls.push(call);
    const attempt = this.calls.filter(
      ({ action, group }) => action === call.action && group === call.group,
    ).length;
    const fault = this.fault(call, attempt);
    if (!request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 "))
      return error(response, 403, "AccessDenied");
    if (fault && "status" in fault) return error(response, fault.status, fault.code);
    if (fault && "delay" in fault) await new Promise((resolve) => setTimeout(resolve, fault.delay).unref());
    if (fault && "drop" in fault && fault.drop === "before") return void request.socket.destroy();
    const answer = this.answer(call);
    if (fault && "drop" in fault) return void request.socket.destroy();
    if (!answer) return error(response, 400, "TargetGroupNotFound");
    response.writeHead(200, { "content-type": "text/xml" }).end(answer);
    this.onAnswer(call);
  }

  private answer({ action, group: arn, targets }: Call): string | undefined {
    const group = this.groups.get(arn);
    if (!group) return undefined;
    if (action === "RegisterTargets") group.register(targets);
    if (action === "DeregisterTargets") group.deregister(targets);
    return envelope(action, action === "DescribeTargetHealth" ? health(group) : "");
  }
}

const health = (group: FakeTargetGroup): string =>
  `<TargetHealthDescriptions>${group
    .read()
    .map(
      ({ address, port, state }) =>
        `<member><HealthCheckPort>${port}</HealthCheckPort><TargetHealth><State>${state}</State></TargetHealth>` +
        `<Target><Port>${port}</Port><Id>${address}</Id></Target></member>`,
    )
    .join("")}</TargetHealthDescriptions>`;

const namespace = "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/";

const envelope = (action: string, result: string): string =>
  `<${action}Response xmlns="${namespace}"><${action}Result>${result}</${action}Result>` +
  `<ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata></${action}Response>`;

function error(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { "content-type": "text/xml" });
  response.end(
    `<ErrorResponse xmlns="${namespace}"><Error><Type>${status < 500 ? "Sender" : "Receiver"}</Type>` +
      `<Code>${code}</Code><Message>${code} for a test</Message></Error></ErrorResponse>`,
  );
}

async function body(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

function parse(form: URLSearchParams): Call {
  const targets: { address: string; port?: number }[] = [];
  for (let i = 1; form.has(`Targets.member.${i}.Id`); i++) {
    const port = form.get(`Targets.member.${i}.Port`);
    targets.push({
      address: form.get(`Targets.member.${i}.Id`) as string,
      ...(port === null ? {} : { port: Number(port) }),
    });
  }
  return { action: form.get("Action") ?? "", group: form.get("TargetGroupArn") ?? "", targets };
}
