import type { Guide, IdentityIntent, Intent, PartyId } from "../assurance";
import { type DatabaseInstance, databaseInstances, instanceOf, isPooled } from "../config/instances";
import type { Environment, Organization } from "../config/model";
import {
  credentialsSecretName,
  iamDatabaseUser,
  masterUsername,
  organizationStem,
  plannerRoleName,
  secretNames,
} from "../config/names";

/** Commands, settings and pages of this project, for the proof's messages. */
export const guide: Guide = {
  synthesize: "run npm start",
  exceptions: "docs/explain.md",
  explain: (environment, source, target) => `npm run explain -- ${environment} ${source} ${target}`,
  compare: (stack) => `npx cdktf diff ${stack}`,
  connectionLimit: (organization) => `connectionLimit of the organization ${organization}, in config`,
};

/**
 * Who is meant to reach which database and to read which secret, from config alone: nothing here asks the constructs, so
 * that what they build is held against something that they have no part in.
 */
export function intentOf(environment: Environment): Intent {
  const instances = databaseInstances(environment);
  return {
    environment: environment.name,
    databases: instances.map((instance) => ({
      database: instance.identifier,
      clients: [
        ...instance.users.flatMap(podsOf),
        { kind: "function", name: instance.credentialsFunctionName },
      ],
      ...(isPooled(instance.settings) && {
        behind: { proxy: proxyOf(instance), clients: instance.users.flatMap(podsOf) },
      }),
      ...(instance.owner === undefined &&
        environment.externalAccess && { ranges: environment.externalAccess.allowedCidrs }),
    })),
    identity: identityIntent(environment),
    asked: {
      deletionProtection: instances
        .filter(({ settings }) => settings.deletionProtection)
        .map(({ identifier }) => identifier),
      apiRanges: environment.cluster.publicAccessCidrs,
      place: { account: environment.account, region: environment.region },
      state: stateOf(environment),
    },
    organizations: environment.organizations.map((organization) => ({
      name: organization.name,
      database: instanceOf(environment, organization).identifier,
      credentials: credentialsSecretName(environment, organization),
    })),
    guide,
    exceptions: environment.exceptions,
  };
}

/** Arguments of the backend that config decides. */
const stateOf = ({ state, region }: Environment): Record<string, unknown> =>
  state.backend === "local"
    ? { backend: "local" }
    : {
        backend: "s3",
        bucket: state.bucket,
        region: state.region ?? region,
        kms_key_id: state.kmsKeyArn,
        encrypt: true,
      };

const databaseOf = ({ identifier }: DatabaseInstance): PartyId => ({ kind: "database", name: identifier });

/** A proxy has the name of its instance. */
const proxyOf = ({ identifier }: DatabaseInstance): PartyId => ({ kind: "proxy", name: identifier });

const service = (name: string): PartyId => ({ kind: "service", name });

/** Whatever pods run under the organization's policy, those of its applications among them. */
const podsOf = ({ name: namespace, applications }: Organization): PartyId[] => [
  ...applications.map(({ name }): PartyId => ({ kind: "pods", namespace, workload: name })),
  { kind: "pods", namespace },
];

function identityIntent(environment: Environment): IdentityIntent {
  const { organizations } = environment;
  const instances = databaseInstances(environment);
  const proxied = instances.filter(({ settings }) => isPooled(settings));
  const writers = instances.map(({ credentialsFunctionName }) => credentialsFunctionName);
  return {
    outsiders: [...environment.cluster.admins, ...(environment.planner?.assumedBy ?? [])],
    administrators: environment.cluster.admins,
    lookers: environment.planner ? [plannerRoleName(environment)] : [],
    secrets: [
      ...organizations.flatMap((organization) => secretsOf(environment, organization)),
      ...instances.map(({ identifier, credentialsFunctionName }) => ({
        secret: { kind: "master password" as const, name: identifier },
        readers: [credentialsFunctionName],
        writers: [],
        // They reset it through RDS, which makes a new one that they cannot read.
        administrators: "write" as const,
      })),
    ],
    roles: [
      ...organizations.map((organization) => ({
        role: organizationStem(environment, organization),
        holders: [
          { kind: "service account" as const, namespace: organization.name, name: organization.name },
        ],
      })),
      ...writers.map((role) => ({ role, holders: [service("lambda.amazonaws.com")], runs: role })),
      ...proxied.map(({ proxyRoleName }) => ({
        role: proxyRoleName,
        holders: [service("rds.amazonaws.com")],
      })),
      ...(environment.planner
        ? [{ role: plannerRoleName(environment), holders: [], outsiders: environment.planner.assumedBy }]
        : []),
    ],
    databaseLogins: [
      ...organizations
        .filter(({ authentication }) => authentication === "iam")
        .map((organization) => loginOf(environment, organization)),
      ...proxied.map(proxyLogin),
      // It has the master's password, too: RDS takes one or the other.
      ...instances.map((instance) => ({
        role: instance.credentialsFunctionName,
        database: databaseOf(instance),
        user: masterUsername,
      })),
    ],
  };
}

/** Where a proxy stands before the instance, an organization logs in to the proxy and can not to the instance. */
function loginOf(environment: Environment, organization: Organization): Login {
  const instance = instanceOf(environment, organization);
  return {
    role: organizationStem(environment, organization),
    database: isPooled(instance.settings) ? proxyOf(instance) : databaseOf(instance),
    user: iamDatabaseUser(organization),
  };
}

/** A proxy logs in for the organizations that use its instance: on the shared one for any, by the ending of the name. */
const proxyLogin = (instance: DatabaseInstance): Login => ({
  role: instance.proxyRoleName,
  database: databaseOf(instance),
  user: instance.iamUsers,
});

type Login = IdentityIntent["databaseLogins"][number];

function secretsOf(environment: Environment, organization: Organization): IdentityIntent["secrets"] {
  const { credentialsFunctionName: writer } = instanceOf(environment, organization);
  return secretNames(environment, organization).map((secret) => ({
    secret: { kind: "secret" as const, name: secret },
    readers: [organizationStem(environment, organization), writer],
    writers: [writer],
  }));
}
