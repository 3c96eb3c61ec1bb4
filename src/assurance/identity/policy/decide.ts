import { remembered } from "../../remembered";
import { type Application, type Opinion, opinion, type Request } from "./evaluate";
import { matches } from "./glob";
import type { Policy } from "./statement";
import type { Text } from "./text";
import { all, not, some, type Truth } from "./truth";

/**
 * Which policies must allow.
 *
 * - `either`: in one account, the identity's policy or the resource's (Secrets Manager).
 * - `resource`: the resource's policy and, if it names the account, the identity's as well (KMS keys, roles).
 * - `resource alone`: the resource's policy only (roles assumed with a token of an identity provider).
 * - `identity`: the identity's policy only, since the resource has none (rds-db:connect).
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export type Agreement = "either" | "resource" | "resource alone" | "identity";

export interface Question {
  readonly request: Request;
  readonly agreement: Agreement;
  /** Account of the resource. For a principal of another account, both policies must allow. */
  readonly account: Text;
  readonly identityPolicies: readonly Policy[];
  /** @default - none */
  readonly resourcePolicy?: Policy;
}

export interface Decision {
  readonly truth: Truth;
  readonly action: string;
  /** Statements that allow, or the one that denies. */
  readonly by: readonly Application[];
  /** A sentence about what is missing, what denies, or what is not known. Empty if allowed. */
  readonly because: string;
  /** The evaluated question. @default - none, if no policy was evaluated */
  readonly question?: Question;
}

/**
 * Whether AWS allows a request. Service control policies and permissions boundaries are ignored: they could only deny
 * more.
 */
export function decide(question: Question): Decision {
  const { request } = question;
  const identity = opinion(question.identityPolicies, request);
  const resource = opinion(question.resourcePolicy ? alone(question.resourcePolicy) : noPolicies, request);
  const denied = some([identity.denied, resource.denied]);
  const value = all([not(denied), agreed(question, identity, resource)]);
  const by = relevant([...identity.applications, ...resource.applications], value, denied);
  return {
    truth: value,
    action: request.action,
    by,
    because:
      denied === "true"
        ? `${by[0]?.statement.place} denies ${request.action}`
        : because(value, by, question, identity, resource),
    question,
  };
}

const alone = remembered((policy: Policy): readonly Policy[] => [policy]);

const noPolicies: readonly Policy[] = [];

function relevant(applications: readonly Application[], value: Truth, denied: Truth): readonly Application[] {
  const denies = applications.filter(({ statement }) => statement.effect === "Deny");
  if (denied === "true") return denies.filter(({ truth }) => truth === "true");
  const allows = applications.filter(({ statement }) => statement.effect === "Allow");
  if (value === "true") return allows.filter(({ truth }) => truth === "true");
  return value === "unknown" ? [...denies, ...allows] : [];
}

function agreed({ request, agreement, account }: Question, identity: Opinion, resource: Opinion): Truth {
  if (agreement === "identity") return identity.allowed;
  if (agreement === "resource alone") return resource.allowed;
  const throughAccount = all([resource.allowedToAccount, identity.allowed]);
  const here =
    agreement === "either"
      ? some([identity.allowed, resource.allowed])
      : some([resource.allowed, throughAccount]);
  const elsewhere = all([some([resource.allowed, resource.allowedToAccount]), identity.allowed]);
  const { principal } = request;
  const isHere: Truth = principal.type === "AWS" ? matches(account, principal.account) : "true";
  return some([all([isHere, here]), all([not(isHere), elsewhere])]);
}

function because(
  value: Truth,
  by: readonly Application[],
  { request: { action }, agreement, resourcePolicy }: Question,
  identity: Opinion,
  resource: Opinion,
): string {
  if (value === "true") return "";
  if (value === "unknown") {
    const open = by.filter(({ truth }) => truth === "unknown");
    const reasons = open.map(({ statement, because: why }) => `${statement.place} depends on ${why()}`);
    const all = [...identity.unclear, ...resource.unclear, ...reasons].join("; ");
    return all === "" ? `whom ${resourcePolicy?.place ?? "a policy"} names is not known` : all;
  }
  const place = resourcePolicy?.place ?? "its resource";
  if (agreement === "identity") return `no policy of the identity allows ${action}`;
  if (agreement === "either")
    return `no policy of the identity allows ${action}, and ${place} does not either`;
  if (resource.allowedToAccount !== "false")
    return `${place} leaves ${action} to policies of the identity, and none allows it`;
  return `${place} does not allow ${action} to it`;
}
