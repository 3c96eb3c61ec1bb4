import { reservedWords } from "../facts/postgresql-words";
import type { Environment } from "../model";
import { masterUsername, postgresName, secretNames, sharedDatabaseName } from "../names";
import { enumerate, type Problem } from "../problem";
import { type Names, neighboursOf } from "./check";

/**
 * Maximum lengths follow from the longest derived names: IAM roles (64 characters), load balancers and target groups
 * (32, for the environment's name alone), and PostgreSQL roles (63).
 */
const longestEnvironment = 16;
const longestOrganization = 30;

/**
 * RDS identifiers allow neither two consecutive hyphens nor one at the end. PostgreSQL names replace hyphens by
 * underscores: since names here contain no underscore, two organizations never have the same PostgreSQL name.
 */
const shape = /^[a-z]([a-z0-9]|-(?=[a-z0-9]))*$/;
const shapeInWords = "lower-case letters, digits and single hyphens between them, a letter first";

/** Names of namespaces, PostgreSQL databases, schemas and roles, and names that this project uses itself. */
const reserved = [
  "public",
  "postgres",
  "template0",
  "template1",
  "information-schema",
  "extensions",
  "database",
  "shared",
  "none",
  sharedDatabaseName,
  masterUsername.replaceAll("_", "-"),
];
const reservedPrefix = /^(rds|(kube|pg|aws|amazon|eks)(-|$))/;

/**
 * AWS names start with the environment's name. AWS reserves these prefixes and refuses resources that use them:
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
 * https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_CreateResourceGateway.html
 * https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_CreateResourceConfiguration.html
 */
const reservedBeginnings: Readonly<Record<string, string>> = {
  sg: "security groups",
  internal: "load balancers",
  rgw: "resource gateways",
  rcfg: "resource configurations",
};

export function environmentName({ name }: Names): Problem[] {
  const problem = (allowed: string, fix: string): Problem[] => [
    { path: [], found: `an environment (folder) named "${name}"`, allowed, fix },
  ];
  if (!shape.test(name) || name.length > longestEnvironment)
    return problem(
      `at most ${longestEnvironment} ${shapeInWords}`,
      "Rename the folder: names in AWS and Kubernetes start with it.",
    );
  const beginning = name.split("-")[0] as string;
  if (Object.hasOwn(reservedBeginnings, beginning))
    return problem(
      `names that do not begin with the word ${enumerate(Object.keys(reservedBeginnings), "or")}`,
      `Rename the folder: AWS refuses ${reservedBeginnings[beginning]} named ${beginning}-….`,
    );
  return [];
}

export function organizationNames({ organizations }: Names): Problem[] {
  return organizations.flatMap(({ name }): Problem[] => {
    const problem = (allowed: string, fix: string): Problem[] => [
      { organization: name, path: [], found: `an organization (file) named "${name}"`, allowed, fix },
    ];
    if (!shape.test(name) || name.length > longestOrganization)
      return problem(
        `at most ${longestOrganization} ${shapeInWords}`,
        "Rename the file: its name becomes a namespace, IAM roles and PostgreSQL roles.",
      );
    if (reservedWords.has(postgresName({ name })))
      return problem(
        "names that are not reserved words of PostgreSQL: RDS creates no database with such a name",
        `Rename the file, such as ${name}-team.`,
      );
    if (reserved.includes(name) || reservedPrefix.test(name))
      return problem(
        `names other than ${enumerate(reserved)}, and not starting with rds, kube-, pg-, aws-, amazon- or eks-`,
        "Rename the file: Kubernetes, PostgreSQL, AWS or this project uses the name already.",
      );
    return [];
  });
}

/** A pattern such as `dev-*`, in IAM policies and for the CDKTF CLI, must match stacks of one environment only. */
export function environmentsApart({ name }: Environment, all: readonly Environment[]): Problem[] {
  return all
    .filter((other) => name.startsWith(`${other.name}-`))
    .map((other) => ({
      path: [],
      found: `an environment named "${name}" beside "${other.name}"`,
      allowed: `names that do not start with ${other.name}-: permissions for ${other.name}-* would match both`,
      fix: `Rename the folder, such as ${name.slice(other.name.length + 1)}-${other.name}.`,
    }));
}

/**
 * Names of secrets join the names of organization, environment and application with hyphens, which each of these names
 * may contain: organization `a-b` in environment `c` and organization `a` in environment `b-c` would share one secret,
 * and read each other's credentials.
 */
export function secretNamesDiffer(environment: Environment, all: readonly Environment[]): Problem[] {
  const owners = new Map<string, string>();
  return neighboursOf(environment, all).flatMap((neighbour) =>
    neighbour.organizations.flatMap((organization) =>
      secretNames(neighbour, organization).flatMap((secret): Problem[] => {
        const owner = owners.get(secret);
        owners.set(secret, owner ?? `${organization.name} in ${neighbour.name}`);
        if (!owner || neighbour.name !== environment.name) return [];
        return [
          {
            organization: organization.name,
            path: [],
            found: `the secret ${secret}, whose name ${owner} uses as well`,
            allowed:
              "names of organization, environment and application that give each secret its own name in one account and region",
            fix: "Rename the organization, its application or the environment.",
          },
        ];
      }),
    ),
  );
}
