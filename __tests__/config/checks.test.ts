import {
  asText,
  environmentWith,
  type Files,
  load,
  minimal,
  onlyProblem,
  organizationWith,
  problemsOf,
  smallOrganization,
} from "./support";

const environment = (text: string): Files => ({ "dev/environment.yaml": text });
const metabase = (isolation: string, lines = "") =>
  `isolation: ${isolation}\n${lines}applications:\n  - { kind: metabase }\n`;
const container = (settings: string, lines = "") =>
  `isolation: database\n${lines}applications:\n  - { kind: container, name: api, image: "example.com/api:1", ${settings} }\n`;
const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const s3 = (lines: string) =>
  minimal.replace("backend: local", `backend: s3, bucket: state-of-ours, ${lines}`);
const subnets = (lines: string) => environmentWith(`network:\n  subnets:\n    ${lines}\n`);

/** An environment with these node groups. */
const withNodes = (groups: string, organizations: Record<string, string> = {}): Files => ({
  ...environmentWith("", organizations),
  "dev/environment.yaml": minimal.replace("cluster: {", `cluster: { nodeGroups: [${groups}],`),
});
/** Organizations with two pods each while their application is updated. */
const pairs = (count: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `org-${index + 1}`,
      container("replicas: 1, poolSize: 1", "connectionLimit: 5\n"),
    ]),
  );

const runIntoEachOther =
  "names of organization, environment and application that do not run into each other in one account and region";

