import { listsByKey } from "../../grouping";
import type { ResourcePolicy } from "../../identity/model/resource-policies";
import type { Condition, Statement } from "../../identity/policy/statement";
import { type Configuration, isAbsent, possible, type Resource } from "../../terraform";
import { compliant, type Evidence, type Finding, type Rule, unknown, violated } from "../rule";

export const queuesRefuseHttp: Rule = {
  id: "queues-refuse-http",
  threat:
    "SQS answers plain HTTP too: on the path, an attacker reads the failed requests that a queue holds.",
  check: ({ configuration, identity: { resourcePolicies } }: Evidence) => {
    const policies = new Map(resourcePolicies.map((one) => [one.address, one]));
    const separate = configuration.derived(policiesOfQueues);
    return configuration
      .resources("aws_sqs_queue")
      .flatMap((queue) => judgeQueue(queue, separate.get(queue) ?? [], policies));
  },
};

/** Policies that are resources of their own, by the queues that they may belong to. */
const policiesOfQueues = (configuration: Configuration): ReadonlyMap<Resource, readonly Resource[]> => {
  return listsByKey(
    configuration
      .resources("aws_sqs_queue_policy")
      .flatMap((policy) =>
        possible(configuration.named("aws_sqs_queue", policy.get("queue_url"))).map(
          ({ resource }) => [resource, policy] as const,
        ),
      ),
  );
};

/** Of several policies of a queue SQS keeps the one that was applied last: each has to refuse. */
function judgeQueue(
  queue: Resource,
  separate: readonly Resource[],
  policies: ReadonlyMap<string, ResourcePolicy>,
): readonly Finding[] {
  const holders = [...(isAbsent(queue.get("policy")) ? [] : [queue]), ...separate];
  if (holders.length === 0) return [violated(queue.address, "no policy refuses requests without TLS")];
  return holders.map(({ address }): Finding => {
    const { statements = [], unclear = [] } = policies.get(address)?.policy ?? {};
    if (statements.some(refusesHttp)) return compliant(address);
    return unclear.length > 0
      ? unknown(address, unclear.join("; "))
      : violated(address, "its policy does not refuse requests without TLS");
  });
}

const refusesHttp = ({ effect, principals, actions, conditions }: Statement): boolean =>
  effect === "Deny" &&
  principals?.except === false &&
  principals.patterns.some(({ identifier }) => identifier.literal === "*") &&
  !actions.except &&
  actions.patterns.some((action) => /^(sqs:)?\*$/i.test(String(action))) &&
  conditions.length === 1 &&
  conditions.every(isWithoutTls);

const isWithoutTls = ({ operator, key, values }: Condition): boolean =>
  /^Bool(IfExists)?$/i.test(operator) &&
  /^aws:SecureTransport$/i.test(key.literal ?? "") &&
  values.length > 0 &&
  values.every(({ literal }) => literal === "false");
