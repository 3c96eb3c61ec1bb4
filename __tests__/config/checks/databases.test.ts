import {
  container,
  environmentWith,
  metabase,
  organizationWith,
  refusesEach,
  smallOrganization,
} from "../support";

refusesEach([
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
      "isolation instance: there is no shared instance",
      "Write `isolation: instance`, or remove `shared: false` from environment.yaml.",
    ],
  ],
  [
    "an environment without any instance",
    environmentWith("database: { shared: false }\n"),
    [
      "dev/environment.yaml:5:21 database.shared",
      "false, without an organization",
      "an environment with at least one instance: a shared one, or that of an organization",
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
      "a shared instance: only that is opened to the outside",
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
]);
