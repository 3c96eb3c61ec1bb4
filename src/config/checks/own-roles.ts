import { databaseInstances, targetsFunctionName } from "../instances";
import type { Environment } from "../model";
import { organizationStem, plannerRoleName, serviceRoleNames } from "../names";
import { type Path, type Problem, show } from "../problem";

/** Names of all roles that the stacks of an environment can create. */
const rolesOf = (environment: Environment): string[] => [
  plannerRoleName(environment),
  ...Object.values(serviceRoleNames(environment)),
  ...databaseInstances(environment).flatMap((instance) => [
    instance.credentialsFunctionName,
    instance.proxyRoleName,
    targetsFunctionName(instance),
  ]),
  ...environment.organizations.map((organization) => organizationStem(environment, organization)),
];

interface ListedRole {
  readonly arn: string;
  readonly at: Pick<Problem, "organization" | "path">;
}

const listedRoles = ({ cluster, planner, organizations }: Environment): ListedRole[] => [
  ...listed(cluster.admins, {}, "cluster", "admins"),
  ...listed(planner?.assumedBy ?? [], {}, "planner", "assumedBy"),
  ...organizations.flatMap(({ name: organization, members, secretWriters }) => [
    ...listed(members, { organization }, "members"),
    ...listed(secretWriters, { organization }, "secretWriters"),
  ]),
];

const listed = (arns: readonly string[], of: Pick<Problem, "organization">, ...path: Path): ListedRole[] =>
  arns.map((arn, index) => ({ arn, at: { ...of, path: [...path, index] } }));

/**
 * Rights granted in config are for roles that exist outside of this project. A role that the project creates, in any
 * environment, would pass them on to its workload: pods of an organization could then administer a cluster.
 */
export function listedRolesAreNotMade(environment: Environment, all: readonly Environment[]): Problem[] {
  const made = new Map(
    all.flatMap((one) =>
      rolesOf(one).map((role): [string, string] => [`arn:aws:iam::${one.account}:role/${role}`, one.name]),
    ),
  );
  return listedRoles(environment).flatMap(({ arn, at }): Problem[] => {
    const by = made.get(arn);
    if (by === undefined) return [];
    return [
      {
        ...at,
        found: `${show(arn)}, a role that this project creates in ${by}`,
        allowed: "roles of yours: those of pods, nodes, functions, services and planners get no other rights",
        fix: "Name the role of the people or the program that is meant.",
      },
    ];
  });
}
