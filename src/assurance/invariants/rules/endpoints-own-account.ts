import { Names } from "../../identity/model/names";
import { readPolicy } from "../../identity/model/policies";
import type { Condition, Statement } from "../../identity/policy/statement";
import { isAbsent, type Resource, textOf } from "../../terraform";
import { compliant, type Evidence, type Finding, type Rule, unknown, violated } from "../rule";

export const endpointsOwnAccount: Rule = {
  id: "endpoints-own-account",
  threat:
    "Without such a policy, an attacker in a pod carries data to secrets and buckets of another account.",
  check: ({ configuration }: Evidence) => {
    const names = new Names(configuration);
    const beside = configuration.resources("aws_vpc_endpoint_policy");
    return [...configuration.resources("aws_vpc_endpoint").filter(isOfService), ...beside].map(
      (endpoint): Finding => {
        const { address } = endpoint;
        if (isAbsent(endpoint.get("policy")))
          return violated(address, "policy is left out: everything is allowed");
        const { statements, unclear } = readPolicy(configuration, names, endpoint.get("policy"), address);
        const open = statements.find(isOpen);
        if (open) return violated(address, `${open.place} allows all actions to every principal`);
        return unclear.length > 0 ? unknown(address, unclear.join("; ")) : compliant(address);
      },
    );
  },
};

const isOfService = (endpoint: Resource): boolean =>
  /^(com|cn\.com)\.amazonaws\.(?!vpce\.)/.test(String(textOf(endpoint.get("service_name"))));

const isOpen = ({ effect, actions, conditions }: Statement): boolean =>
  effect === "Allow" &&
  (actions.except || actions.patterns.some(({ literal }) => literal?.endsWith("*") ?? true)) &&
  !conditions.some(namesOwner);

/** With IfExists or a pattern, a condition holds for others too. */
const namesOwner = ({ operator, key, values }: Condition): boolean =>
  /^String(Equals|Like)$/i.test(operator) &&
  /^aws:(principal|resource)(account|orgid)$/i.test(key.literal ?? "") &&
  values.every(({ literal }) => !/[*?]/.test(literal ?? ""));
