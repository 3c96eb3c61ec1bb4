import type { IdentityIntent, Intent } from "../assurance";
import type { Environment, Organization } from "../config/model";
import {
  anyIamDatabaseUser,
  credentialsFunctionName,
  credentialsSecretName,
  databaseIdentifier,
  iamDatabaseUser,
  masterPasswordName,
  masterUsername,
  plannerRoleName,
  proxyRoleName,
  secretNames,
} from "../config/names";
import { type DatabaseInstance, databaseInstances, instanceSettings, isPooled } from "../config/resolve";

/**
 * Who is meant to reach which database and to read which secret, from config alone: nothing here asks the constructs, so
 * that what they build is held against something that they have no part in.
 */
export function intentOf(environment: Environment): Intent {
  const instances = databaseInstances(environment);
  return {
    environment: environment.name,
    databases: instances.map(({ organization, users, settings }) => ({
      database: databaseIdentifier(environment, organization),
      clients: [...users.flatMap(podsOf), `function ${credentialsFunctionName(environment, organization)}`],
      ...(isPooled(settings) && {
        behind: { proxy: proxyOf(environment, organization), clients: users.flatMap(podsOf) },
      }),
      ...(organization === undefined &&
        environment.externalAccess && { ranges: environment.externalAccess.allowedCidrs }),
    })),
    identity: identityIntent(environment),
    asked: {
      deletionProtection: instances
        .filter(({ settings }) => settings.deletionProtection)
        .map(({ organization }) => databaseIdentifier(environment, organization)),
      apiRanges: environment.cluster.publicAccessCidrs,
    },
    organizations: environment.organizations.map((organization) => ({
      name: organization.name,
      database: databaseOf(environment, organization),
      credentials: credentialsSecretName(environment, organization),
    })),
    exceptions: environment.exceptions,
  };
}

/** Identifier of the instance that an organization uses. */
const databaseOf = (environment: Environment, organization: Organization): string =>
  databaseIdentifier(environment, organization.isolation === "instance" ? organization : undefined);

const proxyOf = (environment: Environment, organization?: Organization): string =>
  `proxy ${databaseIdentifier(environment, organization)}`;

/** An organization's instance and its role have the same name. */
const roleOf: (environment: Environment, organization: Organization) => string = databaseIdentifier;

/** Whatever pods run under the organization's policy, those of its applications among them. */
const podsOf = ({ name, applications }: Organization): string[] => [
  ...applications.map((application) => `${name}/${application.name}`),
  `any pod of ${name}`,
];

function identityIntent(environment: Environment): IdentityIntent {
  const { organizations } = environment;
  const instances = databaseInstances(environment);
  const proxied = instances.filter(({ settings }) => isPooled(settings));
  const writers = instances.map(({ organization }) => credentialsFunctionName(environment, organization));
  return {
    secrets: [
      ...organizations.flatMap((organization) => secretsOf(environment, organization)),
      ...instances.map(({ organization }) => ({
        secret: masterPasswordName(databaseIdentifier(environment, organization)),
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
      ...proxied.map(({ organization }) => ({
        role: proxyRoleName(environment, organization),
        holders: ["rds.amazonaws.com"],
      })),
      ...(environment.planner
        ? [{ role: plannerRoleName(environment), holders: [], outsiders: environment.planner.assumedBy }]
        : []),
    ],
    databaseLogins: [
      ...organizations
        .filter(({ authentication }) => authentication === "iam")
        .map((organization) => loginOf(environment, organization)),
      ...proxied.map((instance) => proxyLogin(environment, instance)),
      // It has the master's password, too: RDS takes one or the other.
      ...instances.map(({ organization }) => ({
        role: credentialsFunctionName(environment, organization),
        database: databaseIdentifier(environment, organization),
        user: masterUsername,
      })),
    ],
  };
}

/** Where a proxy stands before the instance, an organization logs in to the proxy and can not to the instance. */
function loginOf(environment: Environment, organization: Organization): Login {
  const owner = organization.isolation === "instance" ? organization : undefined;
  const named = isPooled(instanceSettings(environment, organization)) ? proxyOf : databaseIdentifier;
  return {
    role: roleOf(environment, organization),
    database: named(environment, owner),
    user: iamDatabaseUser(organization),
  };
}

/** A proxy logs in for those who use its instance: on the shared one for whoever comes, by the ending of the name. */
const proxyLogin = (environment: Environment, { organization }: DatabaseInstance): Login => ({
  role: proxyRoleName(environment, organization),
  database: databaseIdentifier(environment, organization),
  user: organization ? iamDatabaseUser(organization) : anyIamDatabaseUser,
});

type Login = IdentityIntent["databaseLogins"][number];

function secretsOf(environment: Environment, organization: Organization): IdentityIntent["secrets"] {
  const writer = credentialsFunctionName(environment, organization);
  return secretNames(environment, organization).map((secret) => ({
    secret,
    readers: [roleOf(environment, organization), writer],
    writers: [writer],
  }));
}
