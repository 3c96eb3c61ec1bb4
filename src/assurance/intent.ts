import type { Guide } from "./guide";
import type { PartyId } from "./party";

/**
 * What is meant in one environment, as its config says it: who and what, by place and owner. Names that AWS, Kubernetes
 * and PostgreSQL know things by are none of its business. `binding` finds those in the configuration, so that a mistake
 * in how names are made shows, and is not repeated here.
 */
export interface Intent {
  /** Name of the environment, with which the names of its stacks begin. */
  readonly environment: string;
  /** All database instances that there are meant to be. */
  readonly instances: readonly InstanceIntent[];
  readonly organizations: readonly OrganizationIntent[];
  /** Ranges from which load balancers before applications may be reached at all. @default - none */
  readonly applicationRanges?: readonly string[];
  /** What roles are for, by the stack that declares them. */
  readonly roles: readonly RolePlace[];
  /** ARNs of the identities that administer Kubernetes. */
  readonly administrators: readonly string[];
  /** A role that plans, and the ARNs of those who may take it. @default - there is none */
  readonly planner?: { readonly stack: string; readonly assumedBy: readonly string[] };
  /** @default - not judged */
  readonly network?: NetworkIntent;
  /** @default - not judged */
  readonly cluster?: ClusterIntent;
  /** Where Terraform acts and what is installed and run. @default - not judged */
  readonly deployment?: DeploymentIntent;
  readonly guide: Guide;
  /** What is possible besides all that, and has a reason. */
  readonly exceptions: readonly Exception[];
}

export interface InstanceIntent {
  /** Name of the stack that declares it, alone. */
  readonly stack: string;
  /** The organization that has it to itself. @default - it is shared */
  readonly owner?: string;
  /** What the function next to it runs, which makes databases and writes credentials: the name of the code's folder. */
  readonly credentialsCode: string;
  /** Whether clients come through a proxy, and no other way is open to them. */
  readonly isPooled: boolean;
  readonly deletionProtection: boolean;
  /** Snapshot that it is made from, by its name or ARN. @default - none */
  readonly restoredFrom?: string | undefined;
  /** Ranges of the internet that must be able to connect; no other address may. @default - none */
  readonly ranges?: readonly string[];
}

export interface OrganizationIntent {
  /** Also the name of its namespace and of its service account. */
  readonly name: string;
  /** Name of the stack that declares what it has. */
  readonly stack: string;
  /** Name of the stack that declares the instance which holds its data. */
  readonly instance: string;
  readonly isolation: "schema" | "database" | "instance";
  readonly authentication: "password" | "iam";
  readonly connectionLimit: number;
  /** Connections of a login that only reads. @default - there is none */
  readonly readOnlyConnectionLimit?: number | undefined;
  /** Whether its data goes when its stack does. */
  readonly dropsData: boolean;
  /** Names of its applications. */
  readonly workloads: readonly string[];
  /** ARNs of the identities of its people, who look at its namespace and open ports of its pods. */
  readonly members: readonly string[];
  /** Those of its applications that people can open. @default - none */
  readonly opened?: readonly ApplicationIntent[];
  /** How many secrets the credentials function writes: its login, and the keys with which applications encrypt what they store. */
  readonly secrets: number;
  /** Secrets that others write, by the names that these call them by. */
  readonly applicationSecrets: readonly string[];
  /** ARNs of the roles that write these, and cannot read them. */
  readonly secretWriters: readonly string[];
}

/** An application that people can open. */
export interface ApplicationIntent {
  /** Its name. */
  readonly workload: string;
  readonly hostname: string;
  /** ARN of the certificate with which its load balancer answers for that name. */
  readonly certificate: string;
  /** Port on which its pods listen. */
  readonly port: number;
  /** Ranges that must be able to open it; no other address may. */
  readonly ranges: readonly string[];
  /** Whether its load balancer has private addresses alone. */
  readonly isInternal: boolean;
}

/** A role of a stack is for one of the holders that are meant there. */
export interface RolePlace {
  readonly stack: string;
  /** An AWS service or a service account. */
  readonly holder: PartyId;
}

