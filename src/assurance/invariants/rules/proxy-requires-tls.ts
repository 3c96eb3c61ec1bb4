import { everyResource, type Rule } from "../rule";

export const proxyRequiresTls: Rule = {
  id: "proxy-requires-tls",
  threat: "A proxy would accept what its instance refuses: tokens and data in plain text.",
  check: everyResource("aws_db_proxy", "require_tls", (text) => text === "true"),
};