/** What is wrong, where it is said, and the whole message: place, found, allowed, fix. */
const table: [string, Files, string[]][] = [
  [
    "a VPC larger than AWS makes",
    environmentWith("network: { cidr: 10.0.0.0/15 }\n"),
    [
      "dev/environment.yaml:5:18 network.cidr",
      "10.0.0.0/15, a /15",
      "/16 to /28, as AWS takes for a VPC",
      "Change the prefix length, such as 10.0.0.0/16.",
    ],
  ],
  [
    "a VPC too small for any default subnet",
    environmentWith("network: { cidr: 10.0.0.0/24 }\n"),
    [
      "dev/environment.yaml:5:18 network.cidr",
      "10.0.0.0/24, too small for the default subnets clusterPrivate, databasePrivate, clusterPublic and databasePublic",
      "/20 or larger, or a smaller range with all its subnets listed",
      "Write 10.0.0.0/20, or list these under network.subnets.",
    ],
  ],
  [
    "a VPC too small for the default subnets that are not listed",
    environmentWith(
      "network: { cidr: 10.0.8.0/21, subnets: { databasePublic: [10.0.14.0/25, 10.0.14.128/25] } }\n",
    ),
    [
      "dev/environment.yaml:5:18 network.cidr",
      "10.0.8.0/21, too small for the default subnets clusterPublic",
      "/20 or larger, or a smaller range with all its subnets listed",
      "Write 10.0.0.0/20, or list these under network.subnets.",
    ],
  ],
  [
    "a subnet outside the VPC",
    subnets("databasePublic: [10.0.10.0/24, 10.1.0.0/24]"),
    [
      "dev/environment.yaml:7:36 network.subnets.databasePublic[1]",
      "10.1.0.0/24, outside the VPC",
      "networks inside 10.0.0.0/16 (network.cidr)",
      "Move the subnet, or change network.cidr. A VPC smaller than /20 lists all its subnets.",
    ],
  ],
  [
    "subnets that overlap",
    subnets("databasePublic: [10.0.10.0/24, 10.0.5.128/25]"),
    [
      "dev/environment.yaml:7:36 network.subnets.databasePublic[1]",
      "10.0.5.128/25, which overlaps 10.0.5.0/24 of databasePrivate[1]",
      "subnets that share no address",
      "Move one of the two.",
    ],
  ],
  [
    "a subnet too small for its use",
    subnets("clusterPrivate: [10.0.0.0/23, 10.0.2.0/26]"),
    [
      "dev/environment.yaml:7:35 network.subnets.clusterPrivate[1]",
      "10.0.2.0/26, 64 addresses of which AWS keeps 5",
      "/24 or larger: every node, pod and endpoint takes an address, and the control plane up to sixteen",
      "Give it a prefix length of 24 or less.",
    ],
  ],
  [
    "a zone of another region",
    environmentWith("zones: [eu-west-1a, eu-central-1b]\n"),
    [
      "dev/environment.yaml:5:21 zones[1]",
      '"eu-central-1b"',
      "zones of the region eu-west-1, such as eu-west-1a",
      "Change the zone, or `region`.",
    ],
  ],
  [
    "a local zone",
    environment(`${minimal.replace("eu-west-1", "us-west-2")}zones: [us-west-2a, us-west-2-lax-1a]\n`),
    [
      "dev/environment.yaml:5:21 zones[1]",
      '"us-west-2-lax-1a"',
      "zones of the region us-west-2, such as us-west-2a",
      "Change the zone, or `region`.",
    ],
  ],
  [
    "a zone that no region has",
    environmentWith("zones: [eu-west-1a, eu-west-1g]\n"),
    [
      "dev/environment.yaml:5:21 zones[1]",
      '"eu-west-1g"',
      "zones of the region eu-west-1, such as eu-west-1a",
      "Change the zone, or `region`.",
    ],
  ],
  [
    "one zone twice",
    environmentWith("zones: [eu-west-1a, eu-west-1a]\n"),
    [
      "dev/environment.yaml:5:21 zones[1]",
      '"eu-west-1a" a second time',
      "two different zones: one failure must not take both",
      "Name another zone of eu-west-1.",
    ],
  ],
  [
    "administrators of another account alone",
    environment(minimal.replace('"111122223333"', '"444455556666"')),
    [
      "dev/environment.yaml:4:20 cluster.admins",
      "only roles of the account 111122223333",
      "at least one role of the account 444455556666, which deploys the stacks after the cluster",
      "Add the role that runs Terraform, or correct `account`.",
    ],
  ],
  [
    "a planner that administers the cluster",
    environment(
      `${minimal.replace("role/platform", "role/platform, arn:aws:iam::111122223333:role/dev-planner").replace(", arn", '", "arn')}planner: { assumedBy: ["arn:aws:iam::111122223333:role/atlantis"] }\n`,
    ),
    [
      "dev/environment.yaml:4:64 cluster.admins[1]",
      '"arn:aws:iam::111122223333:role/dev-planner", the role that `planner` makes',
      "roles that administer; the planner only looks",
      "Delete it here.",
    ],
  ],
  [
    "a member that administers the cluster",
    organizationWith(`members: ["arn:aws:iam::111122223333:role/platform"]\n${smallOrganization}`),
    [
      "dev/organizations/acme.yaml:1:11 members[0]",
      '"arn:aws:iam::111122223333:role/platform", which cluster.admins lists, too',
      "roles with no other access to the cluster: EKS knows a role once in a cluster",
      "Delete it here, or list another role of these people.",
    ],
  ],
  [
    "a member that plans",
    environmentWith(`planner: { assumedBy: ["arn:aws:iam::111122223333:role/atlantis"] }\n`, {
      acme: `members: ["arn:aws:iam::111122223333:role/dev-planner"]\n${smallOrganization}`,
    }),
    [
      "dev/organizations/acme.yaml:1:11 members[0]",
      '"arn:aws:iam::111122223333:role/dev-planner", the role that `planner` makes',
      "roles with no other access to the cluster: EKS knows a role once in a cluster",
      "Delete it here, or list another role of these people.",
    ],
  ],
  [
    "a member of two organizations",
    environmentWith("", {
      acme: `members: ["arn:aws:iam::111122223333:role/people"]\n${smallOrganization}`,
      globex: `members: ["arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/people"]\n${smallOrganization}`,
    }),
    [
      "dev/organizations/globex.yaml:1:47 members[1]",
      '"arn:aws:iam::111122223333:role/people", a member of acme, too',
      "a role in one organization of an environment: EKS knows a role once in a cluster",
      "Make a role per organization, which people of both may take.",
    ],
  ],
  [
    "a member listed twice",
    organizationWith(
      `members: ["arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/a"]\n${smallOrganization}`,
    ),
    [
      "dev/organizations/acme.yaml:1:47 members[1]",
      '"arn:aws:iam::111122223333:role/a" a second time',
      "each role once",
      "Delete one of them.",
    ],
  ],
  [
    "a key for state in another region than the bucket",
    environment(s3(`kmsKeyArn: "${key}"`)),
    [
      "dev/environment.yaml:3:57 state.kmsKeyArn",
      "a key in us-east-1",
      "a key in eu-west-1, the region of the bucket",
      "Name a key of that region, or set state.region.",
    ],
  ],
  [
    "fewer branch interfaces than pods",
    environmentWith("", {
      acme: container("replicas: 30, poolSize: 1", "connectionLimit: 50\nquota: { pods: 50, cpu: '40' }\n"),
    }),
    [
      "dev/environment.yaml:4:1 cluster.nodeGroups (not in the file)",
      "18 branch interfaces at minSize (general 2 × 9), for 31 pods while all are updated (acme 31)",
      "a branch interface for every pod of every organization: without one it stays pending",
      "Raise minSize of general to 4, or take larger types: 13 more are needed.",
    ],
  ],
  [
    "fewer branch interfaces than pods, with more nodes than the largest group may have",
    {
      "dev/environment.yaml": minimal.replace(
        "cluster: {",
        "cluster: { nodeGroups: [{ name: small, instanceTypes: [m7g.medium], minSize: 1 }, { name: large, minSize: 1, maxSize: 2 }],",
      ),
      "dev/organizations/acme.yaml": container(
        "replicas: 30, poolSize: 1",
        "connectionLimit: 50\nquota: { pods: 50, cpu: '40' }\n",
      ),
    },
    [
      "dev/environment.yaml:4:24 cluster.nodeGroups",
      "13 branch interfaces at minSize (small 1 × 4 + large 1 × 9), for 31 pods while all are updated (acme 31)",
      "a branch interface for every pod of every organization: without one it stays pending",
      "Raise minSize of large to 3 (and maxSize, 2 now), or take larger types: 18 more are needed.",
    ],
  ],
  [
    "no node to begin with",
    withNodes("{ name: general, minSize: 0 }, { name: batch, minSize: 0 }"),
    [
      "dev/environment.yaml:4:24 cluster.nodeGroups",
      "no node: minSize is 0 in every group",
      "a node at least: without one CoreDNS never runs, and the cluster's stack fails after twenty minutes",
      "Raise minSize of general; others may begin with none.",
    ],
  ],
  [
    "types whose addresses are taken by what every node runs",
    withNodes("{ name: general, instanceTypes: [m7g.medium], minSize: 2 }", pairs(4)),
    [
      "dev/environment.yaml:4:24 cluster.nodeGroups",
      "2 addresses beside those of branch interfaces at minSize (general 2 × 1), for 5 pods while all are updated (coredns 2 + reloader 3)",
      "an address for every pod without security groups of its own, of which each node runs 2",
      "Raise minSize of general to 5 (and maxSize, 4 now), or take larger types: 3 more are needed.",
    ],
  ],
  [
    "types with more branch interfaces than their kubelet takes pods",
    withNodes("{ name: general, instanceTypes: [d3.xlarge], minSize: 2 }", pairs(26)),
    [
      "dev/environment.yaml:4:24 cluster.nodeGroups",
      `12 places for pods at minSize (general 2 × 6), for 57 pods while all are updated (${Object.keys(
        pairs(26),
      )
        .map((name) => `${name} 2`)
        .sort()
        .join(" + ")} + coredns 2 + reloader 3)`,
      "as many pods as kubelets take, of which each node runs 4 itself",
      "Raise minSize of general to 10 (and maxSize, 4 now), or take larger types: 45 more are needed.",
    ],
  ],
  [
    "a pod with more memory than any node has",
    environmentWith("", {
      acme: container(
        'resources: { cpu: "1", memory: 8Gi }',
        "quota: { pods: 10, cpu: '8', memory: 64Gi }\n",
      ),
    }),
    [
      "dev/organizations/acme.yaml:4:94 applications[0].resources.memory",
      '"8Gi" for one pod',
      "at most 7278Mi, which is what a node of general (m7g.large) has for such pods",
      "Lower it, or add a node group of larger types.",
    ],
  ],
  [
    "more cores requested than there are at minSize",
    withNodes("{ name: general, minSize: 1 }", {
      acme: container(
        "resources: { cpu: 800m, memory: 1Gi }, replicas: 2",
        "quota: { pods: 10, cpu: '8' }\n",
      ),
    }),
    [
      "dev/environment.yaml:4:24 cluster.nodeGroups",
      "1660m of cpu at minSize (general 1 × 1660m), for pods that request 1830m (230m of them of the cluster itself)",
      "what all pods request together",
      "Raise minSize, take larger types, or lower resources or replicas.",
    ],
  ],
  [
    "no room for storage to grow",
    environmentWith("database: { storageGiB: 190 }\n"),
    [
      "dev/environment.yaml:5:1 database.maxStorageGiB (not in the file)",
      "200, with storageGiB 190",
      "209 or more: RDS wants room to grow by a tenth",
      "Raise maxStorageGiB to 209, better to 240: below that RDS warns all the time.",
    ],
  ],
  [
    "no room for storage to grow below the largest volume",
    environmentWith("database: { storageGiB: 60000, maxStorageGiB: 65536 }\n"),
    [
      "dev/environment.yaml:5:47 database.maxStorageGiB",
      "65536, with storageGiB 60000",
      "66000 or more: RDS wants room to grow by a tenth",
      "Lower storageGiB to 59578, and raise maxStorageGiB to 65536: no volume is larger.",
    ],
  ],
  [
    "no room for the storage of an organization's own instance",
    organizationWith(metabase("instance", "instance: { maxStorageGiB: 54 }\n")),
    [
      "dev/organizations/acme.yaml:2:28 instance.maxStorageGiB",
      "54, with storageGiB 50",
      "55 or more: RDS wants room to grow by a tenth",
      "Raise maxStorageGiB to 55, better to 63: below that RDS warns all the time.",
    ],
  ],
  [
    "Metabase in a shared database",
    organizationWith(metabase("schema")),
    [
      "dev/organizations/acme.yaml:3:13 applications[0].kind",
      '"metabase" with isolation "schema"',
      "metabase with isolation database or instance: it knows no schema but public, and all would share that",
      "Write `isolation: database`.",
    ],
  ],
  [
    "Metabase twice in one database",
    organizationWith(
      "isolation: database\nconnectionLimit: 60\napplications:\n  - { kind: metabase }\n  - { kind: metabase, name: second }\n",
    ),
    [
      "dev/organizations/acme.yaml:5:13 applications[1].kind",
      '"metabase", after "metabase" at applications[0]',
      "one metabase per organization: all of them would share the schema public of its database",
      "Give it an organization of its own, or raise `replicas` of the first.",
    ],
  ],
  [
    "settings of an instance that no organization has",
    organizationWith(metabase("database", "instance: { multiAz: false }\n")),
    [
      "dev/organizations/acme.yaml:2:11 instance",
      'settings of an instance, with isolation "database"',
      "`instance` together with isolation instance: nothing else reads it",
      "Delete it, or write `isolation: instance`.",
    ],
  ],
  [
    "an organization that shares an instance which is not there",
    {
      ...environmentWith("database: { shared: false }\n"),
      ...{ "dev/organizations/acme.yaml": smallOrganization },
    },
    [
      "dev/organizations/acme.yaml:1:12 isolation",
      '"database", with database.shared false',
      "isolation instance: there is no instance that organizations share",
      "Write `isolation: instance`, or take `shared: false` out of environment.yaml.",
    ],
  ],
  [
    "an environment without any instance",
    environmentWith("database: { shared: false }\n"),
    [
      "dev/environment.yaml:5:21 database.shared",
      "false, without an organization",
      "an environment with an instance at least: a shared one, or that of an organization",
      "Add an organization with isolation instance, or delete the line until there is one.",
    ],
  ],
  [
    "external access to an instance which is not there",
    environmentWith("database: { shared: false }\nexternalAccess: { allowedCidrs: [203.0.113.0/24] }\n", {
      acme: smallOrganization.replace("isolation: database", "isolation: instance"),
    }),
    [
      "dev/environment.yaml:6:17 externalAccess",
      "external access, with database.shared false",
      "a shared instance, which alone is opened to the outside",
      "Delete externalAccess, or `shared: false`.",
    ],
  ],
  [
    "pools that an application opens beside the one that config sizes",
    organizationWith("isolation: database\napplications:\n  - { kind: metabase, poolSize: 16 }\n"),
    [
      "dev/organizations/acme.yaml:1:1 connectionLimit (not in the file)",
      "20, with pools of metabase (16 + 5 of its own) × 1 = 21",
      "21 or more: beyond the limit PostgreSQL refuses connections",
      "Raise connectionLimit to 21, or lower poolSize or replicas.",
    ],
  ],
  [
    "pools beyond the limit of a login",
    organizationWith(container("replicas: 4, poolSize: 5")),
    [
      "dev/organizations/acme.yaml:1:1 connectionLimit (not in the file)",
      "20, with pools of api 5 × (4 + 1 while updating) = 25",
      "25 or more: beyond the limit PostgreSQL refuses connections",
      "Raise connectionLimit to 25, or lower poolSize or replicas.",
    ],
  ],
  [
    "more connections than the shared instance has",
    environmentWith("database: { instanceClass: db.t4g.micro }\n", {
      acme: metabase("database", "connectionLimit: 30\n"),
      globex: metabase("database", "authentication: iam\n"),
    }),
    [
      "dev/environment.yaml:5:28 database.instanceClass",
      "db.t4g.micro, with about 81 connections, for up to 80 (logins × connectionLimit: acme 2 × 30 + globex 1 × 20)",
      "at most 60: 21 are kept (3 for superuser, 2 for rds_superuser, 10 for the credentials function, 6 for monitoring and people)",
      "Take a larger class, lower connectionLimit, or give an organization an instance of its own.",
    ],
  ],
  [
    "more connections than an organization's own instance has",
    organizationWith(
      metabase("instance", "instance: { instanceClass: db.t4g.micro }\nconnectionLimit: 40\n"),
    ),
    [
      "dev/organizations/acme.yaml:2:28 instance.instanceClass",
      "db.t4g.micro, with about 81 connections, for up to 80 (logins × connectionLimit: acme 2 × 40)",
      "at most 60: 21 are kept (3 for superuser, 2 for rds_superuser, 10 for the credentials function, 6 for monitoring and people)",
      "Take a larger class, lower connectionLimit, or give an organization an instance of its own.",
    ],
  ],
  [
    "more pods than the quota",
    organizationWith(container("replicas: 4, poolSize: 1", "quota: { pods: 4 }\n")),
    [
      "dev/organizations/acme.yaml:2:16 quota.pods",
      "4, for 6 pods: api (4 + 1 while updating + 1 that ends)",
      "6 or more",
      "Raise the quota, or lower replicas.",
    ],
  ],
  [
    "more CPU than the quota",
    organizationWith(container("", "quota: { cpu: 700m }\n")),
    [
      "dev/organizations/acme.yaml:2:15 quota.cpu",
      '"700m", for pods that request api 250m × (2 + 1 while updating + 1 that ends)',
      "at least what the organization's pods request together",
      "Raise the quota, or lower resources or replicas.",
    ],
  ],
  [
    "more memory than the quota",
    organizationWith(metabase("database", "quota: { memory: 2047Mi }\n")),
    [
      "dev/organizations/acme.yaml:2:18 quota.memory",
      '"2047Mi", for pods that request metabase 2Gi × 1',
      "at least what the organization's pods request together",
      "Raise the quota, or lower resources or replicas.",
    ],
  ],
  [
    "environments of which one would be met by the other's pattern",
    { "prod/environment.yaml": minimal, "prod-eu/environment.yaml": minimal },
    [
      "prod-eu/environment.yaml:1:1",
      'an environment named "prod-eu" beside "prod"',
      "names that do not start with prod-: what is meant for prod-* would meet both",
      "Rename the folder, such as eu-prod.",
    ],
  ],
  [
    "one secret for two organizations",
    {
      "qa/environment.yaml": minimal,
      "qa/organizations/acme-eu.yaml": smallOrganization,
      "eu-qa/environment.yaml": minimal,
      "eu-qa/organizations/acme.yaml": smallOrganization,
    },
    [
      "qa/organizations/acme-eu.yaml:1:1",
      "the secret acme-eu-qa-database-credentials, which acme in eu-qa has as well",
      runIntoEachOther,
      "Rename the organization, its application or the environment.",
    ],
  ],
  [
    "one secret for applications of two organizations",
    environmentWith("", {
      x: metabase("database").replace("metabase }", "metabase, name: dev-y }"),
      "x-dev": metabase("database").replace("metabase }", "metabase, name: y }"),
    }),
    [
      "dev/organizations/x-dev.yaml:1:1",
      "the secret x-dev-dev-y-encryption-key, which x in dev has as well",
      runIntoEachOther,
      "Rename the organization, its application or the environment.",
    ],
  ],
];

