import { remembered, rememberedByKey } from "../../remembered";
import { holds, withVariables } from "./condition";
import type { Context } from "./context";
import { matches } from "./glob";
import { type Naming, naming, type Principal } from "./principal";
import type { Condition, Policy, Selection, Statement } from "./statement";
import { Text } from "./text";
import { all, not, some, type Truth } from "./truth";

/** A request of a principal to AWS. */
export interface Request {
  readonly principal: Principal;
  /** Such as `secretsmanager:GetSecretValue`. */
  readonly action: string;
  readonly resource: Text;
  readonly context: Context;
}

/** Whether a statement applies to a request, and the first check that failed or is unknown. */
export interface Application {
  readonly statement: Statement;
  /** Whether it names the principal itself, or belongs to it. */
  readonly directly: Truth;
  /** Whether it names the principal's account: policies of the principal must allow the request, too. */
  readonly byAccount: Truth;
  readonly truth: Truth;
  /** The reason as text. A function, since most reasons are never printed. */
  because(): string;
}

/** Stops at the first failed check: most statements concern another action. */
export function apply(statement: Statement, request: Request): Application {
  const open: number[] = [];
  for (let check = 0; check < checksIn(statement); check++) {
    const value = holdsFor(request, statement, check);
    if (value === "false") return notApplied(statement, request, check);
    if (value === "unknown") open.push(check);
  }
  const named = namedBy(statement, request.principal);
  const others: Truth = open.length > 0 ? "unknown" : "true";
  const truth = all([others, some([named.directly, named.byAccount])]);
  return {
    statement,
    directly: all([others, named.directly]),
    byAccount: all([others, named.byAccount]),
    truth,
    because: () => {
      const [first] = truth === "unknown" ? open : [];
      return first === undefined
        ? `principal ${described(request.principal)}`
        : checkText(request, statement, first);
    },
  };
}

const notApplied = (statement: Statement, request: Request, check: number): Application => ({
  statement,
  directly: "false",
  byAccount: "false",
  truth: "false",
  because: () => checkText(request, statement, check),
});

/** The Allow statement that is closest to matching a request, with the first failed check. */
export function nearestMiss(policies: readonly Policy[], request: Request): Application | undefined {
  const [nearest] = policies
    .flatMap(({ statements }) => statements.filter(({ effect }) => effect === "Allow"))
    .map((statement) => ({ application: apply(statement, request), met: checksMet(statement, request) }))
    // A statement about another action is not close.
    .filter(({ application, met }) => application.truth === "false" && met > 0)
    .sort((a, b) => b.met - a.met);
  return nearest?.application;
}

/** Every Deny statement about the action of a request that does not apply, with the reason. */
export const denialsNotApplying = (policies: readonly Policy[], request: Request): Application[] =>
  policies
    .flatMap(({ statements }) => statements.filter(({ effect }) => effect === "Deny"))
    .map((statement) => ({ application: apply(statement, request), met: checksMet(statement, request) }))
    .filter(({ application, met }) => application.truth === "false" && met > 0)
    .map(({ application }) => application);

function checksMet(statement: Statement, request: Request): number {
  const count = checksIn(statement);
  for (let check = 0; check < count; check++)
    if (holdsFor(request, statement, check) === "false") return check;
  return count;
}

/** Number of checks of a statement: actions, resources, and each condition. */
const checksIn = ({ conditions }: Statement): number => 2 + conditions.length;

function holdsFor(
  { action, resource, context }: Request,
  { actions, resources, conditions }: Statement,
  check: number,
): Truth {
  if (check === 0) return isSelected(actions, action);
  if (check > 1) return holds(conditions[check - 2] as Condition, context);
  return resources
    ? selects(resources, (text) => matches(withVariables(text, context).pattern, resource))
    : "true";
}

const checkText = ({ action, resource }: Request, { conditions }: Statement, check: number): string =>
  check === 0
    ? `action ${action}`
    : check === 1
      ? `resource ${resource}`
      : conditionText(conditions[check - 2] as Condition);

/** Evaluation of a set of policies for a request. */
export interface Opinion {
  /** Whether a Deny applies. */
  readonly denied: Truth;
  /** Whether an Allow applies that needs no further policy. */
  readonly allowed: Truth;
  /** Whether an Allow applies that names the principal's account. */
  readonly allowedToAccount: Truth;
  /** All statements that apply or may apply. */
  readonly applications: readonly Application[];
  readonly unclear: readonly string[];
}

export function opinion(policies: readonly Policy[], request: Request): Opinion {
  const { statements, unclear, silence } = saidBy(policies)(request.action);
  const applications = statements
    .map((statement) => apply(statement, request))
    .filter(({ truth }) => truth !== "false");
  return applications.length === 0 ? silence : concluded(applications, unclear);
}

function concluded(applications: readonly Application[], unclear: readonly string[]): Opinion {
  const open: Truth[] = unclear.length > 0 ? ["unknown"] : [];
  const allows = applications.filter(({ statement }) => statement.effect === "Allow");
  const denies = applications.filter(({ statement }) => statement.effect === "Deny");
  return {
    denied: some([...denies.map(({ truth }) => truth), ...open]),
    allowed: some([...allows.map(({ directly }) => directly), ...open]),
    allowedToAccount: some(allows.map(({ byAccount }) => byAccount)),
    applications,
    unclear,
  };
}

/** Statements of policies about an action, and the unclear parts of the policies. */
const saidBy = remembered((policies: readonly Policy[]) => {
  const unclear = policies.flatMap(({ place, unclear }) => unclear.map((reason) => `${place}: ${reason}`));
  /** The result if no statement applies. */
  const silence = concluded([], unclear);
  return rememberedByKey((action: string) => ({
    statements: policies.flatMap((policy) => statementsAbout(policy)(action)),
    unclear,
    silence,
  }));
});

/** Statements that may concern an action; in most policies there are none. */
const statementsAbout = remembered(({ statements }: Policy) =>
  rememberedByKey((action: string) => statements.filter(({ actions }) => mayInclude(actions, action))),
);

/** Whether a statement's actions may include an action; otherwise no further check is needed. */
export const mayInclude = (actions: Selection, action: string): boolean =>
  isSelected(actions, action) !== "false";

const isSelected = (actions: Selection, action: string): Truth =>
  selects(actions, (pattern) => actionMatches(pattern)(action));

/**
 * Actions are compared in lower case. Results are remembered, since few actions and patterns are compared very often.
 */
const actionMatches = remembered((pattern: Text) =>
  rememberedByKey((action: string) => matches(pattern.lowerCase.pattern, Text.of(action.toLowerCase()))),
);

function selects({ except, patterns }: Selection, isMatched: (pattern: Text) => Truth): Truth {
  const named = some(patterns.map(isMatched));
  return except ? not(named) : named;
}

/** A statement without principals belongs to the calling identity. */
function namedBy({ principals }: Statement, principal: Principal): Naming {
  if (!principals) return { directly: "true", byAccount: "false" };
  const named = naming(principals.patterns, principal);
  if (!principals.except) return named;
  // The exceptions of NotPrincipal apply to sessions and roles differently, so only principals that it does not list
  // are certain.
  const listed = some([named.directly, named.byAccount]);
  return { directly: listed === "false" ? "true" : "unknown", byAccount: "false" };
}

const described = (principal: Principal): string => {
  if (principal.type === "AWS") return String(principal.arn);
  return String(principal.type === "Service" ? principal.name : principal.provider);
};

export const conditionText = ({ operator, key, values }: Condition): string =>
  `${operator} ${key} [${values.join(", ")}]`;
