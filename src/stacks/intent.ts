import type { Guide, Intent, PartyId } from "../assurance";
import type { Declared, Environment } from "../config/model";
import { controllerAccount, openedOf } from "./application-intent";

/** Commands, settings and pages of this project, for the proof's messages. */
export const guide: Guide = {
  synthesize: "run npm start",
  exceptions: "docs/explain.md",
  explain: (environment, source, target) => `npm run explain -- ${environment} ${source} ${target}`,
  compare: (stack) => `npx cdktf diff ${stack}`,
  connectionLimit: (organization) => `connectionLimit of the organization ${organization}, in config`,
};

/**
 * What config means where its files say nothing, as its reference documents it. Stated a second time on purpose: a
 * default that changes in the schema or in what fills it in is to be noticed.
 */
const defaults = {
  topology: "same-vpc",
  cidr: "10.0.0.0/16",
  databaseCidr: "10.1.0.0/16",
  nodeGroups: [{ name: "general" }],
  publicAccessCidrs: [],
  authentication: "password",
  connectionLimit: 20,
  dropDataOnRemoval: false,
  members: [],
  secretWriters: [],
  shared: true,
  pooling: "none",
  logRetentionDays: 90,
  backupRetentionDays: 14,
  credentialRotationDays: 30,
  deletionProtection: true,
  delivery: "environment",
  /** Name of an application of the kind `metabase`. */
  metabase: "metabase",
} as const;

/** Per topology: what leads from the cluster's VPC to the database's. Nothing does where they are one. */
const joints = {
  "same-vpc": undefined,
  peering: "aws_vpc_peering_connection",
  "private-link": "aws_vpc_endpoint_service",
  "resource-endpoint": "aws_vpclattice_resource_gateway",
} as const;

type OrganizationFile = Declared["organizations"][number]["file"];

/**
 * Who is meant to reach which database and to read which secret, from what config's files say alone. Nothing here asks
 * the constructs, nor what makes names and fills in defaults for them, so that what they build is held against something
 * that they have no part in.
 */
export function intentOf({ declared }: Pick<Environment, "declared">): Intent {
  const { name: environment, file, organizations } = declared;
  const stack = (part: string): string => `${environment}-${part}`;
  const dedicated = organizations.filter(hasOwnInstance);
  return {
    environment,
    instances: [
      ...((file.database?.shared ?? defaults.shared)
        ? [
            {
              stack: stack("database"),
              ...instanceOf(file.database ?? {}),
              ...(file.externalAccess && { ranges: file.externalAccess.allowedCidrs }),
            },
          ]
        : []),
      ...dedicated.map(({ name, file: { instance, deletionProtection } }) => ({
        stack: stack(`org-${name}`),
        owner: name,
        ...instanceOf({
          ...file.database,
          ...(deletionProtection !== undefined && { deletionProtection }),
          ...instance,
        }),
      })),
    ],
    organizations: organizations.map((organization) => ({
      name: organization.name,
      stack: stack(`org-${organization.name}`),
      instance: stack(hasOwnInstance(organization) ? `org-${organization.name}` : "database"),
      isolation: organization.file.isolation,
      authentication: organization.file.authentication ?? defaults.authentication,
      connectionLimit: organization.file.connectionLimit ?? defaults.connectionLimit,
      dropsData: organization.file.dropDataOnRemoval ?? defaults.dropDataOnRemoval,
      workloads: organization.file.applications.map(({ name }) => name ?? defaults.metabase),
      members: organization.file.members ?? defaults.members,
      opened: organization.file.applications.flatMap(openedOf),
      secrets: 1 + organization.file.applications.filter(encryptsData).length,
      applicationSecrets: ownSecrets(organization.file).map((secret) =>
        applicationSecretName(organization.name, environment, secret),
      ),
      secretWriters: organization.file.secretWriters ?? defaults.secretWriters,
    })),
    ...(file.applicationAccess && { applicationRanges: file.applicationAccess.allowedCidrs }),
    roles: rolesOf(declared),
    administrators: file.cluster.admins,
    ...(file.planner && { planner: { stack: stack("cluster"), assumedBy: file.planner.assumedBy } }),
    network: networkOf(file),
    cluster: {
      nodeGroups: (file.cluster.nodeGroups ?? defaults.nodeGroups).map(({ name }) => name),
      apiRanges: file.cluster.publicAccessCidrs ?? defaults.publicAccessCidrs,
      deletionProtection: file.cluster.deletionProtection ?? defaults.deletionProtection,
      accounts: platformAccounts(file),
      copiesSecrets: isEnvironment(file),
    },
    deployment: {
      protectedStacks: protectedStacksOf(declared),
      place: { account: file.account, region: file.region },
      state: stateOf(file),
      chartRepository: file.charts?.repository,
      images: { registry: file.images?.registry, digests: file.images?.digests ?? {} },
      logDays: logDaysOf(declared),
      rotationDays: new Map(
        organizations.map((one) => [
          stack(`org-${one.name}`),
          one.file.credentialRotationDays ?? defaults.credentialRotationDays,
        ]),
      ),
      flowLogsRarelyRead: file.network?.flowLogClass === "infrequent-access",
      accessLogBucket: file.applicationAccess?.accessLogs?.bucket,
      backupDays: new Map(daysOf(declared, "backupRetentionDays")),
      subscribers: [...(file.notifications?.email ?? []), ...(file.notifications?.https ?? [])],
      workloads: organizations.flatMap(({ name, file: { applications } }) =>
        applications.map((application) => ({
          namespace: name,
          workload: application.name ?? defaults.metabase,
          image: application.image ?? `${metabaseIn(file.images?.registry)}:`,
          pullSecret: application.imagePullSecret,
          variables: application.env ?? {},
          generated: encryptsData(application) ? ["MB_ENCRYPTION_SECRET_KEY"] : [],
          hostname: application.access?.hostname,
          secrets: Object.entries(application.secrets ?? {}).map(([variable, { secret, ...where }]) => ({
            variable,
            secret: isExisting(secret) ? secret : applicationSecretName(name, environment, secret),
            ...where,
          })),
        })),
      ),
    },
    guide,
    exceptions: file.exceptions ?? [],
  };
}