test.each(table)("refuses %s", (_, files, expected) => {
  expect(onlyProblem(files)).toBe(expected.join("\n"));
});

describe("the range of the VPC", () => {
  // Subnets of the same range, so that nothing else is wrong.
  const network = (prefix: string): Files =>
    environmentWith(`network:
  cidr: ${prefix}.0.0/16
  subnets:
    clusterPrivate: [${prefix}.0.0/24, ${prefix}.1.0/24]
    databasePrivate: [${prefix}.2.0/24, ${prefix}.3.0/24]
    clusterPublic: [${prefix}.4.0/24, ${prefix}.5.0/24]
    databasePublic: [${prefix}.6.0/24, ${prefix}.7.0/24]
`);

  test("decides where subnets lie that the file does not list", () => {
    const files = environmentWith(
      "network: { cidr: 172.20.16.0/20, subnets: { databasePublic: [172.20.28.0/25, 172.20.28.128/25] } }\n",
    );
    expect(load(files)[0]?.network.subnets).toEqual({
      clusterPrivate: ["172.20.16.0/23", "172.20.18.0/23"],
      databasePrivate: ["172.20.20.0/24", "172.20.21.0/24"],
      clusterPublic: ["172.20.22.0/23", "172.20.24.0/23"],
      databasePublic: ["172.20.28.0/25", "172.20.28.128/25"],
    });
  });

  test("has the subnets of the workshop by default", () => {
    expect(load(environmentWith(""))[0]?.network).toMatchObject({
      cidr: "10.0.0.0/16",
      subnets: {
        clusterPrivate: ["10.0.0.0/23", "10.0.2.0/23"],
        databasePrivate: ["10.0.4.0/24", "10.0.5.0/24"],
        clusterPublic: ["10.0.6.0/23", "10.0.8.0/23"],
        databasePublic: ["10.0.10.0/24", "10.0.11.0/24"],
      },
    });
  });

  test.each(["10.255", "172.16", "172.20", "172.31", "192.168", "100.64"])("may be %s.0.0/16", (prefix) => {
    expect(load(network(prefix))).toHaveLength(1);
  });

  test("must be private", () => {
    expect(onlyProblem(network("11.0"))).toBe(
      [
        "dev/environment.yaml:6:9 network.cidr",
        "11.0.0.0/16, addresses that belong to others on the Internet",
        "a part of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10",
        "Choose a private range; whatever has these addresses could not be reached.",
      ].join("\n"),
    );
  });

  test("must not be what AWS services use", () => {
    expect(onlyProblem(network("172.17"))).toBe(
      [
        "dev/environment.yaml:6:9 network.cidr",
        "172.17.0.0/16, which overlaps 172.17.0.0/16",
        "any other private range: AWS services and container runtimes use this one themselves",
        "Choose another range.",
      ].join("\n"),
    );
  });
});

