/**
 * Faults that may pass, by how they are called, each with the reason: what they change decides neither who reaches a
 * database nor who comes by credentials. What is refused must not be listed.
 */
export const equivalent: readonly (readonly [of: RegExp, reason: string])[] = [
  [/network\.subnets\.clusterPublic \(another/, "AWS refuses a subnet outside of its VPC."],
  [/network\.natGateways/, "More or fewer ways out of the cluster are no way in."],
  [
    /network\.interfaceEndpoints \((empty|another)/,
    "Services of AWS are called over the internet, or through an endpoint for identities of the account alone.",
  ],
  [/one: network\.databaseCidr/, "In one VPC no address is of the other VPC's range."],
  [/\bzones \(/, "Which zones subnets are in decides nothing about their rules."],
  [/(log|flowLog|backup)RetentionDays/i, "How long something is kept."],
  [/(cluster|database)\.version/, "AWS refuses versions that it does not have."],
  [/nodeGroups\.0\.(instanceTypes|minSize|maxSize|diskGiB|capacity)/, "What nodes are like, and how many."],
  [
    /database\.(multiAz|storageGiB|maxStorageGiB|applyImmediately|instanceClass)/,
    "What the instance is like.",
  ],
  [/database\.proxy\./, "How many connections a proxy pools, and how long."],
  [/facts\/database-classes\.ts (databaseMemoryGiB|maxConnections)/, "Alarms sound at other figures."],
  [
    /short-name\.ts shortName \(neighbour/,
    "Two load balancers have each other's names, which nothing goes by.",
  ],
  [
    /workloads\/names\.ts application(Labels|Selector)/,
    "Labels that select pods for a service of their own namespace; Kubernetes refuses a deployment that misses its own.",
  ],
  [
    /applications\.\d\.onRotation/,
    "Whether an application restarts when files of credentials change, or is trusted to read them again.",
  ],
  [/functions\.reserveConcurrency/, "How many runs of functions there are at a time."],
  [/applications\.\d\.(port|healthPath)/, "Kubernetes asks the pod for its health elsewhere."],
  [
    /application-kinds\.ts (portOf|healthPathOf) \(empty/,
    "Kubernetes refuses a container that is asked for its health nowhere.",
  ],
  [/problem\.ts compare/, "The order in which things of one kind are made."],
  [
    /applications\.\d\.(replicas|resources|poolSize)|quota\./,
    "How many pods there are, and how much of CPU, memory and connections they take.",
  ],
  [/database\.extendedSupport/, "What AWS bills once a version has left standard support."],
  [
    /names\.ts clusterName/,
    "All stacks call the cluster by this name, and AWS refuses a second one of the name.",
  ],
  [/postgresql-versions\.ts majorOf \(empty/, "AWS refuses a family of parameters without a version."],
  [
    /range-numbers\.ts rangeNumber \(empty/,
    "Rules of an ACL that all allow hold in any order, and AWS refuses two of one number.",
  ],
  [
    /config\/cidr\.ts (parseNetwork .*since synthesis|withPrefix)/,
    "Two networks stand in two rules, where one rule could have both.",
  ],
  [/instance\.deletionProtection/, "More is protected than the file asks for."],
];
