import { Names } from "../../identity/model/names";
import type { Text } from "../../identity/policy/text";
import {
  type Configuration,
  certain,
  isAbsent,
  isUnknown,
  type Resource,
  textOf,
  type Value,
  wordsOf,
} from "../../terraform";
import { compliant, type Evidence, type Finding, type Rule, unknown, violated } from "../rule";

/** Services that invoke functions of this project: on a schedule or an event, and to rotate a secret. */
const callers = ["events.amazonaws.com", "secretsmanager.amazonaws.com"];

/** Arguments that admit more than one service on behalf of one account. */
const wider = ["principal_org_id", "function_url_auth_type"];

export const functionsOwnCallers: Rule = {
  id: "functions-own-callers",
  threat:
    "A caller of the function that creates logins can let it create one. A permission without a source admits callers of any account.",
  check: ({ configuration }: Evidence) => {
    const names = new Names(configuration);
    return configuration
      .resources("aws_lambda_permission")
      .map((permission) => judge(permission, configuration, names));
  },
};

function judge(permission: Resource, configuration: Configuration, names: Names): Finding {
  const { address } = permission;
  const principal = textOf(permission.get("principal"));
  if (isUnknown(principal)) return unknown(address, principal.reason);
  if (principal === undefined || !callers.includes(principal))
    return violated(address, `${principal ?? "no principal"} may invoke it`);
  const more = wider.find((name) => !isAbsent(permission.get(name)));
  if (more !== undefined) return violated(address, `${more} admits more than one account`);
  const pattern = textOf(permission.get("source_arn"));
  if (typeof pattern === "string" && /[*?]/.test(pattern))
    return violated(
      address,
      `${principal} may invoke it on behalf of every resource that matches ${pattern}`,
    );
  const { account } = names.place(permission);
  const action = permission.get("action");
  if (textOf(action) !== "lambda:InvokeFunction") return violated(address, `it allows ${wordsOf(action)}`);
  const isDeclared = certain(configuration.named("aws_cloudwatch_event_rule", permission.get("source_arn")));
  if (principal === "events.amazonaws.com" && !isDeclared)
    return violated(address, `${principal} may invoke it for a rule that is not declared here`);
  const sources = ["source_arn", "source_account"]
    .map((name) => permission.get(name))
    .filter((value) => !isAbsent(value));
  if (sources.length === 0) return violated(address, `${principal} may invoke it on behalf of any account`);
  const other = sources.find((source) => accountOf(source, configuration, names).key !== account.key);
  return other
    ? violated(address, `${principal} may invoke it on behalf of ${names.text(other)}`)
    : compliant(address);
}

/** The account of a resource, of an exact ARN, or an account number itself. */
function accountOf(source: Value, configuration: Configuration, names: Names): Text {
  const resource = source.kind === "reference" ? configuration.find(source.address) : undefined;
  if (resource?.mode === "resource") return names.place(resource).account;
  const text = names.text(source);
  return text.arnParts?.[4] ?? text;
}
