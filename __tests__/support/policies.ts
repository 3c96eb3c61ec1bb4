/** A statement in the words of `aws_iam_policy_document`, which are easier to compare and to change than a policy's JSON. */
export interface Statement {
  readonly sid?: string;
  readonly effect?: "Deny";
  readonly actions?: string[];
  readonly resources?: string[];
  readonly not_resources?: string[];
  readonly principals?: { type: string; identifiers: string[] }[];
  readonly condition?: { test: string; variable: string; values: string[] }[];
}

type OneOrAll = string | string[];

interface Written {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | Record<string, OneOrAll>;
  readonly Action?: OneOrAll;
  readonly Resource?: OneOrAll;
  readonly NotResource?: OneOrAll;
  readonly Condition?: Record<string, Record<string, OneOrAll>>;
}

/** Expressions of Terraform have quotes of their own. */
const quoted = (policy: string): string =>
  policy.replace(/\$\{[^}]*\}/g, (expression) => JSON.stringify(expression).slice(1, -1));

/** Statements of a policy's text. An allowing one has no `effect`. */
export const statementsOf = (policy: string): Statement[] =>
  (JSON.parse(quoted(policy)) as { Statement: Written[] }).Statement.map(
    ({ Sid, Effect, Principal, Action, Resource, NotResource, Condition }) => ({
      ...(Sid !== undefined && { sid: Sid }),
      ...(Effect === "Deny" && { effect: Effect }),
      ...(Action && { actions: [Action].flat() }),
      ...(Resource && { resources: [Resource].flat() }),
      ...(NotResource && { not_resources: [NotResource].flat() }),
      ...(Principal && {
        principals: Object.entries(Principal === "*" ? { "*": "*" } : Principal).map(
          ([type, identifiers]) => ({ type, identifiers: [identifiers].flat() }),
        ),
      }),
      ...(Condition && {
        condition: Object.entries(Condition).flatMap(([test, variables]) =>
          Object.entries(variables).map(([variable, values]) => ({
            test,
            variable,
            values: [values].flat(),
          })),
        ),
      }),
    }),
  );

/** A policy of a stack and what takes it. */
export interface Policy {
  /** Terraform name of the resource, and its type. */
  readonly name: string;
  readonly type: string;
  /** Argument that has the policy. */
  readonly argument: string;
  readonly text: string;
}

type Resources = Record<string, Record<string, Record<string, unknown>>>;

/** Every policy of a stack's JSON. */
export const policiesIn = (json: { readonly resource?: unknown }): Policy[] =>
  Object.entries((json.resource ?? {}) as Resources).flatMap(([type, byName]) =>
    Object.entries(byName).flatMap(([name, resource]) =>
      Object.entries(resource).flatMap(([argument, text]) =>
        typeof text === "string" && /^\{"Version":"[\d-]+","Statement":/.test(text)
          ? [{ name, type, argument, text }]
          : [],
      ),
    ),
  );

/**
 * The same stack with its policies as documents that tests can change: `<role>_trust`, `<role>_permissions`,
 * `<secret>_guard`, and `<resource>_policy` for all others.
 */
export function withDocuments<T extends { resource?: unknown; data?: unknown }>(json: T): T {
  const copy = structuredClone(json);
  const documents = policiesIn(copy).map(({ name, type, argument, text }) => {
    const document = name.replace(/(_(role_)?policy)?(_[0-9A-F]{8})?$/, `${ending(type)}$3`);
    const resource = (copy.resource as Resources)[type]?.[name] as Record<string, unknown>;
    resource[argument] = `\${data.aws_iam_policy_document.${document}.json}`;
    return [document, { statement: statementsOf(text) }] as const;
  });
  if (documents.length > 0)
    copy.data = { ...(copy.data as object), aws_iam_policy_document: Object.fromEntries(documents) };
  return copy;
}

const endings: Readonly<Record<string, string>> = {
  aws_iam_role: "_trust",
  aws_iam_role_policy: "_role_permissions",
  aws_secretsmanager_secret_policy: "_guard",
};
const ending = (type: string): string => endings[type] ?? "_policy";
