/**
 * The rules of the proof: a short id, which exceptions name and which never changes, and the sentence in reports, which
 * is true if the rule holds.
 */
export const ruleNames = {
  "acls-admit-answers": "Network ACLs admit every address only for answers: TCP at ports from 1024, and ICMP",
  "applications-https":
    "Load balancers of applications use TLS 1.2 or later, have the web ACL that config names, and answer requests for unknown host names themselves",
  "arguments-known":
    "Resources that carry packets, hold credentials or run code use only arguments that the proof reads",
  "attachments-declared":
    "Policies, permissions, listeners and other attachments concern only resources that a stack declares",
  "calls-own-organization":
    "Calls of functions name only the organization and the secrets of their own stack",
  "charts-known":
    "Helm releases install charts whose rights the proof knows, in known versions, with known values",
  "clients-verify-tls": "Workloads that connect to a database verify its certificate and its name",
  "cluster-access-explicit": "Only access entries admit principals to the cluster, under their own names",
  "cluster-api-closed": "The Kubernetes API is private, or open to the ranges that config lists",
  "cluster-secrets-encrypted": "Kubernetes secrets are encrypted with their own key",
  "control-plane-logs": "All logs of the control plane are enabled",
  "database-backups": "Databases have automated backups and a final snapshot, and the backups are kept",
  "database-forces-tls": "Databases refuse connections without TLS",
  "database-iam-authentication": "Databases accept logins by IAM",
  "database-not-public": "Databases have no public address",
  "database-own-data": "Databases are restored only from snapshots of this account",
  "database-own-groups": "Databases have only their own security groups",
  "database-storage-encrypted": "Databases are encrypted with their own key",
  "default-group-empty": "The default security group of every VPC is empty",
  "deletion-protection": "Databases for which config sets deletion protection have it",
  "endpoint-services-accept": "Endpoint services accept a connection only after approval",
  "endpoints-own-account": "Endpoints of AWS services have a policy that names this account",
  "events-known": "Functions are called on a schedule, or by events of AWS services, with known input",
  "flow-logs": "Every VPC has flow logs of all its traffic",
  "functions-own-callers": "Functions are called by AWS services only on behalf of resources of this account",
  "functions-own-code":
    "Functions run the archives that were synthesized, with settings that the proof knows",
  "groups-name-peers":
    "Security groups admit security groups, ranges only at load balancers, and allow outbound traffic to the internet only over HTTPS",
  "groups-one-kind": "Interfaces of different kinds share no security group",
  "interfaces-private":
    "Nodes, functions, endpoints, the control plane and databases have no public address and no route from the internet",
  "keys-rotate": "Keys are rotated every year",
  "keys-through-services":
    "Keys decrypt only through the services that store the encrypted data, and only for this account",
  "logs-encrypted": "Logs are encrypted with their own key",
  "logs-kept":
    "Databases, the control plane, functions and VPCs write, and may write, to log groups of the configuration, which keep the logs",
  "master-password-managed": "RDS generates and stores master passwords",
  "mounts-work": "Pods mount secrets that their own role may read",
  "names-known": "Private DNS zones in VPCs are those of the configuration, and none overrides names of AWS",
  "namespaces-default-deny": "Every namespace denies all traffic that no policy allows",
  "namespaces-guarded":
    "Admission policies refuse pods without their own network interface, in every namespace",
  "namespaces-limited": "Namespaces allow no Service of type LoadBalancer or NodePort",
  "namespaces-restricted": "Namespaces enforce the restricted Pod Security Standard",
  "nested-known":
    "Pods, Services, SecretProviderClasses, add-ons, events and parameters have only settings that the proof knows",
  "network-policies-narrow":
    "Network policies admit pods of the same namespace and load balancers of applications, and allow outbound traffic only to named ports",
  "no-credential-material": "The Terraform JSON contains no credentials",
  "no-open-policies": "No policy of a key, secret, role, topic or queue allows every principal",
  "no-secret-versions": "No resource of Terraform holds the value of a secret",
  "no-takeovers": "No role can obtain credentials indirectly",
  "nodes-disks-encrypted": "Disks of nodes are encrypted",
  "nodes-metadata-closed": "Pods cannot request the credentials of their node",
  "nodes-own-template": "Nodes start from the latest version of a launch template of the configuration",
  "objects-own-namespace": "Objects of an organization are in its own namespace",
  "only-known-kinds": "Every resource that could hold or issue credentials has a type that the proof knows",
  "planners-denied":
    "Policies of roles that identities assume deny them credentials, logs and decryption, whatever another policy allows",
  "pods-as-configured":
    "Workloads run only the container that config names, and use only secrets of their own SecretProviderClasses",
  "pods-chosen-by-account": "Security group policies select pods by labels of their service account",
  "pods-own-identity": "Pods have their own service account, and no token for the Kubernetes API",
  "pods-own-interfaces": "Pods have their own network interfaces, filtered only by their own security groups",
  "pods-restricted": "Pods meet the restricted Pod Security Standard, with a read-only file system",
  "pods-roles-exact": "Roles of organizations' pods name actions and resources without wildcards",
  "protected-things-read":
    "References to groups, roles, secrets, keys, functions and databases are only in arguments that the proof reads",
  "providers-own-place":
    "Providers act in the account, region and cluster that config names, and tag their resources with its environment",
  "proxy-holds-no-secret": "Proxies accept and use only logins by IAM, and read no secret",
  "proxy-logs-no-statements": "Proxies do not log statements",
  "proxy-requires-tls": "Proxies refuse connections without TLS",
  "queues-refuse-http": "Queues refuse requests without TLS",
  "records-stay":
    "Events, alarms, failures and logs go only to resources of this account, and to recipients that config names",
  "rights-known":
    "Rights are granted only to declared identities, are known to the proof, and on states are those of a plan",
  "rights-on-own-things":
    "Pods, nodes and functions may read, decrypt, write and call only what the configuration declares or config names",
  "secrets-as-configured":
    "Workloads use values from the secrets and keys that config names, and mount no other secret",
  "secrets-own-key": "Secrets are encrypted with their own key",
  "secrets-rotate":
    "Credentials are rotated as often as config says, by a function that Secrets Manager may invoke",
  "secrets-two-locks": "The policy of a secret and the policy of its key each deny administrators",
  "service-account-trust":
    "Roles for service accounts name one subject and one audience exactly, and IAM accepts tokens of clusters alone",
  "service-roles-own-account":
    "Enhanced Monitoring and flow logs assume their roles on behalf of resources of this account alone",
  "services-apart":
    "The address range of the cluster's Services overlaps no network that the cluster reaches",
  "stacks-refuse-destruction":
    "Stacks for which config sets deletion protection refuse plans that would destroy them",
  "state-encrypted": "The state is encrypted and locked, or stays on one machine",
  "states-own-place": "Stacks keep and read states where config says, and nowhere else",
  "terraform-runs-nothing":
    "Terraform runs and loads nothing but the providers and data sources that the proof knows",
  "topics-encrypted": "Messages are encrypted with their own key",
  "variables-known":
    "Variables that decide which code runs, with which identity and with which endpoints, come from config or the platform",
} as const satisfies Readonly<Record<string, string>>;

export type RuleId = keyof typeof ruleNames;

export const isRuleId = (text: string): text is RuleId => Object.hasOwn(ruleNames, text);

/** The rule with a sentence: earlier versions identified rules by their sentences. */
export const ruleWithSentence = (sentence: string): RuleId | undefined =>
  (Object.keys(ruleNames) as RuleId[]).find((id) => ruleNames[id] === sentence);
