/**
 * Defaults of config as its reference documents them. They are repeated on purpose, so that the proof notices a changed
 * default in the schema or in its resolution.
 */
export const defaults = {
  cidr: "10.0.0.0/16",
  databaseCidr: "10.1.0.0/16",
  nodeGroups: [{ name: "general" }],
  publicAccessCidrs: [],
  authentication: "password",
  login: { connectionLimit: 20, statementTimeoutSeconds: 300, idleInTransactionTimeoutSeconds: 60 },
  readOnlyLogin: { connectionLimit: 3, statementTimeoutSeconds: 60, idleInTransactionTimeoutSeconds: 60 },
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
  /** Default name of an application of the kind `metabase`. */
  metabase: "metabase",
} as const;
