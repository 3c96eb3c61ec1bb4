import type { Synthesized } from "../../support/synthesize";
import { resolved } from "./references";

/** A statement of a policy document, as Terraform JSON spells it. */
export interface Statement {
  readonly sid?: string;
  readonly effect?: "Allow" | "Deny";
  readonly actions?: readonly string[];
  readonly resources?: readonly string[];
  readonly not_resources?: readonly string[];
  readonly condition?: readonly { readonly test: string; readonly variable: string }[];
}

/** A statement, where it is and what its policy is attached to. */
export interface Attached {
  readonly where: string;
  /** Resource type and argument that take the policy, such as `aws_kms_key.policy`. */
  readonly holder: string;
  readonly statement: Statement;
}

type Arguments = Record<string, unknown>;

/**
 * Every statement of every policy document, per holder of the document, with references in its ARNs resolved.
 *
 * @throws Error where a document has no holder, or a policy is written as text: it cannot be judged
 */
export const attachedStatements = (stacks: readonly Synthesized[]): Attached[] =>
  stacks.flatMap((stack) => {
    if (/\\"(Statement|Action)\\"/.test(stack.text))
      throw new Error(`${stack.name} has a policy that is no document`);
    const documents: Record<string, { statement: Statement[] }> =
      stack.json.data?.aws_iam_policy_document ?? {};
    return Object.entries(documents).flatMap(([name, { statement: statements }]) =>
      holdersOf(stack, name).flatMap((holder) =>
        statements.map((statement, index) => ({
          where: `${stack.name} ${name} ${statement.sid ?? `statement ${index + 1}`}`,
          holder,
          statement: {
            ...statement,
            resources: statement.resources?.map((resource) => resolved(resource, stack, stacks)) ?? [],
            not_resources:
              statement.not_resources?.map((resource) => resolved(resource, stack, stacks)) ?? [],
          },
        })),
      ),
    );
  });

/** Resource types and arguments that take a policy document. */
export function holdersOf(stack: Synthesized, document: string): string[] {
  const reference = `\${data.aws_iam_policy_document.${document}.json}`;
  const byType = Object.entries(stack.json.resource) as [string, Record<string, Arguments>][];
  const holders = byType.flatMap(([type, byName]) =>
    Object.values(byName).flatMap((resource) =>
      Object.keys(resource)
        .filter((argument) => resource[argument] === reference)
        .map((argument) => `${type}.${argument}`),
    ),
  );
  if (holders.length === 0)
    throw new Error(`${stack.name}: no resource takes the policy document ${document}`);
  return [...new Set(holders)];
}
