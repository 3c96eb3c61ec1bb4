import type { IdentityIntent, Intent } from "../assurance";
import type { Environment, Organization } from "../config/model";
import { credentialsFunctionName, iamDatabaseUser, plannerRoleName, secretNames } from "../config/names";
import { databaseInstances } from "../config/resolve";

/**
 * Who is meant to reach which database and to read which secret, from config alone: nothing here asks the constructs, so
 * that what they build is held against something that they have no part in.
 */
export function intentOf(environment: Environment): Intent {
  const instances = databaseInstances(environment);
  return {
    environment: environment.name,
    databases: instances.map(({ organization, users }) => ({
      database: identifierOf(environment, organization),
      clients: [...users.flatMap(podsOf), `function ${credentialsFunctionName(environment, organization)}`],
      ...(organization === undefined &&
        environment.externalAccess && { ranges: environment.externalAccess.allowedCidrs }),
    })),
    identity: identityIntent(environment),
    asked: {
      deletionProtection: instances
        .filter(({ settings }) => settings.deletionProtection)
        .map(({ organization }) => identifierOf(environment, organization)),
      apiRanges: environment.cluster.publicAccessCidrs,
    },
  };
}

const identifierOf = (environment: Environment, organization?: Organization): string =>
  organization ? roleOf(environment, organization) : `${environment.name}-shared`;

/** An organization's instance and its role have the same name. */
const roleOf = (environment: Environment, organization: Organization): string =>
  `${environment.name}-org-${organization.name}`;

/** Whatever pods run under the organization's policy, those of its applications among them. */
const podsOf = ({ name, applications }: Organization): string[] => [
  ...applications.map((application) => `${name}/${application.name}`),
  `any pod of ${name}`,
];

function identityIntent(environment: Environment): IdentityIntent {
  const { organizations } = environment;
  const instances = databaseInstances(environment);
  const writers = instances.map(({ organization }) => credentialsFunctionName(environment, organization));
  return {
    secrets: [
      ...organizations.flatMap((organization) => secretsOf(environment, organization)),
      ...instances.map(({ organization }) => ({
        secret: `master password of ${identifierOf(environment, organization)}`,
        readers: [credentialsFunctionName(environment, organization)],
        writers: [],
        // They reset it through RDS, which makes a new one that they cannot read.
        administrators: "write" as const,
      })),
    ],
    roles: [
      ...organizations.map((organization) => ({
        role: roleOf(environment, organization),
        holders: [`${organization.name}/${organization.name}`],
      })),
      ...writers.map((role) => ({ role, holders: ["lambda.amazonaws.com"] })),
      ...(environment.planner
        ? [{ role: plannerRoleName(environment), holders: [], outsiders: environment.planner.assumedBy }]
        : []),
    ],
    databaseLogins: organizations
      .filter(({ authentication }) => authentication === "iam")
      .map((organization) => ({
        role: roleOf(environment, organization),
        database: identifierOf(environment, organization.isolation === "instance" ? organization : undefined),
        user: iamDatabaseUser(organization),
      })),
  };
}

function secretsOf(environment: Environment, organization: Organization): IdentityIntent["secrets"] {
  const writer = credentialsFunctionName(environment, organization);
  return secretNames(environment, organization).map((secret) => ({
    secret,
    readers: [roleOf(environment, organization), writer],
    writers: [writer],
  }));
}
