import type { Environment } from "../model";
import { credentialsSecretName, sharedDatabaseName } from "../names";
import { enumerate, type Problem } from "../problem";

/**
 * The longest names made from these are IAM roles (64 characters), load balancers and target groups (32, the
 * environment's name alone), and PostgreSQL roles (63).
 */
const longestEnvironment = 16;
const longestOrganization = 30;

/**
 * RDS instances take no double hyphen and no hyphen at the end. PostgreSQL's names have underscores for the hyphens:
 * without underscores here, no two organizations become one there.
 */
const shape = /^[a-z]([a-z0-9]|-(?=[a-z0-9]))*$/;
const shapeInWords = "lower-case letters, digits and single hyphens between them, a letter first";

/** Namespaces, PostgreSQL's databases, schemas and roles, and names that this project uses itself. */
const reserved = [
  "default",
  "public",
  "postgres",
  "template0",
  "template1",
  "information-schema",
  "extensions",
  "database",
  "shared",
  "all",
  "none",
  "user",
  sharedDatabaseName,
];
const reservedPrefix = /^(rds|(kube|pg|aws|amazon|eks)(-|$))/;

export function environmentName({ name }: Environment): Problem[] {
  if (shape.test(name) && name.length <= longestEnvironment) return [];
  return [
    {
      path: [],
      found: `an environment (folder) named "${name}"`,
      allowed: `at most ${longestEnvironment} ${shapeInWords}`,
      fix: "Rename the folder: names in AWS and Kubernetes start with it.",
    },
  ];
}

export function organizationNames({ organizations }: Environment): Problem[] {
  return organizations.flatMap(({ name }): Problem[] => {
    const problem = (allowed: string, fix: string): Problem[] => [
      { organization: name, path: [], found: `an organization (file) named "${name}"`, allowed, fix },
    ];
    if (!shape.test(name) || name.length > longestOrganization)
      return problem(
        `at most ${longestOrganization} ${shapeInWords}`,
        "Rename the file: its name becomes a namespace, IAM roles and PostgreSQL roles.",
      );
    if (reserved.includes(name) || reservedPrefix.test(name))
      return problem(
        `names other than ${enumerate(reserved)}, and not starting with rds, kube-, pg-, aws-, amazon- or eks-`,
        "Rename the file: Kubernetes, PostgreSQL, AWS or this project uses the name already.",
      );
    return [];
  });
}

/** `cdktf deploy 'dev-*'`, and permissions that end in `dev-*`, mean one environment alone. */
export function environmentsApart({ name }: Environment, all: readonly Environment[]): Problem[] {
  return all
    .filter((other) => name.startsWith(`${other.name}-`))
    .map((other) => ({
      path: [],
      found: `an environment named "${name}" beside "${other.name}"`,
      allowed: `names that do not start with ${other.name}-: what is meant for ${other.name}-* would meet both`,
      fix: `Rename the folder, such as ${name.slice(other.name.length + 1)}-${other.name}.`,
    }));
}

/** `a-b` in `c` and `a` in `b-c` would have one secret between them: `a-b-c-database-credentials`. */
export function secretNamesDiffer(environment: Environment, all: readonly Environment[]): Problem[] {
  const neighbours = all.filter(
    (other) =>
      other.name < environment.name &&
      other.account === environment.account &&
      other.region === environment.region,
  );
  return environment.organizations.flatMap((organization) =>
    neighbours.flatMap((other) =>
      other.organizations
        .filter(
          (theirs) =>
            credentialsSecretName(other, theirs) === credentialsSecretName(environment, organization),
        )
        .map((theirs) => ({
          organization: organization.name,
          path: [],
          found: `the secret ${credentialsSecretName(environment, organization)}, which ${theirs.name} in ${other.name} has as well`,
          allowed:
            "names of organization and environment that do not run into each other in one account and region",
          fix: "Rename the organization or the environment.",
        })),
    ),
  );
}
