import { environmentWith, type Files, minimal, onlyProblem, organizationWith } from "./support";

const environment = (text: string): Files => ({ "dev/environment.yaml": text });
const cluster = (line: string): Files => environment(minimal.replace("cluster: { ", `cluster: { ${line}, `));
const container = (line: string): Files =>
  organizationWith(`isolation: database
applications:
  - kind: container
    name: api
    image: registry.example.com/api:1.0.0
    ${line}
`);
const image = (reference: string): Files =>
  organizationWith(
    `isolation: database\napplications:\n  - { kind: container, name: api, image: "${reference}" }\n`,
  );

/** What is wrong, where it is said, and the whole message: place, found, allowed, fix. */
const table: [string, Files, string[]][] = [
  [
    "an account without quotes, which YAML reads as a number",
    environment(minimal.replace('"111122223333"', "011122223333")),
    [
      "dev/environment.yaml:1:10 account",
      "the number 011122223333",
      "text: AWS account id, in quotes",
      'Put it in quotes: "011122223333". Without them YAML reads a number, and zeros at its ends are lost.',
    ],
  ],
  [
    "an account of eleven digits",
    environment(minimal.replace('"111122223333"', '"11112222333"')),
    [
      "dev/environment.yaml:1:10 account",
      '"11112222333"',
      'twelve digits in quotes, such as "111122223333"',
      "Change it to what is allowed.",
    ],
  ],
  [
    "a version without quotes, which loses its zero",
    cluster("version: 1.30"),
    [
      "dev/environment.yaml:4:21 cluster.version",
      "1.3",
      'one of "1.34", "1.35": Kubernetes minor version of control plane and nodes, in quotes',
      'Put it in quotes: "1.30". Without them YAML reads a number, and zeros at its ends are lost.',
    ],
  ],
  [
    "no, which is a text in YAML 1.2",
    environmentWith("database: { multiAz: no }\n"),
    [
      "dev/environment.yaml:5:22 database.multiAz",
      'the text "no"',
      "true or false: A standby in the other zone takes over when the first fails",
      "Write false: YAML 1.2 knows no other words for it.",
    ],
  ],
  [
    "a truth value for a text",
    container("env: { COUNTRY: true }"),
    [
      "dev/organizations/acme.yaml:6:21 applications[0].env.COUNTRY",
      "the truth value true",
      "text",
      'Put it in quotes: "true". Without them YAML reads a truth value.',
    ],
  ],
  [
    "a number in quotes",
    environmentWith('database: { storageGiB: "30" }\n'),
    [
      "dev/environment.yaml:5:25 database.storageGiB",
      'the text "30"',
      "a whole number from 20 to 65536: Storage to begin with, in GiB",
      "Take away the quotes: 30.",
    ],
  ],
  [
    "a number out of range",
    environmentWith("database: { backupRetentionDays: 36 }\n"),
    [
      "dev/environment.yaml:5:34 database.backupRetentionDays",
      "36",
      "a whole number from 1 to 35: How long automated backups are kept, in days",
      "Change it to what is allowed.",
    ],
  ],
  [
    "a key without a value",
    environmentWith("database:\n  instanceClass:\n"),
    [
      "dev/environment.yaml:6:3 database.instanceClass",
      "a key without a value",
      "text: RDS instance class, such as db.m7g.large",
      "Give `instanceClass` a value, or delete the line where a default will do.",
    ],
  ],
  [
    "a missing key",
    environment(minimal.replace("region: eu-west-1\n", "")),
    [
      "dev/environment.yaml:1:1 region (not in the file)",
      "nothing",
      "text: AWS region, such as eu-west-1",
      "Add `region:` with a value.",
    ],
  ],
  [
    "one value where a list belongs",
    environmentWith("zones: eu-west-1a\n"),
    [
      "dev/environment.yaml:5:8 zones",
      'the text "eu-west-1a"',
      "a list of exactly 2: The two availability zones. Default: a and b of the region",
      "Make it a list: [a, b] or lines that start with `- `.",
    ],
  ],
  [
    "an unknown key near a known one",
    environmentWith("database:\n  instance_class: db.m7g.large\n"),
    [
      "dev/environment.yaml:6:3 database.instance_class",
      "an unknown key",
      "version, instanceClass, multiAz, storageGiB, maxStorageGiB, backupRetentionDays, logRetentionDays, deletionProtection",
      "Did you mean instanceClass?",
    ],
  ],
  [
    "an unknown key near nothing",
    container("volume: 3"),
    [
      "dev/organizations/acme.yaml:6:5 applications[0].volume",
      "an unknown key",
      "kind, name, image, port, healthPath, replicas, resources, poolSize, env",
      "Delete it, or look in the list for the key that says what you mean.",
    ],
  ],
  [
    "a word near an allowed one",
    environmentWith("topology: samevpc\n"),
    [
      "dev/environment.yaml:5:11 topology",
      '"samevpc"',
      'one of "same-vpc", "peering", "private-link", "resource-endpoint": How the cluster reaches the database',
      "Did you mean same-vpc?",
    ],
  ],
  [
    "an unknown kind of state",
    environment(minimal.replace("local", "gcs")),
    ["dev/environment.yaml:3:19 state.backend", '"gcs"', 'one of "local", "s3"', "Choose one of them."],
  ],
  [
    "a region that is none",
    environment(minimal.replace("eu-west-1", "eu-west1")),
    [
      "dev/environment.yaml:2:9 region",
      '"eu-west1"',
      "an AWS region such as eu-west-1",
      "Change it to what is allowed.",
    ],
  ],
  [
    "a network with host bits",
    environmentWith("network: { cidr: 10.0.0.5/16 }\n"),
    [
      "dev/environment.yaml:5:18 network.cidr",
      '"10.0.0.5/16", an address inside a network',
      "a network, which starts with its first address",
      "Write 10.0.0.0/16, or change the prefix length.",
    ],
  ],
  [
    "no network",
    environmentWith("network: { cidr: 10.0.0.0 }\n"),
    [
      "dev/environment.yaml:5:18 network.cidr",
      '"10.0.0.0"',
      "an IPv4 network such as 10.0.0.0/16",
      "Change it to what is allowed.",
    ],
  ],
  [
    "days of retention that CloudWatch refuses",
    environmentWith("database: { logRetentionDays: 10 }\n"),
    [
      "dev/environment.yaml:5:31 database.logRetentionDays",
      "10",
      "one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653: How long PostgreSQL's logs are kept, in days",
      "Choose one of them.",
    ],
  ],
  [
    "S3 among the interface endpoints",
    environmentWith("network: { interfaceEndpoints: [s3] }\n"),
    [
      "dev/environment.yaml:5:33 network.interfaceEndpoints[0]",
      '"s3"',
      "services with interface endpoints of their own",
      "Delete it: S3 is reached through a gateway endpoint, which is always there and free.",
    ],
  ],
  [
    "the full name of an endpoint service",
    environmentWith("network: { interfaceEndpoints: [com.amazonaws.eu-west-1.ecr.api] }\n"),
    [
      "dev/environment.yaml:5:33 network.interfaceEndpoints[0]",
      '"com.amazonaws.eu-west-1.ecr.api", the full name of an endpoint service',
      "its short name, which is the same in every region",
      "Write ecr.api.",
    ],
  ],
  [
    "an endpoint twice",
    environmentWith("network: { interfaceEndpoints: [sts, sts] }\n"),
    [
      "dev/environment.yaml:5:38 network.interfaceEndpoints[1]",
      '"sts" a second time',
      "each service once",
      "Delete one of them.",
    ],
  ],
  [
    "nobody to administer the cluster",
    environment(minimal.replace('["arn:aws:iam::111122223333:role/platform"]', "[]")),
    [
      "dev/environment.yaml:4:20 cluster.admins",
      "an empty list",
      "a list of at least 1: IAM roles that administer the cluster; whoever applies the platform stack holds one of them",
      "Change it to what is allowed.",
    ],
  ],
  [
    "a session as administrator",
    environment(minimal.replace("iam::111122223333:role", "sts::111122223333:assumed-role")),
    [
      "dev/environment.yaml:4:21 cluster.admins[0]",
      '"arn:aws:sts::111122223333:assumed-role/platform"',
      "the ARN of an IAM role, such as arn:aws:iam::111122223333:role/platform",
      "Name the role itself, with its path: sessions cannot be listed.",
    ],
  ],
  [
    "a user as administrator",
    environment(minimal.replace(":role/", ":user/")),
    [
      "dev/environment.yaml:4:21 cluster.admins[0]",
      '"arn:aws:iam::111122223333:user/platform"',
      "the ARN of an IAM role, such as arn:aws:iam::111122223333:role/platform",
      "Make a role: users and root hold credentials that do not expire.",
    ],
  ],
  [
    "the whole Internet",
    cluster("publicAccessCidrs: [0.0.0.0/0]"),
    [
      "dev/environment.yaml:4:32 cluster.publicAccessCidrs[0]",
      '"0.0.0.0/0": the whole Internet',
      "ranges of yours, /8 or smaller",
      "List the addresses of your offices, VPN and runners; an empty list keeps the endpoint private.",
    ],
  ],
  [
    "half of the Internet",
    cluster("publicAccessCidrs: [128.0.0.0/1]"),
    [
      "dev/environment.yaml:4:32 cluster.publicAccessCidrs[0]",
      '"128.0.0.0/1": 1/2 of the whole Internet',
      "ranges of yours, /8 or smaller",
      "List the addresses of your offices, VPN and runners; an empty list keeps the endpoint private.",
    ],
  ],
  [
    "a private range at the public endpoint",
    cluster("publicAccessCidrs: [10.1.0.0/16]"),
    [
      "dev/environment.yaml:4:32 cluster.publicAccessCidrs[0]",
      '"10.1.0.0/16", inside 10.0.0.0/8: not an address on the Internet',
      "public addresses; EKS refuses others",
      "Delete it: inside the VPC the private endpoint is always there. For a VPN, list the address it has outside.",
    ],
  ],
  [
    "a burstable instance type",
    cluster("nodeGroups: [{ name: general, instanceTypes: [t3.large] }]"),
    [
      "dev/environment.yaml:4:58 cluster.nodeGroups[0].instanceTypes[0]",
      '"t3.large", of the burstable t family',
      "types that carry branch network interfaces: pods with security groups of their own need them",
      "Take m7g.large or larger; with capacity: spot it costs about as much.",
    ],
  ],
  [
    "an instance type that carries none",
    cluster("nodeGroups: [{ name: general, instanceTypes: [i4i.large] }]"),
    [
      "dev/environment.yaml:4:58 cluster.nodeGroups[0].instanceTypes[0]",
      '"i4i.large", which carries no branch network interface',
      "a type of the table in src/config/facts/instance-types.ts, such as m7g.large",
      "Choose another type, or add this one to the table with its number of branch interfaces.",
    ],
  ],
  [
    "an unknown instance type",
    cluster("nodeGroups: [{ name: general, instanceTypes: [m7g.lage] }]"),
    [
      "dev/environment.yaml:4:58 cluster.nodeGroups[0].instanceTypes[0]",
      '"m7g.lage"',
      "a type of the table in src/config/facts/instance-types.ts, such as m7g.large",
      "Did you mean m7g.large? If not, choose another type, or add this one to the table with its number of branch interfaces.",
    ],
  ],
  [
    "two architectures in a node group",
    cluster("nodeGroups: [{ name: general, instanceTypes: [m7g.large, m7i.large] }]"),
    [
      "dev/environment.yaml:4:57 cluster.nodeGroups[0].instanceTypes",
      "m7g.large (arm64) beside m7i.large (x86_64)",
      "one architecture a node group: its nodes share one image",
      "Make a node group for each architecture.",
    ],
  ],
  [
    "two node groups of one name",
    cluster("nodeGroups: [{ name: general }, { name: general }]"),
    [
      "dev/environment.yaml:4:52 cluster.nodeGroups[1].name",
      '"general" a second time',
      "each name once",
      "Rename or delete one of them.",
    ],
  ],
  [
    "more nodes at least than at most",
    cluster("nodeGroups: [{ name: general, minSize: 5, maxSize: 3 }]"),
    [
      "dev/environment.yaml:4:51 cluster.nodeGroups[0].minSize",
      "5, more than maxSize (3)",
      "0 to 3",
      "Lower minSize or raise maxSize.",
    ],
  ],
  [
    "an unknown database class",
    environmentWith("database: { instanceClass: m7g.large }\n"),
    [
      "dev/environment.yaml:5:28 database.instanceClass",
      '"m7g.large"',
      "a class of the table in src/config/facts/database-classes.ts, such as db.t4g.medium, db.m7g.large, db.r7g.large",
      "Did you mean db.m7g.large? If not, choose another class, or add this one to the table with its memory.",
    ],
  ],
  [
    "a bucket name that S3 refuses",
    environment(minimal.replace("backend: local", "backend: s3, bucket: My_Bucket")),
    [
      "dev/environment.yaml:3:31 state.bucket",
      '"My_Bucket"',
      "an S3 bucket name: 3 to 63 lower-case letters, digits, hyphens and single dots",
      "Name an existing bucket of yours, with versioning and without public access.",
    ],
  ],
  [
    "an alias where a key belongs",
    environment(
      minimal.replace("backend: local", "backend: s3, bucket: state-of-ours, kmsKeyArn: alias/state"),
    ),
    [
      "dev/environment.yaml:3:57 state.kmsKeyArn",
      '"alias/state"',
      "the ARN of a KMS key, such as arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      "Change it to what is allowed.",
    ],
  ],
  [
    "a chart mirror with a password",
    environmentWith("charts: { repository: https://me:word@charts.example.com }\n"),
    [
      "dev/environment.yaml:5:23 charts.repository",
      '"https://me:word@charts.example.com"',
      "an oci:// or https:// address without user name, password or final slash",
      "Change it to what is allowed.",
    ],
  ],
  [
    "a tag that the project sets",
    environmentWith("tags: { environment: mine }\n"),
    [
      "dev/environment.yaml:5:9 tags.environment",
      'the key "environment"',
      "keys other than Name, Environment, Stack, ManagedBy, Organization",
      "Delete it: the project sets Environment itself.",
    ],
  ],
  [
    "a tag that AWS reserves",
    environmentWith('tags: { "aws:team": a }\n'),
    [
      'dev/environment.yaml:5:9 tags["aws:team"]',
      'the key "aws:team"',
      "keys without a prefix that AWS or Kubernetes reserves",
      "Choose another key.",
    ],
  ],
  [
    "tags that IAM cannot tell apart",
    environmentWith("tags: { team: a, Team: b }\n"),
    [
      "dev/environment.yaml:5:24 tags.Team",
      'the keys "team" and "Team"',
      "keys that differ in more than upper and lower case: to IAM these are one",
      "Delete one of them.",
    ],
  ],
  [
    "a tag with characters that AWS refuses",
    environmentWith('tags: { team: "a;b" }\n'),
    [
      "dev/environment.yaml:5:15 tags.team",
      '"a;b"',
      "at most 256 letters, digits, spaces and _ . : / = + - @",
      "Shorten it, or take out the other characters.",
    ],
  ],
  [
    "an image without a tag",
    image("registry.example.com:5000/team/api"),
    [
      "dev/organizations/acme.yaml:3:42 applications[0].image",
      '"registry.example.com:5000/team/api", without a tag',
      "a tag that names a version, or a digest: what runs must not change without a change here",
      'Write "registry.example.com:5000/team/api:1.2.3" or add the digest.',
    ],
  ],
  [
    "an image at latest",
    image("nginx:latest"),
    [
      "dev/organizations/acme.yaml:3:42 applications[0].image",
      '"nginx:latest", a tag that moves',
      "a tag that names a version, or a digest: what runs must not change without a change here",
      "Name the version, or add the digest after @.",
    ],
  ],
  [
    "an image with a broken digest",
    image("nginx@sha256:abc"),
    [
      "dev/organizations/acme.yaml:3:42 applications[0].image",
      '"nginx@sha256:abc"',
      "registry/name:tag or registry/name@sha256:… with 64 hexadecimal digits",
      "Copy the reference from your registry.",
    ],
  ],
  [
    "a privileged port",
    container("port: 80"),
    [
      "dev/organizations/acme.yaml:6:11 applications[0].port",
      "80",
      "a whole number from 1024 to 65535: Port the container listens on; it runs unprivileged, so 1024 or above",
      "Change it to what is allowed.",
    ],
  ],
  [
    "a variable that the platform sets",
    container("env: { PGSSLMODE: disable }"),
    [
      "dev/organizations/acme.yaml:6:12 applications[0].env.PGSSLMODE",
      "the variable PGSSLMODE",
      "names that the platform does not set: not DATABASE_URL, DB_*, PG*, AWS_*, KUBERNETES_*",
      "Delete it: the platform sets what belongs to the database and the AWS identity.",
    ],
  ],
  [
    "a variable that is a secret by its name",
    container("env: { STRIPE_API_KEY: sk_live_1234 }"),
    [
      "dev/organizations/acme.yaml:6:12 applications[0].env.STRIPE_API_KEY",
      "the variable STRIPE_API_KEY, by its name a secret",
      "plain settings: they can be read in Terraform's state and in the cluster",
      "Keep it in AWS Secrets Manager and let the application read it; rename the variable if it is no secret.",
    ],
  ],
  [
    "a secret in a value",
    container('env: { CACHE: "redis://app:hunter2@cache:6379" }'),
    [
      "dev/organizations/acme.yaml:6:19 applications[0].env.CACHE",
      "a value that holds a password or a key",
      "plain settings: they can be read in Terraform's state and in the cluster",
      "Keep it in AWS Secrets Manager and let the application read it; rename the variable if it is no secret.",
    ],
  ],
  [
    "a variable of several lines",
    container('env: { TEXT: "a\\nb" }'),
    [
      "dev/organizations/acme.yaml:6:18 applications[0].env.TEXT",
      "line breaks or control characters",
      "one line of text",
      "Put longer texts in a file of the image.",
    ],
  ],
  [
    "a name that no variable can have",
    container("env: { my-name: x }"),
    [
      "dev/organizations/acme.yaml:6:12 applications[0].env.my-name",
      'the name "my-name"',
      "letters, digits and underscores, no digit first",
      "Rename it.",
    ],
  ],
  [
    "an application with a name that no service can have",
    organizationWith("isolation: database\napplications:\n  - { kind: metabase, name: 1st }\n"),
    [
      "dev/organizations/acme.yaml:3:29 applications[0].name",
      '"1st"',
      "1 to 40 lower-case letters, digits and hyphens, a letter first, no hyphen last",
      "Change it to what is allowed.",
    ],
  ],
  [
    "two applications of one name, one of them by default",
    organizationWith(
      "isolation: database\nconnectionLimit: 60\napplications:\n  - { kind: metabase, name: metabase }\n  - { kind: metabase }\n",
    ),
    [
      "dev/organizations/acme.yaml:5:5 applications[1].name (not in the file)",
      '"metabase" a second time',
      "each name once",
      "Rename or delete one of them.",
    ],
  ],
  [
    "no applications",
    organizationWith("isolation: database\napplications: []\n"),
    [
      "dev/organizations/acme.yaml:2:15 applications",
      "an empty list",
      "a list of at least 1: What it runs, one deployment each",
      "Change it to what is allowed.",
    ],
  ],
  [
    "a quantity without quotes",
    container("resources: { cpu: 1, memory: 1Gi }"),
    [
      "dev/organizations/acme.yaml:6:23 applications[0].resources.cpu",
      "the number 1",
      "text: CPU request",
      'Put it in quotes: "1". Without them YAML reads a number, and zeros at its ends are lost.',
    ],
  ],
  [
    "no quantity",
    container('resources: { cpu: "1 core", memory: 1Gi }'),
    [
      "dev/organizations/acme.yaml:6:23 applications[0].resources.cpu",
      '"1 core"',
      'a Kubernetes quantity in quotes, such as "500m", "2" or "1Gi"',
      "Change it to what is allowed.",
    ],
  ],
];

test.each(table)("refuses %s", (_, files, expected) => {
  expect(onlyProblem(files)).toBe(expected.join("\n"));
});

test("a long value is cut short", () => {
  const text = onlyProblem(environmentWith(`tags: { team: "${"x".repeat(5000)}" }\n`));
  expect(text).toContain(`"${"x".repeat(60)}…" (5000 characters)`);
  expect(text.length).toBeLessThan(300);
});

test("no value of a variable is repeated in a message", () => {
  const values = ["sk_live_1234", "redis://app:hunter2@cache"];
  for (const value of values) {
    expect(onlyProblem(container(`env: { SOME_TOKEN: "${value.replace(/:.*/, "")}" }`))).not.toContain(value);
  }
  expect(onlyProblem(container('env: { CACHE: "redis://app:hunter2@cache" }'))).not.toContain("hunter2");
});

test.each(["LOG_LEVEL", "MONKEY", "KEYBOARD", "COMPASS", "PAGE_SIZE", "TOKENIZER", "DBX"])(
  "%s is a plain variable",
  (name) => {
    expect(() => onlyProblem(container(`env: { ${name}: x }`))).toThrow("the files have no problem");
  },
);
