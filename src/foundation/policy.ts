import { iamArn, type Place, regionalService } from "./arn";

export interface Principals {
  /** `AWS`, `Service`, `Federated`, or `*` for every caller. */
  readonly type: string;
  readonly identifiers: readonly string[];
}

export interface Condition {
  /** Operator, such as `StringEquals`. */
  readonly test: string;
  /** Key of the request, such as `aws:SourceAccount`. */
  readonly variable: string;
  readonly values: readonly string[];
}

/** Every caller, with or without an identity. */
export const everyCaller: readonly Principals[] = [{ type: "*", identifiers: ["*"] }];

/** The account, not each identity in it: an identity needs an IAM policy that allows the same. */
export const identitiesOf = (place: Pick<Place, "account">): Principals[] => [
  { type: "AWS", identifiers: [iamArn(place, "root")] },
];

/** In the policy of a key or a secret: that one, and no other. */
export const itself: readonly string[] = ["*"];

/** Requests that a service makes on behalf of a caller: no caller uses a key directly. */
export const through = (place: Pick<Place, "region">, service: string): Condition => ({
  test: "StringEquals",
  variable: "kms:ViaService",
  values: [regionalService(place, service)],
});

/** Requests that are not encrypted on their way. */
export const withoutTls: Condition = { test: "Bool", variable: "aws:SecureTransport", values: ["false"] };

export interface Statement {
  readonly sid?: string;
  /** @default "Allow" */
  readonly effect?: string;
  /** Only in resource policies and trust policies. */
  readonly principals?: readonly Principals[];
  readonly actions: readonly string[];
  /** @default - none, for a trust policy, which applies to its role */
  readonly resources?: readonly string[];
  /** All resources except these, instead of `resources`. @default - none */
  readonly notResources?: readonly string[];
  /** All conditions must be met. @default - none */
  readonly condition?: readonly Condition[];
}

/**
 * Policy as JSON, one line per statement. Not a data source: Terraform reads a data source that depends on a changed
 * resource during apply only, so a plan would show the policy as unknown. Multiple lines make cdktf 0.21 render a
 * heredoc in HCL, in which it need not escape quotes, which it does wrong.
 */
export const policyJson = (statements: readonly Statement[]): string =>
  `{"Version":"2012-10-17","Statement":[\n${statements.map((one) => JSON.stringify(rendered(one))).join(",\n")}\n]}`;

const rendered = (statement: Statement) => {
  const { sid, effect = "Allow", principals, actions, resources, notResources, condition } = statement;
  return {
    Sid: sid,
    Effect: effect,
    Principal: principals && principalsOf(principals),
    Action: oneOrAll(actions),
    Resource: resources && oneOrAll(resources),
    NotResource: notResources && oneOrAll(notResources),
    Condition: condition && conditionsOf(condition),
  };
};

const principalsOf = (principals: readonly Principals[]) =>
  principals.some(({ type }) => type === "*")
    ? "*"
    : Object.fromEntries(principals.map(({ type, identifiers }) => [type, oneOrAll(identifiers)]));

function conditionsOf(conditions: readonly Condition[]) {
  const byTest: Record<string, Record<string, string | readonly string[]>> = {};
  for (const { test, variable, values } of conditions) {
    if (byTest[test]?.[variable]) throw new Error(`A policy cannot ask twice whether ${variable} ${test}.`);
    byTest[test] = { ...byTest[test], [variable]: oneOrAll(values) };
  }
  return byTest;
}

/** AWS returns a list of one value as a string; the same form here avoids a difference in every plan. */
const oneOrAll = (texts: readonly string[]): string | readonly string[] =>
  texts.length === 1 ? (texts[0] as string) : texts;
