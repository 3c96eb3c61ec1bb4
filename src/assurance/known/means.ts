/** A takeover of credentials or of a database: the actions that it needs, all of them, and their target. */
export interface Means {
  /** Its description, as a predicate. */
  readonly name: string;
  readonly actions: readonly string[];
  readonly on: "secret" | "key" | "role" | "function" | "database" | "proxy" | "anything";
}

/**
 * Modelled takeovers. Each lists the minimum of actions that may suffice, so that further requirements of an attacker
 * (a subnet, an image) do not count as protection.
 */
export const knownMeans: readonly Means[] = [
  { name: "replaces a secret's policy", actions: ["secretsmanager:PutResourcePolicy"], on: "secret" },
  { name: "removes a secret's policy", actions: ["secretsmanager:DeleteResourcePolicy"], on: "secret" },
  {
    name: "rotates a secret with a function of its own",
    actions: ["secretsmanager:RotateSecret"],
    on: "secret",
  },
  {
    name: "copies a secret to another region",
    actions: ["secretsmanager:ReplicateSecretToRegions"],
    on: "secret",
  },
  { name: "changes the tags of a secret", actions: ["secretsmanager:TagResource"], on: "secret" },
  { name: "replaces a key's policy", actions: ["kms:PutKeyPolicy"], on: "key" },
  { name: "grants the use of a key", actions: ["kms:CreateGrant"], on: "key" },
  { name: "brings what is encrypted under another key", actions: ["kms:ReEncryptFrom"], on: "key" },
  { name: "copies a key to another region", actions: ["kms:ReplicateKey"], on: "key" },
  { name: "passes a role to something that it runs", actions: ["iam:PassRole"], on: "role" },
  { name: "changes who may assume a role", actions: ["iam:UpdateAssumeRolePolicy"], on: "role" },
  { name: "gives a role permissions", actions: ["iam:PutRolePolicy"], on: "role" },
  { name: "attaches policies to a role", actions: ["iam:AttachRolePolicy"], on: "role" },
  {
    name: "takes a role's permissions away, denials among them",
    actions: ["iam:DeleteRolePolicy"],
    on: "role",
  },
  { name: "detaches policies from a role", actions: ["iam:DetachRolePolicy"], on: "role" },
  { name: "lifts the boundary of a role", actions: ["iam:DeleteRolePermissionsBoundary"], on: "role" },
  { name: "replaces the code of a function", actions: ["lambda:UpdateFunctionCode"], on: "function" },
  { name: "puts a layer under a function", actions: ["lambda:UpdateFunctionConfiguration"], on: "function" },
  { name: "calls a function", actions: ["lambda:InvokeFunction"], on: "function" },
  { name: "feeds a function with events", actions: ["lambda:CreateEventSourceMapping"], on: "anything" },
  {
    name: "feeds a function with other events",
    actions: ["lambda:UpdateEventSourceMapping"],
    on: "anything",
  },
  { name: "calls a function by its URL", actions: ["lambda:InvokeFunctionUrl"], on: "function" },
  { name: "lets a principal call a function", actions: ["lambda:AddPermission"], on: "function" },
  { name: "sets the master password of an instance", actions: ["rds:ModifyDBInstance"], on: "database" },
  {
    name: "copies an instance at a point in time",
    actions: ["rds:RestoreDBInstanceToPointInTime"],
    on: "database",
  },
  {
    name: "copies an instance as its replica",
    actions: ["rds:CreateDBInstanceReadReplica"],
    on: "database",
  },
  {
    name: "copies backups of an instance to another region",
    actions: ["rds:StartDBInstanceAutomatedBackupsReplication"],
    on: "database",
  },
  { name: "takes a snapshot of an instance", actions: ["rds:CreateDBSnapshot"], on: "database" },
  { name: "makes a proxy take and use other logins", actions: ["rds:ModifyDBProxy"], on: "proxy" },
  { name: "restores a snapshot", actions: ["rds:RestoreDBInstanceFromDBSnapshot"], on: "anything" },
  { name: "shares a snapshot", actions: ["rds:ModifyDBSnapshotAttribute"], on: "anything" },
  { name: "exports a snapshot", actions: ["rds:StartExportTask"], on: "anything" },
  { name: "rewrites a policy of IAM", actions: ["iam:CreatePolicyVersion"], on: "anything" },
  { name: "switches the version of a policy", actions: ["iam:SetDefaultPolicyVersion"], on: "anything" },
  { name: "assumes roles that are made elsewhere", actions: ["sts:AssumeRole"], on: "anything" },
  { name: "lets IAM believe another issuer", actions: ["iam:CreateOpenIDConnectProvider"], on: "anything" },
  { name: "lets IAM believe another directory", actions: ["iam:CreateSAMLProvider"], on: "anything" },
  { name: "replaces a directory that IAM believes", actions: ["iam:UpdateSAMLProvider"], on: "anything" },
  {
    name: "lets IAM accept other audiences",
    actions: ["iam:AddClientIDToOpenIDConnectProvider"],
    on: "anything",
  },
  {
    name: "replaces the certificate of an issuer",
    actions: ["iam:UpdateOpenIDConnectProviderThumbprint"],
    on: "anything",
  },
  { name: "copies a snapshot", actions: ["rds:CopyDBSnapshot"], on: "anything" },
  {
    name: "makes a copy of an instance to switch to",
    actions: ["rds:CreateBlueGreenDeployment"],
    on: "anything",
  },
  { name: "makes access keys", actions: ["iam:CreateAccessKey"], on: "anything" },
  { name: "sets a user's console password", actions: ["iam:UpdateLoginProfile"], on: "anything" },
  { name: "gives a user a console password", actions: ["iam:CreateLoginProfile"], on: "anything" },
  { name: "gives a user permissions", actions: ["iam:PutUserPolicy"], on: "anything" },
  { name: "attaches policies to a user", actions: ["iam:AttachUserPolicy"], on: "anything" },
  { name: "adds a user to a group", actions: ["iam:AddUserToGroup"], on: "anything" },
  { name: "gives a group of users permissions", actions: ["iam:PutGroupPolicy"], on: "anything" },
  { name: "attaches policies to a group of users", actions: ["iam:AttachGroupPolicy"], on: "anything" },
  { name: "lets a principal into Kubernetes", actions: ["eks:CreateAccessEntry"], on: "anything" },
  { name: "puts a principal into groups of Kubernetes", actions: ["eks:UpdateAccessEntry"], on: "anything" },
  {
    name: "makes a principal an administrator of Kubernetes",
    actions: ["eks:AssociateAccessPolicy"],
    on: "anything",
  },
  { name: "gives a service account a role", actions: ["eks:CreatePodIdentityAssociation"], on: "anything" },
  {
    name: "gives a service account another role",
    actions: ["eks:UpdatePodIdentityAssociation"],
    on: "anything",
  },
  { name: "runs commands on nodes", actions: ["ssm:SendCommand"], on: "anything" },
  { name: "opens a session on a node", actions: ["ssm:StartSession"], on: "anything" },
  { name: "takes up a session on a node", actions: ["ssm:ResumeSession"], on: "anything" },
  { name: "runs automations on nodes", actions: ["ssm:StartAutomationExecution"], on: "anything" },
  { name: "has commands run on nodes again and again", actions: ["ssm:CreateAssociation"], on: "anything" },
  { name: "logs in to a node", actions: ["ec2-instance-connect:SendSSHPublicKey"], on: "anything" },
  {
    name: "logs in to the console of a node",
    actions: ["ec2-instance-connect:SendSerialConsoleSSHPublicKey"],
    on: "anything",
  },
  { name: "opens a tunnel to a node", actions: ["ec2-instance-connect:OpenTunnel"], on: "anything" },
  {
    name: "lets Kubernetes believe another issuer",
    actions: ["eks:AssociateIdentityProviderConfig"],
    on: "anything",
  },
];
