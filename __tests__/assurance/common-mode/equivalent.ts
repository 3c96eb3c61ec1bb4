/**
 * Faults that the proof may accept, by name, each with its reason: they change neither who can reach a database nor who can
 * obtain credentials. A fault that is refused must not be listed.
 */
export const equivalent: readonly (readonly [of: RegExp, reason: string])[] = [
  [/network\.subnets\.clusterPublic \(another/, "AWS refuses a subnet outside its VPC's range."],
  [/network\.natGateways/, "NAT gateways are outbound only."],
  [
    /network\.interfaceEndpoints \((empty|another)/,
    "AWS services are called over the internet, or through an endpoint that admits identities of the account only.",
  ],
  [/one: network\.databaseCidr/, "With one VPC, the database has no range of its own."],
  [/\bzones \(/, "Rules do not depend on the zones of subnets."],
  [/(log|flowLog|backup)RetentionDays/i, "It is a retention."],
  [/(cluster|database)\.version/, "AWS refuses versions that it does not have."],
  [/nodeGroups\.0\.(instanceTypes|minSize|maxSize|diskGiB|capacity)/, "It is the type or number of nodes."],
  [
    /database\.(multiAz|storageGiB|maxStorageGiB|applyImmediately|instanceClass)/,
    "It is the size, availability or maintenance of the instance.",
  ],
  [/database\.proxy\./, "It is the size or timeout of a proxy's pool."],
  [/facts\/database-classes\.ts (databaseMemoryGiB|maxConnections)/, "Alarms have other thresholds."],
  [
    /short-name\.ts shortName \(neighbour/,
    "Two load balancers exchange their names, which no policy and no client uses.",
  ],
  [
    /workloads\/names\.ts application(Labels|Selector)/,
    "Labels that select pods for a service of their own namespace; Kubernetes refuses a deployment whose selector does not match its pods.",
  ],
  [
    /applications\.\d\.onRotation/,
    "It decides whether an application restarts or rereads its files when credentials change.",
  ],
  [/functions\.reserveConcurrency/, "It is the concurrency of functions."],
  [/applications\.\d\.(port|healthPath)/, "The probes use another port or path."],
  [
    /application-kinds\.ts (portOf|healthPathOf) \(empty/,
    "Kubernetes refuses a probe without a port or path.",
  ],
  [/problem\.ts compare/, "It is the order in which resources of one type are created."],
  [
    /applications\.\d\.(replicas|resources|poolSize)|quota\./,
    "It is the number of pods, or their CPU, memory and connections.",
  ],
  [/database\.extendedSupport/, "It is what AWS charges for a version without standard support."],
  [
    /names\.ts clusterName/,
    "All stacks use this name for the cluster, and AWS refuses a second cluster with it.",
  ],
  [/postgresql-versions\.ts majorOf \(empty/, "AWS refuses a parameter group family without a version."],
  [
    /range-numbers\.ts rangeNumber \(empty/,
    "The order of rules that all allow has no effect, and AWS refuses two rules with the same number.",
  ],
  [
    /config\/cidr\.ts (parseNetwork .*since synthesis|withPrefix)/,
    "Two networks have two rules, where one would suffice.",
  ],
  [/instance\.deletionProtection/, "Deletion protection is on although the file turns it off."],
];
