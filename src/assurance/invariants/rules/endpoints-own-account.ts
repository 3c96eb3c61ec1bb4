import { Names } from "../../identity/model/names";
import { policyOf } from "../../identity/model/policies";
import type { Condition, Statement } from "../../identity/policy/statement";
import { Text } from "../../identity/policy/text";
import { type Configuration, certain, isAbsent, type Resource, textOf } from "../../terraform";
import { type Evidence, type Finding, type Rule, unknownBy, violated } from "../rule";

export const endpointsOwnAccount: Rule = {
  id: "endpoints-own-account",
  threat:
    "Without such a policy, an attacker in a pod can copy data to secrets and buckets of another account.",
  check: ({ configuration }: Evidence) => {
    const names = new Names(configuration);
    const beside = configuration.resources("aws_vpc_endpoint_policy");
    const ofServices = configuration
      .resources("aws_vpc_endpoint")
      .filter((endpoint) => !isOfOwn(endpoint, configuration));
    return [...ofServices, ...beside].map((endpoint): Finding => {
      const { address } = endpoint;
      if (isAbsent(endpoint.get("policy"))) return violated(address, "without a policy it allows everything");
      const { statements, unclear } = policyOf(configuration, endpoint, "policy");
      const { account } = names.place(endpoint);
      const keys = carriesData(endpoint) ? ofResource : [...ofResource, ...ofCaller];
      const open = statements.find(
        (one) =>
          one.effect === "Allow" &&
          !one.conditions.some(namesOwn(account, keys)) &&
          !isHarmless(one, account),
      );
      if (open)
        return violated(
          address,
          `${open.place} has no condition that limits ${keys.join(" or ")} to this account`,
        );
      return unknownBy(address, unclear);
    });
  },
};

/** Endpoints of a declared resource or endpoint service have no policy: security groups decide who uses them. */
const isOfOwn = (endpoint: Resource, configuration: Configuration): boolean =>
  textOf(endpoint.get("vpc_endpoint_type")) === "Resource" ||
  certain(configuration.named("aws_vpc_endpoint_service", endpoint.get("service_name"))) !== undefined;

const ofResource = ["aws:resourceaccount"];
const ofCaller = ["aws:principalaccount"];

/** Services in which another account's buckets or secrets can receive data from any caller. */
function carriesData(endpoint: Resource): boolean {
  const name = textOf(endpoint.get("service_name"));
  return typeof name !== "string" || /\.(s3|secretsmanager)$/i.test(name);
}

/** With IfExists or a pattern, a condition also matches other accounts. */
const namesOwn =
  (account: Text, keys: readonly string[]) =>
  ({ operator, key, values }: Condition): boolean =>
    /^String(Equals|Like)$/i.test(operator) &&
    keys.includes((key.literal ?? "").toLowerCase()) &&
    values.length > 0 &&
    values.every((value) => value.key === account.key);

/**
 * Actions that carry no data out: images of AWS's add-ons are objects in buckets of AWS. A service account has no AWS
 * account before it assumes a role; the statement itself limits the roles.
 */
function isHarmless({ actions, resources }: Statement, account: Text): boolean {
  const isOnly = (...allowed: string[]): boolean =>
    !actions.except &&
    actions.patterns.every(({ literal }) => allowed.includes((literal ?? "").toLowerCase()));
  const ownRoles = Text.join("arn:aws:iam::", account, ":role/*");
  return (
    isOnly("s3:getobject", "secretsmanager:getrandompassword") ||
    (isOnly("sts:assumerolewithwebidentity") &&
      resources !== undefined &&
      !resources.except &&
      resources.patterns.every(({ key }) => key === ownRoles.key))
  );
}
