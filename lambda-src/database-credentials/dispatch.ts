import type { Context } from "./context";
import { publicError } from "./errors";
import { parseEvent, type Request } from "./events";
import { type Provisioned, provision } from "./provision";
import { type Removed, remove } from "./remove";
import { rotate } from "./rotate";

export type Response = Provisioned | Removed | undefined;

/** The function behind the handler: tells the events apart, does the task, logs how it went. */
export function createHandler(context: Context): (event: unknown) => Promise<Response> {
  return async (event) => {
    let log = context.log;
    try {
      const request = parseEvent(event);
      log = log.with(subject(request));
      const response = await perform({ ...context, log }, request);
      log.info("Done");
      return response;
    } catch (error) {
      const reduced = publicError(error);
      log.error("Failed", { error: reduced.name, reason: reduced.message });
      throw reduced;
    }
  };
}

async function perform(context: Context, request: Request): Promise<Response> {
  switch (request.kind) {
    case "provision":
      return provision(context, request.event);
    case "remove":
      return remove(context, request.event);
    case "rotate":
      return rotate(context, request.event).then(() => undefined);
  }
}

const subject = (request: Request) =>
  request.kind === "rotate"
    ? { task: request.event.Step, secret: request.event.SecretId, version: request.event.ClientRequestToken }
    : { task: request.kind, organization: request.event.organization, isolation: request.event.isolation };
