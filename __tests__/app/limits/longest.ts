import type { Environment } from "../../../src/config/model";
import { load } from "../../config/support";

/** A name of so many letters, with a hyphen within. */
const long = (length: number, letter: string): string =>
  `${letter.repeat(Math.floor(length / 2) - 1)}-${letter.repeat(Math.ceil(length / 2))}`;

export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Roles with the longest names. @param letter of which their names are made */
export const roles = (count: number, letter: string): string[] =>
  times(count, (index) => `arn:aws:iam::111122223333:role/${long(61, letter)}${100 + index}`);

const ranges = (count: number): string[] => times(count, (index) => `198.51.100.${index}/32`);

interface Topology {
  readonly topology: string;
  readonly pooling: "rds-proxy" | "none";
  readonly externalAccess?: { readonly allowedCidrs: readonly string[] };
}

const externalAccess = { allowedCidrs: ranges(7) };
const topologies: Topology[] = [
  { topology: "same-vpc", pooling: "rds-proxy", externalAccess },
  { topology: "peering", pooling: "rds-proxy", externalAccess },
  { topology: "private-link", pooling: "none", externalAccess },
  { topology: "resource-endpoint", pooling: "none" },
];

const environmentFile = ({ pooling, ...settings }: Topology) => ({
  ...settings,
  account: "111122223333",
  region: "ap-southeast-1",
  tags: Object.fromEntries(times(40, (index) => [`${index}`.padEnd(128, "k"), `${index}`.padEnd(256, "v")])),
  state: {
    backend: "s3",
    bucket: long(63, "b"),
    kmsKeyArn: "arn:aws:kms:ap-southeast-1:111122223333:key/1234abcd-12ab-34cd-86ef-1234567890ab",
  },
  cluster: {
    admins: roles(5, "r"),
    publicAccessCidrs: ranges(40),
    nodeGroups: times(5, (index) => ({ name: `${long(31, "g")}${index}`, maxSize: 8 })),
  },
  database: { pooling, instanceClass: "db.r7g.4xlarge" },
  planner: { assumedBy: roles(19, "p") },
  applicationAccess: { allowedCidrs: ["203.0.113.0/24"] },
  notifications: { email: [`${long(60, "m")}@example.com`], https: ["https://alerts.example.com/sns"] },
});

const metabase = { kind: "metabase", name: long(40, "m") };
const container = {
  kind: "container",
  name: long(39, "c").replace("-", "--"),
  image: "registry.example.com/team/api:1.0.0",
  replicas: 2,
};

/** Open to as many ranges, and with as many secrets, as config takes. */
const opened = {
  ...container,
  access: {
    hostname: `${"h".repeat(63)}.${"h".repeat(60)}.org`,
    certificateArn:
      "arn:aws:acm:ap-southeast-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab",
    allowedCidrs: times(29, (index) => `203.0.113.${index}/32`),
    scheme: "internet-facing",
  },
  secrets: Object.fromEntries(
    times(18, (index) => [
      `SECRET_${index}`,
      {
        secret: `arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:${long(100, "s")}${10 + index}-Ab12Cd`,
        key: "k".repeat(128),
        kmsKeyArn: `arn:aws:kms:ap-southeast-1:111122223333:key/1234abcd-12ab-34cd-86ef-1234567890${10 + index}`,
      },
    ]),
  ),
};

const organizationFiles = ({ pooling }: Topology) => {
  const authentication = pooling === "none" ? "password" : "iam";
  return [
    { isolation: "instance", authentication, connectionLimit: 50, applications: [metabase, opened] },
    { isolation: "database", authentication, connectionLimit: 50, applications: [metabase, container] },
    { isolation: "schema", authentication: "iam", applications: [container] },
  ];
};

/** Environments of every topology, with the longest names and, where lists have an end, the longest lists that config takes. */
export const longestEnvironments: Environment[] = load(
  Object.fromEntries(
    topologies.flatMap((topology, index): [file: string, text: string][] => {
      const name = `${long(15, "e")}${index}`;
      return [
        [`${name}/environment.yaml`, JSON.stringify(environmentFile(topology))],
        ...organizationFiles(topology).map((organization, number): [string, string] => [
          `${name}/organizations/${long(29, "o")}${number}.yaml`,
          JSON.stringify(organization),
        ]),
      ];
    }),
  ),
);
