import { oldestVersion, oneOfVersions } from "../support/kubernetes-versions";
import {
  environment,
  environmentWith,
  type Files,
  minimal,
  onlyProblem,
  organizationWith,
  refusesEach,
} from "./support";

const cluster = (line: string): Files => environment(minimal.replace("cluster: { ", `cluster: { ${line}, `));
const container = (line: string): Files =>
  organizationWith(`isolation: database
applications:
  - kind: container
    name: api
    image: registry.example.com/api:1.0.0
    ${line}
`);

refusesEach([
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
      "Write it in the allowed form.",
    ],
  ],
  [
    "a version without quotes, which loses its zero",
    cluster("version: 1.30"),
    [
      "dev/environment.yaml:4:21 cluster.version",
      "the number 1.30",
      oneOfVersions,
      `Did you mean "${oldestVersion}"?`,
    ],
  ],
  [
    "no, which is a text in YAML 1.2",
    environmentWith("database: { multiAz: no }\n"),
    [
      "dev/environment.yaml:5:22 database.multiAz",
      'the text "no"',
      "true or false: A standby in the other zone takes over when the first fails",
      "Write false: YAML 1.2 has no other words for it.",
    ],
  ],
  [
    "a truth value in quotes",
    environmentWith('database: { multiAz: "true" }\n'),
    [
      "dev/environment.yaml:5:22 database.multiAz",
      'the text "true"',
      "true or false: A standby in the other zone takes over when the first fails",
      "Remove the quotes: true.",
    ],
  ],
  [
    "a number for a truth value",
    environmentWith("database: { multiAz: 1 }\n"),
    [
      "dev/environment.yaml:5:22 database.multiAz",
      "the number 1",
      "true or false: A standby in the other zone takes over when the first fails",
      "Write true or false.",
    ],
  ],
  [
    "a number with a unit",
    environmentWith("database: { storageGiB: 30Gi }\n"),
    [
      "dev/environment.yaml:5:25 database.storageGiB",
      'the text "30Gi"',
      "a whole number from 20 to 65536: Initial storage, in GiB",
      "Write a number, without quotes or unit.",
    ],
  ],
  [
    "a fraction",
    environmentWith("database: { storageGiB: 30.5 }\n"),
    [
      "dev/environment.yaml:5:25 database.storageGiB",
      "the number 30.5",
      "a whole number from 20 to 65536: Initial storage, in GiB",
      "Write a whole number.",
    ],
  ],
  [
    "a truth value for a text",
    container("env: { COUNTRY: true }"),
    [
      "dev/organizations/acme.yaml:6:21 applications[0].env.COUNTRY",
      "the boolean true",
      "text",
      'Put it in quotes: "true". Without them YAML reads a boolean.',
    ],
  ],
  [
    "a number in quotes",
    environmentWith('database: { storageGiB: "30" }\n'),
    [
      "dev/environment.yaml:5:25 database.storageGiB",
      'the text "30"',
      "a whole number from 20 to 65536: Initial storage, in GiB",
      "Remove the quotes: 30.",
    ],
  ],
  [
    "a number out of range",
    environmentWith("database: { backupRetentionDays: 36 }\n"),
    [
      "dev/environment.yaml:5:34 database.backupRetentionDays",
      "36",
      "a whole number from 1 to 35: How long automated backups are kept, in days",
      "Lower it to 35 or less.",
    ],
  ],
  [
    "a key without a value",
    environmentWith("database:\n  instanceClass:\n"),
    [
      "dev/environment.yaml:6:3 database.instanceClass",
      "a key without a value",
      "text: RDS instance class, such as db.m7g.large",
      "Give `instanceClass` a value, or delete the line.",
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
      "a list of exactly 2: The two availability zones. Default: a and b of the region, where every account has these",
      "Make it a list: [a, b] or lines that start with `- `.",
    ],
  ],
  [
    "a mapping where a list belongs",
    organizationWith("isolation: database\napplications:\n  kind: metabase\n"),
    [
      "dev/organizations/acme.yaml:3:3 applications",
      "a mapping",
      "a list of at least 1: Its applications, one deployment each",
      "Make it a list: put `- ` before its first key, and indent the others as far.",
    ],
  ],
  [
    "a list where a mapping belongs",
    environmentWith("database:\n  - multiAz: false\n"),
    [
      "dev/environment.yaml:6:3 database",
      "a list of 1",
      "a mapping with the keys shared, version, extendedSupport, instanceClass, instanceMemoryGiB, multiAz, storageGiB, maxStorageGiB, backupRetentionDays, logRetentionDays, deletionProtection, applyImmediately, restoreFrom, pooling, proxy: The shared RDS instance, and defaults for those of organizations",
      "Write `shared: …` lines below it, indented by two spaces, without `- `.",
    ],
  ],
  [
    "a word where a mapping belongs",
    environment(minimal.replace(/cluster:.*/, "cluster: small")),
    [
      "dev/environment.yaml:4:10 cluster",
      'the text "small"',
      "a mapping with the keys version, admins, publicAccessCidrs, serviceCidr, nodeGroups, logRetentionDays, deletionProtection: The EKS cluster and its nodes",
      "Write `admins: …` lines below it, indented by two spaces.",
    ],
  ],
  [
    "a list where a text belongs",
    environmentWith("tags: { team: [a] }\n"),
    ["dev/environment.yaml:5:15 tags.team", "a list of 1", "text", "Write one text."],
  ],
  [
    "three zones",
    environmentWith("zones: [eu-west-1a, eu-west-1b, eu-west-1c]\n"),
    [
      "dev/environment.yaml:5:8 zones",
      "a list of 3",
      "a list of exactly 2: The two availability zones. Default: a and b of the region, where every account has these",
      "List exactly 2.",
    ],
  ],
  [
    "a required key without a value",
    environment(minimal.replace("eu-west-1", "")),
    [
      "dev/environment.yaml:2:1 region",
      "a key without a value",
      "text: AWS region, such as eu-west-1",
      "Give `region` a value.",
    ],
  ],
  [
    "an unknown key near a known one",
    environmentWith("database:\n  instance_class: db.m7g.large\n"),
    [
      "dev/environment.yaml:6:3 database.instance_class",
      "an unknown key",
      "shared, version, extendedSupport, instanceClass, instanceMemoryGiB, multiAz, storageGiB, maxStorageGiB, backupRetentionDays, logRetentionDays, deletionProtection, applyImmediately, restoreFrom, pooling, proxy",
      "Did you mean instanceClass?",
    ],
  ],
  [
    "an unknown key near nothing",
    container("volume: 3"),
    [
      "dev/organizations/acme.yaml:6:5 applications[0].volume",
      "an unknown key",
      "kind, name, image, imagePullSecret, port, healthPath, userId, replicas, resources, onRotation, poolSize, env, secrets, access",
      "Delete it, or choose the intended key from the list.",
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
    "a truth value for one of some words, of which it is none in quotes either",
    environment(minimal.replace("local", "true")),
    ["dev/environment.yaml:3:19 state.backend", "true", 'one of "local", "s3"', "Choose one of them."],
  ],
  [
    "an unknown kind of state",
    environment(minimal.replace("local", "gcs")),
    ["dev/environment.yaml:3:19 state.backend", '"gcs"', 'one of "local", "s3"', "Choose one of them."],
  ],
]);

test("a long value is truncated", () => {
  const text = onlyProblem(environmentWith(`tags: { team: "${"x".repeat(5000)}" }\n`));
  expect(text).toContain(`"${"x".repeat(60)}…" (5000 characters)`);
  expect(text.length).toBeLessThan(300);
});