describe("names", () => {
  const shape = "lower-case letters, digits and single hyphens between them, a letter first";
  const longOrganization = `a${"b".repeat(30)}`;
  const longEnvironment = `a${"b".repeat(16)}`;

  test.each(["Dev", "1dev", "dev-", "de--v", "de_v", "de.v", "d v", longEnvironment])(
    "the environment %s is refused",
    (name) => {
      expect(onlyProblem({ [`${name}/environment.yaml`]: minimal })).toBe(
        [
          `${name}/environment.yaml:1:1`,
          `an environment (folder) named "${name}"`,
          `at most 16 ${shape}`,
          "Rename the folder: names in AWS and Kubernetes start with it.",
        ].join("\n"),
      );
    },
  );

  test.each(["sg", "sg-prod", "internal", "internal-a"])(
    "the environment %s is refused, since AWS keeps that beginning",
    (name) => {
      expect(onlyProblem({ [`${name}/environment.yaml`]: minimal })).toBe(
        [
          `${name}/environment.yaml:1:1`,
          `an environment (folder) named "${name}"`,
          "names other than sg and internal, and not starting with sg- or internal-",
          "Rename the folder: AWS refuses security groups named sg-… and load balancers named internal-….",
        ].join("\n"),
      );
    },
  );

  test.each(["sgx", "staging", "internals"])("the environment %s is taken", (name) => {
    expect(load({ [`${name}/environment.yaml`]: minimal })).toHaveLength(1);
  });

  test.each(["Acme", "1acme", "acme-", "ac--me", "ac_me", "ac.me", "ac me", longOrganization])(
    "the organization %s is refused",
    (name) => {
      expect(onlyProblem(environmentWith("", { [name]: smallOrganization }))).toBe(
        [
          `dev/organizations/${name}.yaml:1:1`,
          `an organization (file) named "${name}"`,
          `at most 30 ${shape}`,
          "Rename the file: its name becomes a namespace, IAM roles and PostgreSQL roles.",
        ].join("\n"),
      );
    },
  );

  test.each(["select", "order", "table", "group", "user", "all", "default", "window", "current-date", "is"])(
    "the organization %s is refused, since PostgreSQL reserves the word",
    (name) => {
      expect(onlyProblem(environmentWith("", { [name]: smallOrganization }))).toBe(
        [
          `dev/organizations/${name}.yaml:1:1`,
          `an organization (file) named "${name}"`,
          "names that are no reserved key word of PostgreSQL: RDS makes no database with such a name",
          `Rename the file, such as ${name}-team.`,
        ].join("\n"),
      );
    },
  );

  test("names are judged whatever the files hold", () => {
    const files = { "DEV/environment.yaml": "region: 1\n", "DEV/organizations/select.yaml": "" };
    expect(problemsOf(files).map(({ found }) => found)).toEqual(
      expect.arrayContaining([
        'an environment (folder) named "DEV"',
        "the number 1",
        'an organization (file) named "select"',
        "an empty file",
      ]),
    );
  });

  test.each([
    "platform-master",
    "public",
    "postgres",
    "template0",
    "template1",
    "rdsadmin",
    "rds",
    "rds-x",
    "pg-x",
    "kube-system",
    "organizations",
    "shared",
    "database",
  ])("the organization %s is refused, since something has that name", (name) => {
    const problem = onlyProblem(environmentWith("", { [name]: smallOrganization }));
    expect(problem).toContain(`dev/organizations/${name}.yaml:1:1\nan organization (file) named "${name}"`);
    expect(problem).toContain("Kubernetes, PostgreSQL, AWS or this project uses the name already.");
  });

  test.each([
    "a",
    "acme",
    "a1-b2-c3",
    "pgx",
    "kubernetes",
    "sales",
    "platform",
    "orders",
    "users-group",
    `a${"b".repeat(29)}`,
  ])("the organization %s is taken", (name) => {
    expect(load(environmentWith("", { [name]: smallOrganization }))[0]?.organizations[0]?.name).toBe(name);
  });
});

