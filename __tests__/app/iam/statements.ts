import { policiesIn, type Statement, statementsOf } from "../../support/policies";
import type { Synthesized } from "../../support/synthesize";
import { resolved } from "./references";

/** A statement, where it is and what its policy is attached to. */
export interface Attached {
  readonly where: string;
  /** Resource type and argument that take the policy, such as `aws_kms_key.policy`. */
  readonly holder: string;
  readonly statement: Statement;
}

/** Every statement of every policy, with references in its ARNs resolved. */
export const attachedStatements = (stacks: readonly Synthesized[]): Attached[] =>
  stacks.flatMap((stack) =>
    policiesIn(stack.json).flatMap(({ name, type, argument, text }) =>
      statementsOf(text).map((statement, index) => ({
        where: `${stack.name} ${name} ${statement.sid ?? `statement ${index + 1}`}`,
        holder: `${type}.${argument}`,
        statement: {
          ...statement,
          resources: statement.resources?.map((resource) => resolved(resource, stack, stacks)) ?? [],
          not_resources: statement.not_resources?.map((resource) => resolved(resource, stack, stacks)) ?? [],
        },
      })),
    ),
  );
