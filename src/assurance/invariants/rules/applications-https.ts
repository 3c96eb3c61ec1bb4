import { listsByKey } from "../../grouping";
import { type Configuration, possible, type Resource, textOf } from "../../terraform";
import { field, readable } from "../../terraform/blocks";
import { compliant, type Evidence, type Finding, judge, type Rule, violated, worst } from "../rule";

/**
 * TLS policies without versions before 1.2 and without ciphers that lack forward secrecy.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
const todaysPolicy = /^ELBSecurityPolicy-TLS13-1-[23](-Res)?(-PQ)?(-FIPS)?-20\d\d-\d\d$/;

/** At least some twelve days. Of two directives of one name browsers ignore the header: RFC 6797, section 6.1. */
const browsersUseTls = /^max-age=[1-9]\d{6,}(; ?includeSubDomains)?(; ?preload)?$/;

export const applicationsHttps: Rule = {
  id: "applications-https",
  threat:
    "An attacker on the path reads what users send to an application, including passwords, or another application answers them.",
  check: ({ configuration, choices }: Evidence) =>
    configuration
      .resources("aws_lb")
      .filter((lb) => (textOf(lb.get("load_balancer_type")) ?? "application") === "application")
      .flatMap((lb) => [
        judge(
          lb.address,
          "drop_invalid_header_fields",
          lb.get("drop_invalid_header_fields"),
          (text) => text === "true",
        ),
        judge(
          lb.address,
          "desync_mitigation_mode",
          lb.get("desync_mitigation_mode"),
          (text) => text === undefined || /^(defensive|strictest)$/.test(text),
        ),
        judgeWebAcl(lb, choices.webAcl, configuration),
        ...listenersOf(configuration, lb).map(judgeListener),
      ]),
};

/** Associations of web ACLs, by the load balancers that they may name. */
const webAcls = (configuration: Configuration): ReadonlyMap<Resource, readonly Resource[]> =>
  listsByKey(
    configuration.resources("aws_wafv2_web_acl_association").flatMap((one) =>
      configuration
        .namedIn("aws_lb", one.get("resource_arn"))
        .flatMap(possible)
        .map(({ resource }) => [resource, one] as const),
    ),
  );

/** With two web ACLs, the order of an apply would decide which one is in force. */
function judgeWebAcl(lb: Resource, meant: string | undefined, configuration: Configuration): Finding {
  if (meant === undefined) return compliant(lb.address);
  const found = configuration.derived(webAcls).get(lb) ?? [];
  const [other] = found.filter((one) => textOf(one.get("web_acl_arn")) !== meant);
  if (other) return violated(other.address, `it is not the web ACL of applications in config, ${meant}`);
  const isCertain = found.some(
    (one) => configuration.resourceNamed("aws_lb", one.get("resource_arn")) === lb,
  );
  return isCertain
    ? compliant(lb.address)
    : violated(lb.address, `it has no web ACL, and config names ${meant} for applications`);
}

const listenersOf = (configuration: Configuration, lb: Resource): Resource[] =>
  configuration
    .resources("aws_lb_listener")
    .filter((listener) => configuration.resourceNamed("aws_lb", listener.get("load_balancer_arn")) === lb);

const judgeListener = (listener: Resource): Finding =>
  worst(listener.address, [
    judge(listener.address, "protocol", listener.get("protocol"), (text) => text === "HTTPS"),
    judge(listener.address, "ssl_policy", listener.get("ssl_policy"), (text) =>
      todaysPolicy.test(text ?? ""),
    ),
    judge(
      listener.address,
      "its Strict-Transport-Security header",
      listener.get("routing_http_response_strict_transport_security_header_value"),
      (text) => browsersUseTls.test(text ?? ""),
    ),
    answersUnmatchedRequests(listener),
  ]);

/** Requests that no rule matches: by address, or for another host name. */
function answersUnmatchedRequests(listener: Resource): Finding {
  const { blocks, unclear } = readable(listener.get("default_action"));
  const types = blocks.map((block) => textOf(field(block, "type")));
  if (unclear.length > 0 || types.join() !== "fixed-response")
    return violated(listener.address, "requests that match no rule go to an application");
  const content = field(blocks[0], "fixed_response", "content_type");
  return judge(listener.address, "content_type of its answer", content, (text) => text === "text/plain");
}
