/**
 * The rules of the proof: a short id, which exceptions in config name and which never changes, and the sentence that is
 * true where the rule holds, which reports say.
 */
export const ruleNames = {
  "applications-https":
    "Load balancers of applications speak TLS of today, have the web ACL that config names, and answer what names no application themselves",
  "arguments-known":
    "Resources that carry packets, hold credentials or run code are written in ways that the proof reads",
  "calls-own-organization":
    "Calls of functions are about the organization and the secrets of their own stack",
  "charts-known":
    "Helm releases are charts whose rights the proof knows, in their known versions, with known values",
  "clients-verify-tls": "Workloads that connect to a database verify its certificate and its name",
  "cluster-access-explicit": "Only access entries admit principals to the cluster, under their own names",
  "cluster-api-closed": "The Kubernetes API is private, or open to the ranges that config lists",
  "cluster-secrets-encrypted": "Kubernetes secrets are encrypted with a key of their own",
  "control-plane-logs": "The control plane keeps all its logs",
  "database-backups": "Databases are backed up, and once more when they are deleted, and the backups stay",
  "database-forces-tls": "Databases refuse connections without TLS",
  "database-iam-authentication": "Databases accept logins by IAM",
  "database-not-public": "Databases have no public address",
  "database-own-data": "Databases are restored from snapshots of this account, if from any",
  "database-own-groups": "Databases have security groups of their own only",
  "database-storage-encrypted": "Databases are encrypted with a key of their own",
  "default-group-empty": "The default security group of every VPC is empty",
  "deletion-protection": "Databases that are to be protected from deletion are",
  "endpoint-services-accept": "Endpoint services accept a connection only after approval",
  "endpoints-own-account": "Endpoints of AWS services have a policy that names this account",
  "events-known": "Functions are called on a schedule, or by events of AWS's services, with known words",
  "flow-logs": "Every VPC logs all its traffic",
  "functions-own-callers": "Functions are called by services for something of this account only",
  "functions-own-code":
    "Functions run the archives that were synthesized, with settings that the proof knows",
  "groups-name-peers":
    "Security groups admit security groups, ranges only at load balancers, and let out to the internet over HTTPS only",
  "groups-one-kind": "Interfaces of different kinds hold no security group together",
  "interfaces-private":
    "Nodes, functions, endpoints, the control plane and databases have no public address and no route from the internet",
  "keys-rotate": "Keys are renewed every year",
  "keys-through-services":
    "Keys decrypt through the services that keep what they encrypt, for this account only",
  "logs-encrypted": "Logs are encrypted with a key of their own",
  "logs-kept":
    "Databases, the control plane, functions and VPCs write, and may write, to log groups of the configuration, which keep them",
  "master-password-managed": "RDS makes and keeps master passwords",
  "mounts-work": "Pods mount secrets that their own role may read",
  "names-known": "Private names in VPCs come from zones of the configuration, and none hides names of AWS",
  "namespaces-default-deny": "Every namespace denies all traffic that no policy allows",
  "namespaces-guarded":
    "Admission policies refuse pods without an interface of their own, in every namespace",
  "namespaces-limited": "Namespaces allow no service that is a load balancer or a port of nodes",
  "namespaces-restricted": "Namespaces admit restricted pods only",
  "nested-known":
    "Pods, services, classes of secrets, add-ons, events and parameters say what the proof knows",
  "network-policies-narrow":
    "Network policies admit pods of the same namespace and load balancers of applications, and let out to named ports only",
  "no-credential-material": "The Terraform JSON contains no credentials",
  "no-open-policies": "No policy of a key, secret, role, topic or queue allows every principal",
  "no-secret-versions": "No resource of Terraform holds the value of a secret",
  "no-takeovers": "No role can come by credentials indirectly",
  "nodes-disks-encrypted": "Disks of nodes are encrypted",
  "nodes-metadata-closed": "Pods cannot ask for the credentials of their node",
  "nodes-own-template": "Nodes start from the latest version of a launch template of the configuration",
  "objects-own-namespace": "Objects of an organization stand in its own namespace",
  "only-known-kinds":
    "Nothing that could hold or hand out credentials is of a kind that the proof does not know",
  "pods-as-configured":
    "Workloads run the one container that config names, and take secrets of their own classes only",
  "pods-chosen-by-account": "Security group policies select pods by labels of their service account",
  "pods-own-identity": "Pods have a service account of their own, and no token for the Kubernetes API",
  "pods-own-interfaces": "Pods have network interfaces of their own, and only their groups judge them",
  "pods-restricted": "Pods are restricted, with a read-only file system",
  "pods-roles-exact": "Roles of organizations' pods name actions and resources without wildcards",
  "protected-things-read":
    "Groups, roles, secrets, keys, functions and databases are named only where the proof reads what that does",
  "providers-own-place":
    "Providers act in the account, region and cluster that config names, and tag what they make with its environment",
  "proxy-holds-no-secret": "Proxies take and use logins by IAM, and read no secret",
  "proxy-logs-no-statements": "Proxies do not log statements",
  "proxy-requires-tls": "Proxies refuse connections without TLS",
  "records-stay":
    "Events, alarms, failures and logs go to what this account has, and to recipients that config names",
  "rights-known":
    "Rights are given to declared identities, the proof knows what they lead to, and on states they are those of a plan",
  "secrets-as-configured":
    "Workloads take values from the secrets and keys that config names, and mount no other",
  "secrets-own-key": "Secrets are encrypted with a key of their own",
  "secrets-rotate": "Credentials are rotated as often as config says, by a function that can be called",
  "secrets-two-locks": "The policy of a secret and the policy of its key each keep administrators out",
  "service-account-trust": "Roles for service accounts name one subject and one audience exactly",
  "services-apart": "Services of the cluster have addresses that no network has which it reaches",
  "stacks-refuse-destruction": "Stacks that are to be protected refuse plans that would destroy them",
  "state-encrypted": "The state is encrypted and locked, or stays on one machine",
  "states-own-place": "Stacks keep and read states where config says, and nowhere else",
  "terraform-runs-nothing":
    "Terraform runs and loads nothing but the providers and data sources that the proof knows",
  "topics-encrypted": "Messages are encrypted with a key of their own",
  "variables-known":
    "Variables that decide which code runs, as whom and whereto it connects come from config or the platform",
} as const satisfies Readonly<Record<string, string>>;

export type RuleId = keyof typeof ruleNames;

export const isRuleId = (text: string): text is RuleId => Object.hasOwn(ruleNames, text);

/** The rule that had this sentence for a name. Exceptions named rules so before they had ids. */
export const ruleWithSentence = (sentence: string): RuleId | undefined =>
  (Object.keys(ruleNames) as RuleId[]).find((id) => ruleNames[id] === sentence);