const isEnvironment = ({ credentials }: Declared["file"]): boolean =>
  (credentials?.delivery ?? defaults.delivery) === "environment";

/** Accounts of add-ons and charts. Reloader is there where credentials are variables. */
const platformAccounts = (file: Declared["file"]): string[] =>
  [
    "aws-node",
    "coredns",
    "kube-proxy",
    "secrets-store-csi-driver",
    "secrets-store-csi-driver-keep-crds",
    "secrets-store-csi-driver-provider-aws",
    "secrets-store-csi-driver-upgrade-crds",
    ...(isEnvironment(file) ? ["reloader-reloader"] : []),
    ...(file.applicationAccess ? [controllerAccount] : []),
  ].map((name) => `kube-system/${name}`);

/** The name of Metabase's image, in the mirror where there is one. */
const metabaseIn = (registry: string | undefined): string =>
  registry === undefined ? "metabase/metabase" : `${registry}/docker.io/metabase/metabase`;

/** Arguments of the backend that config decides. */
const stateOf = ({ state, region }: Declared["file"]): Record<string, unknown> =>
  state.backend === "local"
    ? { backend: "local" }
    : {
        backend: "s3",
        bucket: state.bucket,
        region: state.region ?? region,
        kms_key_id: state.kmsKeyArn,
        encrypt: true,
      };

type DatabaseFile = NonNullable<Declared["file"]["database"]>;

/** Days that files say of instances, by stack. An organization's own takes what its file does not say from the environment's. */
const daysOf = (
  { name, file, organizations }: Declared,
  setting: "backupRetentionDays" | "logRetentionDays",
): (readonly [stack: string, days: number])[] => {
  const days = file.database?.[setting] ?? defaults[setting];
  return [
    [`${name}-database`, days],
    ...organizations
      .filter(hasOwnInstance)
      .map((one) => [`${name}-org-${one.name}`, one.file.instance?.[setting] ?? days] as const),
  ];
};

/** How long flow logs, logs of the control plane and logs of instances are kept. */
const logDaysOf = (declared: Declared): Map<string, number> =>
  new Map([
    [`${declared.name}-network`, declared.file.network?.flowLogRetentionDays ?? defaults.logRetentionDays],
    [`${declared.name}-cluster`, declared.file.cluster.logRetentionDays ?? defaults.logRetentionDays],
    ...daysOf(declared, "logRetentionDays"),
  ]);

