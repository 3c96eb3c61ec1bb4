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

export interface Statement {
  readonly sid?: string;
  /** @default "Allow" */
  readonly effect?: string;
  /** Only in policies of resources and roles, which say who is meant. */
  readonly principals?: readonly Principals[];
  readonly actions: readonly string[];
  /** @default - none: a trust policy is about its role */
  readonly resources?: readonly string[];
  /** All but these, in place of `resources`. @default - none */
  readonly notResources?: readonly string[];
  /** All of them have to hold. @default - none */
  readonly condition?: readonly Condition[];
}

/**
 * Text of a policy, a line for each statement. Not a data source, although that would render the same: Terraform reads one
 * that names a resource only during the apply while that resource has any change pending, so a plan would show the policy
 * as unknown. Several lines make cdktf 0.21 write HCL's form for them, in which it need not escape quotes, as it fails to.
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

/** As AWS writes it back. */
const oneOrAll = (texts: readonly string[]): string | readonly string[] =>
  texts.length === 1 ? (texts[0] as string) : texts;
