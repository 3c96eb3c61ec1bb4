/**
 * What config means where its files say nothing, as its reference documents it. Stated a second time on purpose: a
 * default that changes in the schema or in what fills it in is to be noticed.
 */
export const defaults = {
  cidr: "10.0.0.0/16",
  databaseCidr: "10.1.0.0/16",
  nodeGroups: [{ name: "general" }],
  publicAccessCidrs: [],
  authentication: "password",
  connectionLimit: 20,
  readOnlyConnectionLimit: 3,
  dropDataOnRemoval: false,
  members: [],
  secretWriters: [],
  shared: true,
  pooling: "none",
  logRetentionDays: 90,
  backupRetentionDays: 14,
  credentialRotationDays: 30,
  deletionProtection: true,
  delivery: "environment",
  /** Name of an application of the kind `metabase`. */
  metabase: "metabase",
} as const;