/** Stacks that no plan may destroy. */
function protectedStacksOf({ name, file, organizations }: Declared): string[] {
  const [cluster, database, externalAccess] = [file.cluster, file.database ?? {}, file.externalAccess].map(
    (part) => part !== undefined && (part.deletionProtection ?? defaults.deletionProtection),
  );
  const holdsData = database || externalAccess;
  return [
    ...(cluster || holdsData ? ["network"] : []),
    ...(cluster ? ["cluster", "platform"] : []),
    ...(holdsData ? ["database"] : []),
    ...organizations
      .filter(
        (one) =>
          (one.file.deletionProtection ?? database) ||
          (hasOwnInstance(one) && one.file.instance?.deletionProtection),
      )
      .map((one) => `org-${one.name}`),
  ].map((stack) => `${name}-${stack}`);
}

const hasOwnInstance = ({ file }: { readonly file: OrganizationFile }): boolean =>
  file.isolation === "instance";

/** Metabase encrypts what it stores with a key of its own. */
const encryptsData = ({ kind }: OrganizationFile["applications"][number]): boolean => kind === "metabase";

/** By this name those who put values in call the secret. */
const applicationSecretName = (organization: string, environment: string, secret: string): string =>
  `${organization}-${environment}-app-${secret}-settings`;

/** A secret that was there before is named by its ARN. */
const isExisting = (secret: string): boolean => secret.startsWith("arn:");

/** Names of the secrets that are made for applications. */
function ownSecrets({ applications }: OrganizationFile): string[] {
  const named = applications.flatMap(({ secrets = {} }) => Object.values(secrets));
  return [...new Set(named.map(({ secret }) => secret).filter((secret) => !isExisting(secret)))];
}

/** What is said of an instance; an organization's own takes what its file does not say from the environment's. */
const instanceOf = ({
  pooling,
  deletionProtection,
}: Pick<DatabaseFile, "pooling" | "deletionProtection">) => ({
  credentialsCode: "database-credentials",
  isPooled: (pooling ?? defaults.pooling) === "rds-proxy",
  deletionProtection: deletionProtection ?? defaults.deletionProtection,
});

function networkOf({ topology = defaults.topology, network = {}, externalAccess }: Declared["file"]) {
  const joint = joints[topology];
  const { cidr = defaults.cidr, databaseCidr = defaults.databaseCidr, subnets = {} } = network;
  return {
    ranges: joint === undefined ? [cidr] : [cidr, databaseCidr],
    subnets: Object.values(subnets).flat(),
    joints: new Map(Object.values(joints).flatMap((type) => (type ? [[type, type === joint] as const] : []))),
    ...(externalAccess && {
      loadBalancersStay: externalAccess.deletionProtection ?? defaults.deletionProtection,
    }),
  };
}

const service = (name: string): PartyId => ({ kind: "service", name });
const account = (namespace: string, name: string): PartyId => ({ kind: "service account", namespace, name });

/** What roles are for, in the stacks of each sort. Roles of services stand beside what the service does there. */
function rolesOf({ name, file, organizations }: Declared): Intent["roles"] {
  const beside = {
    network: [service("vpc-flow-logs.amazonaws.com")],
    cluster: [service("eks.amazonaws.com"), service("ec2.amazonaws.com"), account("kube-system", "aws-node")],
    database: [
      service("lambda.amazonaws.com"),
      service("monitoring.rds.amazonaws.com"),
      service("rds.amazonaws.com"),
    ],
  };
  return [
    ...(file.applicationAccess
      ? [{ stack: `${name}-platform`, holder: account("kube-system", controllerAccount) }]
      : []),
    ...Object.entries(beside).flatMap(([part, holders]) =>
      holders.map((holder) => ({ stack: `${name}-${part}`, holder })),
    ),
    ...organizations.flatMap((organization) =>
      [
        account(organization.name, organization.name),
        ...(hasOwnInstance(organization)
          ? [service("lambda.amazonaws.com"), service("rds.amazonaws.com")]
          : []),
      ].map((holder) => ({ stack: `${name}-org-${organization.name}`, holder })),
    ),
  ];
}