export interface NetworkIntent {
  /** Address ranges of the VPCs. */
  readonly ranges: readonly string[];
  /** Address ranges of subnets, as far as config gives any. */
  readonly subnets: readonly string[];
  /** Types of resources that may lead from one VPC to another, and whether they are meant to be there. */
  readonly joints: ReadonlyMap<string, boolean>;
  /** Types of load balancers that refuse deletion; of type `network` those on the internet. @default - none */
  readonly loadBalancersStay?: ReadonlySet<string>;
}

export interface ClusterIntent {
  /** Names of the node groups. */
  readonly nodeGroups: readonly string[];
  /** Ranges that may reach the Kubernetes API from the internet. */
  readonly apiRanges: readonly string[];
  /** Service accounts of the platform, as `namespace/name`: a node runs their pods, or may. */
  readonly accounts: readonly string[];
  /** Whether organizations' secrets are copied into Kubernetes secrets. */
  readonly copiesSecrets: boolean;
  readonly deletionProtection: boolean;
}

export interface DeploymentIntent {
  /** Names of the stacks that no plan may destroy. */
  readonly protectedStacks: readonly string[];
  readonly place: { readonly environment: string; readonly account: string; readonly region: string };
  /** How states are kept: the backend, and its arguments that config decides. */
  readonly state: Readonly<Record<string, unknown>>;
  /** Mirror that holds the charts. @default - their public repositories */
  readonly chartRepository?: string | undefined;
  /** Where images of charts come from: the mirror that holds them under their whole public names, and digests by name. */
  readonly images: {
    readonly registry?: string | undefined;
    readonly digests: Readonly<Record<string, string | undefined>>;
  };
  /** For how many days logs are kept, by the stack of what writes them. */
  readonly logDays: ReadonlyMap<string, number>;
  /** Whether groups of flow logs may be of the class that only Logs Insights searches. */
  readonly flowLogsRarelyRead: boolean;
  /** Days between two rotations of an organization's credentials at most, by its stack. */
  readonly rotationDays: ReadonlyMap<string, number>;
  /** Bucket and prefix of names to which load balancers before applications write access logs. @default - they write none */
  readonly accessLogs?: { readonly bucket: string; readonly prefix?: string | undefined } | undefined;
  /** ARN of the web ACL before applications. @default - not judged */
  readonly webAcl?: string | undefined;
  /** Days that an instance's backups are kept at least, by its stack. */
  readonly backupDays: ReadonlyMap<string, number>;
  /** Addresses that are told of alarms and events: mailboxes and URLs. */
  readonly subscribers: readonly string[];
  /** All workloads, each with the image of its container: that with this name, or any version where it ends with a colon. */
  readonly workloads: readonly {
    readonly namespace: string;
    readonly workload: string;
    readonly image: string;
    /** Kubernetes secret with which nodes pull the image. @default - none */
    readonly pullSecret?: string | undefined;
    /** Variables that config gives it, with their values. */
    readonly variables: Readonly<Record<string, string>>;
    /** Variables whose values are generated in secrets, and without which it stores what they protect in plain text. */
    readonly generated: readonly string[];
    /** The name by which it is opened. @default - it is not */
    readonly hostname?: string | undefined;
    /** Variables whose values it takes from secrets: by the name that Secrets Manager has, or by the ARN of one that exists. */
    readonly secrets: readonly {
      readonly variable: string;
      readonly secret: string;
      readonly key: string;
      readonly kmsKeyArn?: string | undefined;
    }[];
  }[];
}

/**
 * One thing that is not meant and may be nevertheless. Sources, principals and master passwords have the spelling of
 * party.ts, so that no change of a report's words changes what is allowed.
 */
export type Permission =
  /** A source may open connections to a database. */
  | { readonly allow: "connect"; readonly source: string; readonly database: string }
  /** A role may read a secret. */
  | { readonly allow: "read"; readonly principal: string; readonly secret: string }
  /** A rule, by its id, need not hold in one place. */
  | { readonly allow: "violation"; readonly rule: string; readonly at: string };

/** A permission with the written reason for it. */
export type Exception = Permission & { readonly reason: string };