test("zones that are named are taken where there is no default", () => {
  const tokyo = minimal.replace("eu-west-1", "ap-northeast-1");
  const files = environment(`${tokyo}zones: [ap-northeast-1a, ap-northeast-1c]\n`);
  expect(load(files)[0]?.zones).toEqual(["ap-northeast-1a", "ap-northeast-1c"]);
});

test("a role of another account may administer beside one of this account", () => {
  const both = minimal.replace(
    'role/platform"]',
    'role/platform", "arn:aws:iam::444455556666:role/support"]',
  );
  expect(load(environment(both))[0]?.cluster.admins).toHaveLength(2);
});

test("environments of other accounts may have the same secret name", () => {
  const other = minimal.replaceAll("111122223333", "444455556666");
  const files = {
    "qa/environment.yaml": minimal,
    "qa/organizations/acme-eu.yaml": smallOrganization,
    "eu-qa/environment.yaml": other,
    "eu-qa/organizations/acme.yaml": smallOrganization,
  };
  expect(load(files)).toHaveLength(2);
});

test("more nodes than the subnets have addresses for, in both zones", () => {
  const nodes = (maxSize: number) =>
    withNodes(`{ name: general, instanceTypes: [m7g.large, m7g.4xlarge], maxSize: ${maxSize} }`);
  expect(load(nodes(15))).toHaveLength(1);
  expect(problemsOf(nodes(16)).map(asText)).toEqual(
    ["10.0.0.0/23", "10.0.2.0/23"].map((subnet, index) =>
      [
        `dev/environment.yaml:1:1 network.subnets.clusterPrivate[${index}] (not in the file)`,
        `${subnet}, 507 addresses, of which 511 are needed at maxSize (half of general 16 × 61 for nodes and 0 for pods, 16 for the control plane, 7 for endpoints)`,
        "an address for all of them: without one a node does not start, or a pod stays pending",
        "Give it a prefix length of 22 or less, before anything is applied, or lower maxSize.",
      ].join("\n"),
    ),
  );
});

