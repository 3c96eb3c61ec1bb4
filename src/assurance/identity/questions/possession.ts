import { groupedBy } from "../../grouping";
import { remembered } from "../../remembered";
import type { Compute } from "../model/compute";
import type { Identity, Role } from "../model/roles";
import { Context } from "../policy/context";
import type { Text } from "../policy/text";

/**
 * Services that assume a role for their own work, and do not reveal its credentials to code of a customer. Code that
 * all other services run, or their callers, may have the role.
 */
const servicesHidingCredentials = new Set([
  "eks.amazonaws.com",
  "monitoring.rds.amazonaws.com",
  "rds.amazonaws.com",
  "vpc-flow-logs.amazonaws.com",
]);

/** A way to obtain the credentials of a role. */
export interface Possession {
  /** ARN of the function that has the credentials. @default - something other than a function */
  readonly function?: Text;
  /** Facts of requests made in this way. */
  readonly facts: Context;
}

/**
 * All ways in which a principal or workload obtains the credentials of a role. None if only services that do not reveal
 * them assume the role.
 */
export const possessions = (identity: Identity, compute: readonly Compute[]): readonly Possession[] =>
  "trust" in identity ? ofRole(identity as Role)(compute) : [other];

const other: Possession = { facts: Context.of({ "lambda:SourceFunctionArn": "absent" }) };

const ofRole = remembered((role: Role) =>
  remembered((compute: readonly Compute[]): readonly Possession[] => possessionsOf(role, compute)),
);

const functionsByRole = remembered((compute: readonly Compute[]) =>
  groupedBy(
    compute.filter(({ kind }) => kind === "function"),
    ({ roleArn }) => roleArn.key,
  ),
);

function possessionsOf(role: Role, compute: readonly Compute[]): Possession[] {
  const functions = functionsByRole(compute).get(role.arn.key) ?? [];
  const principals = role.trust.statements.flatMap((statement) =>
    statement.effect === "Allow" && statement.principals ? statement.principals.patterns : [],
  );
  const isOpen =
    role.trust.unclear.length > 0 || role.trust.statements.some(({ principals: named }) => named?.except);
  const others = principals.filter(
    ({ type, identifier }) => type !== "Service" || !isKnownService(identifier.literal),
  );
  return [
    // Lambda marks requests of the function's code, but not its own requests on behalf of the function.
    // https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
    ...functions.flatMap(({ arn }): Possession[] =>
      arn ? [{ function: arn, facts: Context.of({ "lambda:SourceFunctionArn": arn }) }] : [],
    ),
    ...(isOpen || others.length > 0 ? [other] : []),
  ];
}

/**
 * Whether a workload of the configuration may assume a role: through a service that reveals its credentials to code, or
 * with a token of the cluster.
 */
export const isTakenInside = ({ trust }: Role): boolean =>
  trust.unclear.length > 0 ||
  trust.statements.some(
    ({ effect, principals }) =>
      effect === "Allow" &&
      principals !== undefined &&
      (principals.except ||
        principals.patterns.some(
          ({ type, identifier }) =>
            type !== "AWS" &&
            !(type === "Service" && servicesHidingCredentials.has(identifier.literal ?? "")),
        )),
  );

/** Whether only Lambda assumes a role. */
export const isOfFunctions = ({ trust }: Role): boolean =>
  trust.unclear.length === 0 &&
  trust.statements.every(
    ({ effect, principals }) =>
      effect === "Allow" &&
      principals !== undefined &&
      !principals.except &&
      principals.patterns.every(
        ({ type, identifier }) => type === "Service" && identifier.literal === "lambda.amazonaws.com",
      ),
  );

/** Whether identities of accounts assume a role: people, or planners. */
export const isTakenByIdentities = ({ trust }: Role): boolean =>
  trust.statements.some(
    ({ effect, principals }) =>
      effect === "Allow" &&
      principals !== undefined &&
      principals.patterns.some(({ type }) => type === "AWS"),
  );

/** Code that Lambda runs is judged per function. */
const isKnownService = (name: string | undefined): boolean =>
  name !== undefined && (servicesHidingCredentials.has(name) || name === "lambda.amazonaws.com");
