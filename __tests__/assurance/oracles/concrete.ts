import type { IdentityModel } from "../../../src/assurance/identity";
import type {
  Condition,
  Policy,
  Selection,
  Statement,
} from "../../../src/assurance/identity/policy/statement";
import { isPlaceholder, type Part, Text } from "../../../src/assurance/identity/policy/text";

/** A string in the place of each part that only AWS decides: the same one wherever it occurs. */
export function concrete(text: Text): string {
  return text.parts.map(asString).join("").replaceAll("&{", "${");
}

function asString(part: Part): string {
  if (!isPlaceholder(part)) return part;
  if (part.placeholder !== "unknown") throw new NotConcrete(String(Text.of(part)));
  const { id, length, characters = "0123456789abcdef" } = part;
  const digits = length === "one" ? 1 : 12;
  return Array.from(
    { length: digits },
    (_, index) => characters[hash(`${id} ${index}`) % characters.length],
  ).join("");
}

/** What is not understood has no string that stands for it. */
export class NotConcrete extends Error {}

function hash(text: string): number {
  let value = 2_166_136_261;
  for (const character of text) value = Math.imul(value ^ character.charCodeAt(0), 16_777_619) >>> 0;
  return value;
}

const asText = (text: Text): Text => Text.of(concrete(text));
const selection = ({ except, patterns }: Selection): Selection => ({
  except,
  patterns: patterns.map(asText),
});
const condition = ({ operator, key, values }: Condition): Condition => ({
  operator,
  key: asText(key),
  values: values.map(asText),
});

/** The same policy with strings only, as the model reads it. */
export const concretePolicy = (policy: Policy): Policy => ({
  ...policy,
  statements: policy.statements.map((statement) => ({
    ...statement,
    actions: selection(statement.actions),
    ...(statement.resources && { resources: selection(statement.resources) }),
    ...(statement.principals && {
      principals: {
        except: statement.principals.except,
        patterns: statement.principals.patterns.map(({ type, identifier }) => ({
          type,
          identifier: asText(identifier),
        })),
      },
    }),
    conditions: statement.conditions.map(condition),
  })),
});

/** The same policy as IAM has it. */
export const policyJson = ({ statements }: Policy): object => ({
  Version: "2012-10-17",
  Statement: statements.map(statementJson),
});

const strings = (texts: readonly Text[]): string[] => texts.map(concrete);

function statementJson({ effect, actions, resources, principals, conditions }: Statement): object {
  return {
    Effect: effect,
    [actions.except ? "NotAction" : "Action"]: strings(actions.patterns),
    ...(resources && { [resources.except ? "NotResource" : "Resource"]: strings(resources.patterns) }),
    ...(principals && {
      [principals.except ? "NotPrincipal" : "Principal"]: principals.patterns.some(({ type }) => type === "*")
        ? "*"
        : byType(principals.patterns.map(({ type, identifier }) => [type, concrete(identifier)])),
    }),
    ...(conditions.length > 0 && { Condition: byOperator(conditions) }),
  };
}

function byType(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const [type, identifier] of pairs) found[type] = [...(found[type] ?? []), identifier];
  return found;
}

function byOperator(conditions: readonly Condition[]): Record<string, Record<string, string[]>> {
  const found: Record<string, Record<string, string[]>> = {};
  for (const { operator, key, values } of conditions)
    found[operator] = { ...found[operator], [concrete(key)]: strings(values) };
  return found;
}

/** What can be asked for: a resource with its policy, or without one. */
export interface Asked {
  readonly arn: string;
  readonly policy?: Policy;
  readonly agreement: "either" | "resource" | "identity";
  readonly actions: readonly string[];
}

/** Everything of an environment that has an ARN, with actions about it. */
export const askedIn = ({ secrets, keys, roles, databases, securityGroups }: IdentityModel): Asked[] => [
  ...secrets.map(
    ({ arn, policy }): Asked => ({
      arn: concrete(arn),
      ...(policy && { policy: concretePolicy(policy) }),
      agreement: "either",
      actions: ["GetSecretValue", "PutSecretValue", "UpdateSecret", "RotateSecret", "DescribeSecret"].map(
        (action) => `secretsmanager:${action}`,
      ),
    }),
  ),
  ...keys.map(
    ({ arn, policy }): Asked => ({
      arn: concrete(arn),
      policy: concretePolicy(policy),
      agreement: "resource",
      actions: ["Decrypt", "GenerateDataKey", "CreateGrant", "PutKeyPolicy", "DescribeKey"].map(
        (action) => `kms:${action}`,
      ),
    }),
  ),
  ...roles.map(
    ({ arn, trust }): Asked => ({
      arn: concrete(arn),
      policy: concretePolicy(trust),
      agreement: "resource",
      actions: ["sts:AssumeRole"],
    }),
  ),
  ...databases.map(
    ({ arn }): Asked => ({
      arn: concrete(arn),
      agreement: "identity",
      actions: ["rds:ModifyDBInstance", "rds:CreateDBSnapshot", "rds:DescribeDBInstances"],
    }),
  ),
  ...securityGroups.map(
    ({ arn }): Asked => ({
      arn: concrete(arn),
      agreement: "identity",
      actions: [
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:CreateNetworkInterface",
        "ec2:DescribeSecurityGroups",
      ],
    }),
  ),
];
