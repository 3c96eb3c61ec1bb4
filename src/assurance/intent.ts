import type { Guide } from "./guide";
import type { PartyId } from "./party";

/**
 * The intent of one environment, from its config: resources and principals by place and owner, without their names in
 * AWS, Kubernetes and PostgreSQL. `binding` finds those names in the configuration, so that a mistake in how names are
 * derived is detected instead of repeated.
 */
export interface Intent {
  /** Name of the environment, and prefix of the names of its stacks. */
  readonly environment: string;
  /** All intended database instances. */
  readonly instances: readonly InstanceIntent[];
  readonly organizations: readonly OrganizationIntent[];
  /** Ranges that may reach load balancers in front of applications. @default - none */
  readonly applicationRanges?: readonly string[];
  /** Intended principals of roles, by the stack that declares the roles. */
  readonly roles: readonly RolePlace[];
  /** ARNs of the identities that administer Kubernetes. */
  readonly administrators: readonly string[];
  /** A planner's role, and the ARNs of the principals that may assume it. @default - none */
  readonly planner?: { readonly stack: string; readonly assumedBy: readonly string[] };
  /** @default - not judged */
  readonly network?: NetworkIntent;
  /** @default - not judged */
  readonly cluster?: ClusterIntent;
  /** Accounts, backends, charts and workloads. @default - not judged */
  readonly deployment?: DeploymentIntent;
  readonly guide: Guide;
  /** Further access that is accepted for a reason. */
  readonly exceptions: readonly Exception[];
}

export interface InstanceIntent {
  /** Name of the only stack that declares it. */
  readonly stack: string;
  /** Organization to which it is dedicated. @default - none: it is shared */
  readonly owner?: string;
  /** Code of its credentials function: the name of the folder. */
  readonly credentialsCode: string;
  /** Whether clients connect through a proxy, and have no other path. */
  readonly isPooled: boolean;
  readonly deletionProtection: boolean;
  /** Snapshot from which it is created, by name or ARN. @default - none */
  readonly restoredFrom?: string | undefined;
  /** Ranges of the internet that must be able to connect; all other addresses must not. @default - none */
  readonly ranges?: readonly string[];
}

/** What one login may use of its instance. */
export interface LoginLimits {
  readonly connectionLimit: number;
  /** Seconds after which PostgreSQL cancels a statement; 0 means never. */
  readonly statementTimeoutSeconds: number;
  /** Seconds after which PostgreSQL ends a session with an idle transaction. */
  readonly idleInTransactionTimeoutSeconds: number;
}

export interface OrganizationIntent {
  /** Also the name of its namespace and of its service account. */
  readonly name: string;
  /** Name of the stack that declares its resources. */
  readonly stack: string;
  /** Name of the stack that declares the instance with its data. */
  readonly instance: string;
  readonly isolation: "schema" | "database" | "instance";
  readonly authentication: "password" | "iam";
  /** Limits of its logins, by kind; `readOnly` if config asks for a read-only login. */
  readonly logins: { readonly application: LoginLimits; readonly readOnly?: LoginLimits };
  /** Whether its data is dropped with its stack. */
  readonly dropsData: boolean;
  /** Names of its applications. */
  readonly workloads: readonly string[];
  /** ARNs of its members, who read its namespace and forward ports of its pods. */
  readonly members: readonly string[];
  /** Its applications that people can open. @default - none */
  readonly opened?: readonly ApplicationIntent[];
  /** Number of secrets that the credentials function writes: its login, and the encryption keys of applications. */
  readonly secrets: number;
  /** Names of secrets that other principals write. */
  readonly applicationSecrets: readonly string[];
  /** ARNs of the roles that write these secrets, and cannot read them. */
  readonly secretWriters: readonly string[];
}

/** An application that people can open. */
export interface ApplicationIntent {
  /** Name of its workload. */
  readonly workload: string;
  readonly hostname: string;
  /** ARN of the certificate of its load balancer for this name. */
  readonly certificate: string;
  /** Port on which its pods listen. */
  readonly port: number;
  /** Ranges that must be able to open it; all other addresses must not. */
  readonly ranges: readonly string[];
  /** Whether its load balancer has only private addresses. */
  readonly isInternal: boolean;
}

