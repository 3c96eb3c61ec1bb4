import type { Context, Fact } from "./context";
import { matches } from "./glob";
import type { Condition } from "./statement";
import { Text } from "./text";
import { all, not, some, type Truth, truth } from "./truth";

type Compare = (expected: Text, actual: Text) => Truth;

/** Modelled operators. With others (dates, numbers, addresses), a condition is unknown. */
const comparisons: Readonly<Record<string, { readonly compare: Compare; readonly negated: boolean }>> = {
  stringequals: { compare: matches, negated: false },
  stringnotequals: { compare: matches, negated: true },
  stringequalsignorecase: { compare: ignoringCase, negated: false },
  stringnotequalsignorecase: { compare: ignoringCase, negated: true },
  stringlike: { compare: like, negated: false },
  stringnotlike: { compare: like, negated: true },
  arnequals: { compare: arnLike, negated: false },
  arnlike: { compare: arnLike, negated: false },
  arnnotequals: { compare: arnLike, negated: true },
  arnnotlike: { compare: arnLike, negated: true },
  bool: { compare: ignoringCase, negated: false },
};

/**
 * Whether a request meets a condition.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function holds(condition: Condition, context: Context): Truth {
  const { qualifier, operator, ifExists } = parse(condition.operator);
  const fact = context.about(condition.key);
  if (operator === "null") return isNull(condition, fact);
  const comparison = comparisons[operator];
  if (!comparison) return fact === "absent" && ifExists ? "true" : "unknown";
  if (fact === undefined) return "unknown";
  if (fact === "absent") return whenAbsent(qualifier, ifExists, comparison.negated);
  const values = condition.values.map((value) => withVariables(value, context));
  const meets = (actual: Text): Truth => {
    const equal = some(values.map((value) => comparison.compare(value, actual)));
    return comparison.negated ? not(equal) : equal;
  };
  if (qualifier === "forallvalues") return all(fact.map(meets));
  if (qualifier === "foranyvalue") return some(fact.map(meets));
  // AWS advises against a single-valued operator for a multivalued key; its result is not relied on.
  return fact.length === 1 && fact[0] ? meets(fact[0]) : "unknown";
}

function parse(written: string): { qualifier: string; operator: string; ifExists: boolean } {
  const text = written.toLowerCase();
  const colon = text.indexOf(":");
  const operator = text.slice(colon + 1);
  const ifExists = operator.endsWith("ifexists");
  return {
    qualifier: colon < 0 ? "" : text.slice(0, colon),
    operator: ifExists ? operator.slice(0, -"ifexists".length) : operator,
    ifExists,
  };
}

/** The operator without prefix and suffix, and whether it is negated. */
export function operatorOf({ operator }: Condition): { readonly name: string; readonly isNegated: boolean } {
  const name = parse(operator).operator;
  return { name, isNegated: comparisons[name]?.negated ?? /not/.test(name) };
}

/** `Null` with `true` requires that the key is absent. */
function isNull({ values }: Condition, fact: Fact | undefined): Truth {
  if (fact === undefined || values.length !== 1) return "unknown";
  const asked = values[0]?.literal?.toLowerCase();
  if (asked !== "true" && asked !== "false") return "unknown";
  return truth((asked === "true") === (fact === "absent"));
}

/** An absent key matches no positive operator, and every negated one. */
function whenAbsent(qualifier: string, ifExists: boolean, negated: boolean): Truth {
  if (qualifier === "foranyvalue") return truth(ifExists);
  return truth(ifExists || negated || qualifier === "forallvalues");
}

function ignoringCase(expected: Text, actual: Text): Truth {
  return matches(expected.lowerCase, actual.lowerCase);
}

function like(expected: Text, actual: Text): Truth {
  return matches(expected.pattern, actual);
}

/** ARNs are compared component by component, so no wildcard matches across the first five colons. */
function arnLike(expected: Text, actual: Text): Truth {
  const [pattern, arn] = [expected.pattern.arnParts, actual.arnParts];
  if (!pattern || !arn) {
    const asText = like(expected, actual);
    return asText === "true" ? "unknown" : asText;
  }
  return all(pattern.map((part, index) => matches(part, arn[index] as Text)));
}

/**
 * Replaces policy variables such as `${aws:PrincipalTag/team}` by facts of the request. The data source for policies
 * writes them as `&{...}`.
 */
export function withVariables(text: Text, context: Context): Text {
  if (!text.parts.some((part) => typeof part === "string" && /[$&]\{/.test(part))) return text;
  return Text.join(
    ...text.parts.map((part) => (typeof part === "string" ? replaced(part, context) : Text.of(part))),
  );
}

function replaced(text: string, context: Context): Text {
  const pieces = text.split(/([$&]\{[^}]*\})/).map((piece): Text | string => {
    const name = /^[$&]\{([^},]*)(,.*)?\}$/.exec(piece)?.[1];
    if (name === undefined) return piece;
    if (name === "*" || name === "?" || name === "$") return unclearVariable(piece);
    const fact = context.about(Text.of(name));
    return fact !== undefined && fact !== "absent" && fact.length === 1 && fact[0]
      ? fact[0]
      : unclearVariable(piece);
  });
  return Text.join(...pieces);
}

const unclearVariable = (variable: string): Text =>
  Text.of({ placeholder: "unclear", length: "any", reason: `policy variable ${variable}` });
