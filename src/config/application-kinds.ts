import type { Application, Organization } from "./model";

/** What distinguishes a kind of application. Everything but the constructs that build it reads this, not the kind. */
export interface KindTraits {
  /**
   * What an update does with old pods: `rolling` keeps each until a new one is ready, `recreate` stops all before the
   * first new one starts.
   */
  readonly update: "rolling" | "recreate";
  /** Whether it encrypts what it stores with a key of its own, which is a secret of its organization. */
  readonly encryptsData: boolean;
  /**
   * Whether it keeps its tables in the schema `public`, whatever the connection says: then it needs a database that no
   * other organization and no second application of this sort uses.
   */
  readonly usesSchemaPublic: boolean;
  /**
   * Connections that one replica opens besides those of its pool, by pools of its own making. They count against the
   * limit of its login.
   */
  readonly furtherPools: Readonly<Record<string, number>>;
  /** Whether it migrates its tables when it starts, by statements that take as long as there is data. */
  readonly migratesAtStart: boolean;
  /**
   * What a pod may take of its node's disk: its scratch folders together, and a quarter of a gibibyte for logs. With more
   * the kubelet evicts it.
   */
  readonly ephemeralStorage: string;
  /** Whether what it does when its credentials change is known here; else its file says it (`onRotation`). */
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
  // A new version of Metabase migrates the database under the old one, which then fails in ways that are hard to see.
  metabase: {
    update: "recreate",
    encryptsData: true,
    usesSchemaPublic: true,
    // For its scheduler and for audits, of five each unless it is told. Neither waits for the other while it holds one.
    // https://github.com/metabase/metabase/blob/master/src/metabase/app_db/connection_pool_setup.clj
    furtherPools: { MB_QUARTZ_MAX_CONNECTION_POOL_SIZE: 3, MB_AUDIT_DB_MAX_CONNECTION_POOL_SIZE: 2 },
    migratesAtStart: true,
    ephemeralStorage: "2304Mi",
    rotatesByItself: true,
    isSetUpByFirstVisitor: true,
  },
};

/** Where an application listens, and tells whether it is healthy. */
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

/** After how many seconds a statement of an organization's applications is cancelled; 0 for never. */
export const statementTimeoutOf = ({ statementTimeoutSeconds, applications }: Organization): number =>
  statementTimeoutSeconds ??
  (applications.some((application) => traitsOfKind(application).migratesAtStart) ? 0 : 300);

/** Connections of one replica: those of its pool, and those of pools besides it. */
export const connectionsOfReplica = ({ kind, poolSize }: Pick<Application, "kind" | "poolSize">): number =>
  Object.values(traits[kind].furtherPools).reduce((sum, size) => sum + size, poolSize);

/**
 * For the branch of a `switch` over kinds that cannot be reached: a new kind without a branch of its own does not compile.
 *
 * @throws always
 */
export function unknownKind(application: never): never {
  throw new Error(`${JSON.stringify(application)} has a kind for which no construct exists.`);
}
