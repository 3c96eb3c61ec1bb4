import { everyResource, type Rule } from "../rule";

export const proxyRequiresTls: Rule = {
  id: "proxy-requires-tls",
  threat: "What the instance behind refuses, a proxy before it would take: tokens and data in plain text.",
  check: everyResource("aws_db_proxy", "require_tls", (text) => text === "true"),
};
