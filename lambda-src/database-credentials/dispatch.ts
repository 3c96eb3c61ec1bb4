import { checkAge } from "./check-age";
import type { Context } from "./context";
import { publicError } from "./errors";
import { parseEvent, type Request } from "./events";
import type { Facts } from "./log";
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
    case "stand-by":
      return undefined;
    case "rotate":
      return rotate(context, request.event).then(() => undefined);
    case "check":
      return checkAge(context).then(() => undefined);
  }
}

function subject(request: Request): Facts {
  switch (request.kind) {
    case "rotate": {
      const { Step, SecretId, ClientRequestToken } = request.event;
      return { task: Step, secret: SecretId, version: ClientRequestToken };
    }
    case "check":
      return { task: request.kind };
    case "provision":
      return {
        task: request.kind,
        organization: request.event.organization,
        isolation: request.event.isolation,
      };
    default:
      return { task: request.kind, organization: request.event.organization };
  }
}