test("more nodes than any subnet has addresses for", () => {
  const wide = "network: { cidr: 10.0.0.0/16, subnets: { clusterPrivate: [10.0.0.0/17, 10.0.128.0/18] } }\n";
  const groups = [1, 2, 3].map(
    (index) => `{ name: large-${index}, instanceTypes: [m7g.16xlarge], maxSize: 450 }`,
  );
  const fixes = problemsOf(
    environment(`${minimal.replace("cluster: { ", `cluster: { nodeGroups: [${groups.join()}], `)}${wide}`),
  ).map(({ fix }) => fix);
  expect(fixes).toContain("Lower maxSize: no subnet has more than 65531 addresses.");
});

test("a group may begin with no node beside one that has some", () => {
  expect(load(withNodes("{ name: general }, { name: batch, minSize: 0 }"))).toHaveLength(1);
});

test("one node of the usual type is enough for a small environment", () => {
  expect(load(withNodes("{ name: general, minSize: 1 }", pairs(4)))).toHaveLength(1);
});

test("the smallest number of interfaces counts where a group has several types", () => {
  const files = environmentWith("", { acme: container("replicas: 4, poolSize: 1") });
  const types = (list: string) => ({
    ...files,
    "dev/environment.yaml": minimal.replace(
      "cluster: {",
      `cluster: { nodeGroups: [{ name: general, minSize: 1, instanceTypes: [${list}] }],`,
    ),
  });
  expect(load(types("m7g.large"))).toHaveLength(1);
  expect(onlyProblem(types("m7g.large, m7g.medium"))).toContain(
    "4 branch interfaces at minSize (general 1 × 4), for 5 pods",
  );
});
