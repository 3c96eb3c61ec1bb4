import type { Application, Organization } from "./model";

/**
 * What distinguishes a kind of application. Only the constructs that build a kind compare its name; all other code
 * reads these traits.
 */
export interface KindTraits {
  /**
   * What an update does with old pods: `rolling` keeps each until a new one is ready, `recreate` stops all before the
   * first new one starts.
   */
  readonly update: "rolling" | "recreate";
  /** Whether it encrypts the data that it stores with its own key, which is a secret of its organization. */
  readonly encryptsData: boolean;
  /**
   * Whether it keeps its tables in the schema `public`, whatever the connection says: it then needs a database that no
   * other organization and no other application with this trait uses.
   */
  readonly usesSchemaPublic: boolean;
  /**
   * Connections that a replica opens in addition to its configured pool, by the variable that sizes each further pool.
   * They count against the connection limit of its login.
   */
  readonly furtherPools: Readonly<Record<string, number>>;
  /** Whether it migrates its tables when it starts. The duration of such a statement grows with the data. */
  readonly migratesAtStart: boolean;
  /**
   * Limit of a pod's ephemeral storage: its scratch folders together, and a quarter of a gibibyte for logs. The kubelet
   * evicts a pod that exceeds it.
   */
  readonly ephemeralStorage: string;
  /** Whether its behaviour on a change of credentials is known here; otherwise its file declares it (`onRotation`). */
  readonly rotatesByItself: boolean;
  /** Whether its first visitor becomes its administrator. */
  readonly isSetUpByFirstVisitor: boolean;
}

const traits: Readonly<Record<Application["kind"], KindTraits>> = {
  container: {
    update: "rolling",
    encryptsData: false,
    usesSchemaPublic: false,
    furtherPools: {},
    migratesAtStart: false,
    ephemeralStorage: "356Mi",
    rotatesByItself: false,
    isSetUpByFirstVisitor: false,
  },
  // During a rolling update, a new version of Metabase would migrate the database while the old version still uses it.
  metabase: {
    update: "recreate",
    encryptsData: true,
    usesSchemaPublic: true,
    // Pools of its scheduler and of its audit feature, by default five connections each. A thread waits for neither of
    // them while it holds a connection of the other.
    // https://github.com/metabase/metabase/blob/master/src/metabase/app_db/connection_pool_setup.clj
    furtherPools: { MB_QUARTZ_MAX_CONNECTION_POOL_SIZE: 3, MB_AUDIT_DB_MAX_CONNECTION_POOL_SIZE: 2 },
    migratesAtStart: true,
    ephemeralStorage: "2304Mi",
    rotatesByItself: true,
    isSetUpByFirstVisitor: true,
  },
};

/** Port and health check path of an application. */
function endpointOf(application: Application): { readonly port: number; readonly healthPath: string } {
  switch (application.kind) {
    case "container":
      return application;
    case "metabase":
      return { port: 3000, healthPath: "/api/health" };
    default:
      return unknownKind(application);
  }
}

/** Port on which an application listens. */
export const portOf = (application: Application): number => endpointOf(application).port;

/** Path that answers when an application is healthy. */
export const healthPathOf = (application: Application): string => endpointOf(application).healthPath;

/** The traits of an application's kind. */
export const traitsOfKind = ({ kind }: Pick<Application, "kind">): KindTraits => traits[kind];

/** Seconds after which PostgreSQL cancels a statement of an organization's applications; 0 means never. */
export const statementTimeoutOf = ({ statementTimeoutSeconds, applications }: Organization): number =>
  statementTimeoutSeconds ??
  (applications.some((application) => traitsOfKind(application).migratesAtStart) ? 0 : 300);

/** Connections of one replica: its configured pool and its further pools. */
export const connectionsOfReplica = ({ kind, poolSize }: Pick<Application, "kind" | "poolSize">): number =>
  Object.values(traits[kind].furtherPools).reduce((sum, size) => sum + size, poolSize);

/**
 * The unreachable branch of a `switch` over kinds: a new kind without its own branch does not compile.
 *
 * @throws always
 */
export function unknownKind(application: never): never {
  throw new Error(`${JSON.stringify(application)} has a kind for which no construct exists.`);
}
