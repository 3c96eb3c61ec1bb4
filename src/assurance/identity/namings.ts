import { remembered } from "../remembered";
import { operatorOf } from "./policy/condition";
import type { Condition, Policy, Statement } from "./policy/statement";
import type { Text } from "./policy/text";

/**
 * A principal that a statement admits: as its principal, by a condition on the caller, or as the exception of a denial.
 */
export interface Naming {
  /** The statement that names it. */
  readonly place: string;
  /** `AWS`, `Service`, `Federated`, `CanonicalUser`, or the key of a condition in lower case. */
  readonly by: string;
  readonly value: Text;
}

/** Condition keys about the caller, or about the account or resource on whose behalf a service calls. */
const aboutCallers =
  /^(aws:(principal(arn|account|orgid|orgpaths|tag\/.*|servicename|servicenameslist)|source(arn|account|orgid|orgpaths|identity)|userid|username|federatedprovider)|kms:calleraccount)$/;

/** All principals that a policy admits by name. Not included: `*`, and principals that it denies. */
export const namingsIn = remembered(({ statements }: Policy): readonly Naming[] =>
  statements.flatMap(namedBy),
);

function namedBy({ place, effect, principals, conditions }: Statement): Naming[] {
  const isException = effect === "Deny";
  const patterns = principals && principals.except === isException ? principals.patterns : [];
  return [
    ...patterns
      .filter(({ identifier }) => identifier.literal !== "*")
      .map(({ type, identifier }) => ({ place, by: type, value: identifier })),
    ...conditions
      .filter((condition) => isAboutCallers(condition) && operatorOf(condition).isNegated === isException)
      .flatMap(({ key, values }) =>
        values.map((value) => ({ place, by: String(key.lowerCase.literal), value })),
      ),
  ];
}

/** `Null` names no principal: a policy that depends on it is judged by its decisions for all witnesses. */
export const isAboutCallers = (condition: Condition): boolean =>
  aboutCallers.test(condition.key.lowerCase.literal ?? "") && operatorOf(condition).name !== "null";