/** A role in a stack belongs to one of the intended principals there. */
export interface RolePlace {
  readonly stack: string;
  /** An AWS service or a service account. */
  readonly holder: PartyId;
}

export interface NetworkIntent {
  /** Address ranges of the VPCs. */
  readonly ranges: readonly string[];
  /** Address ranges of subnets, if config specifies them. */
  readonly subnets: readonly string[];
  /** Types of resources that may connect VPCs, and whether they are intended. */
  readonly joints: ReadonlyMap<string, boolean>;
  /** Types of load balancers that must refuse deletion; of type `network`, those on the internet. @default - none */
  readonly loadBalancersStay?: ReadonlySet<string>;
}

export interface ClusterIntent {
  /** Names of the node groups. */
  readonly nodeGroups: readonly string[];
  /** Ranges that may reach the Kubernetes API from the internet. */
  readonly apiRanges: readonly string[];
  /** Service accounts of the platform, as `namespace/name`, whose pods may run on nodes. */
  readonly accounts: readonly string[];
  /** Whether organizations' secrets are copied to Kubernetes secrets. */
  readonly copiesSecrets: boolean;
  readonly deletionProtection: boolean;
}

export interface DeploymentIntent {
  /** Names of the stacks that no plan may destroy. */
  readonly protectedStacks: readonly string[];
  readonly place: { readonly environment: string; readonly account: string; readonly region: string };
  /** Backend of states, with the arguments that config determines. */
  readonly state: Readonly<Record<string, unknown>>;
  /** Mirror of charts. @default - their public repositories */
  readonly chartRepository?: string | undefined;
  /** Source of charts' images: a mirror, which contains them under their full public names, and digests by name. */
  readonly images: {
    readonly registry?: string | undefined;
    readonly digests: Readonly<Record<string, string | undefined>>;
  };
  /** Retention of logs in days, by the stack that writes them. */
  readonly logDays: ReadonlyMap<string, number>;
  /** Whether log groups of flow logs may have the infrequent access class. */
  readonly flowLogsRarelyRead: boolean;
  /** Maximum number of days between two rotations of an organization's credentials, by its stack. */
  readonly rotationDays: ReadonlyMap<string, number>;
  /** Bucket and prefix of access logs of load balancers in front of applications. @default - no access logs */
  readonly accessLogs?: { readonly bucket: string; readonly prefix?: string | undefined } | undefined;
  /** ARN of the web ACL in front of applications. @default - not judged */
  readonly webAcl?: string | undefined;
  /** Minimum retention of an instance's backups in days, by its stack. */
  readonly backupDays: ReadonlyMap<string, number>;
  /** Recipients of alarms and events: mailboxes and URLs. */
  readonly subscribers: readonly string[];
  /** All workloads, each with the image of its container: exactly this one, or any version if it ends in a colon. */
  readonly workloads: readonly {
    readonly namespace: string;
    readonly workload: string;
    readonly image: string;
    /** Kubernetes secret with credentials of the image's registry. @default - none */
    readonly pullSecret?: string | undefined;
    /** Variables with values from config. */
    readonly variables: Readonly<Record<string, string>>;
    /**
     * Variables whose values are generated in secrets, without which the application would store protected data in
     * plain text.
     */
    readonly generated: readonly string[];
    /** Host name by which people open it. @default - none */
    readonly hostname?: string | undefined;
    /**
     * Variables with values from secrets: by the secret's name in Secrets Manager, or by the ARN of an existing one.
     */
    readonly secrets: readonly {
      readonly variable: string;
      readonly secret: string;
      readonly key: string;
      readonly kmsKeyArn?: string | undefined;
    }[];
  }[];
}

/**
 * One unintended access that is accepted. Sources, principals and master passwords are spelled as in party.ts, so that
 * a change of report texts never changes what is accepted.
 */
export type Permission =
  /** A source may open connections to a database. */
  | { readonly allow: "connect"; readonly source: string; readonly database: string }
  /** A role may read a secret. */
  | { readonly allow: "read"; readonly principal: string; readonly secret: string }
  /** A rule, by its id, may be violated in one place. */
  | { readonly allow: "violation"; readonly rule: string; readonly at: string };

/** A permission with the reason for it. */
export type Exception = Permission & { readonly reason: string };
