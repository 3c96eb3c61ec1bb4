import { type Breach, database, forceSsl, proxy, uri } from "./support";

export const data: Breach[] = [
  [
    "Databases have no public address",
    "public",
    (stacks) => Object.assign(database(stacks), { publicly_accessible: true }),
  ],
  [
    "Databases have only their own security groups",
    "the nodes' group",
    (stacks) =>
      database(stacks).vpc_security_group_ids.push(
        `${"$"}{aws_eks_cluster.x.vpc_config[0].cluster_security_group_id}`,
      ),
  ],
  [
    "Databases have only their own security groups",
    "a group by its id",
    (stacks) => database(stacks).vpc_security_group_ids.push("sg-1"),
  ],
  [
    "Databases have only their own security groups",
    "the default group",
    (stacks) => Reflect.deleteProperty(database(stacks), "vpc_security_group_ids"),
  ],
  [
    "Databases refuse connections without TLS",
    "force_ssl off",
    (stacks) => Object.assign(forceSsl(stacks), { value: "0" }),
  ],
  [
    "Databases refuse connections without TLS",
    "force_ssl left out",
    (stacks) => Object.assign(forceSsl(stacks), { name: "other" }),
  ],
  [
    "Databases refuse connections without TLS",
    "another group",
    (stacks) => Object.assign(database(stacks), { parameter_group_name: "default.postgres17" }),
  ],
  [
    "Databases accept logins by IAM",
    "off",
    (stacks) => Object.assign(database(stacks), { iam_database_authentication_enabled: false }),
  ],
  [
    "Proxies refuse connections without TLS",
    "off",
    (stacks) => Object.assign(proxy(stacks), { require_tls: false }),
  ],
  [
    "Proxies refuse connections without TLS",
    "left out",
    (stacks) => Reflect.deleteProperty(proxy(stacks), "require_tls"),
  ],
  [
    "Proxies accept and use only logins by IAM, and read no secret",
    "no scheme",
    (stacks) => Reflect.deleteProperty(proxy(stacks), "default_auth_scheme"),
  ],
  [
    "Proxies accept and use only logins by IAM, and read no secret",
    "a secret beside it",
    (stacks) =>
      Object.assign(proxy(stacks), {
        auth: [{ auth_scheme: "SECRETS", iam_auth: "DISABLED", secret_arn: "arn:aws:secretsmanager:x" }],
      }),
  ],
  [
    "Proxies do not log statements",
    "for a search",
    (stacks) => Object.assign(proxy(stacks), { debug_logging: true }),
  ],
  [
    "Databases are encrypted with their own key",
    "not encrypted",
    (stacks) => Object.assign(database(stacks), { storage_encrypted: false }),
  ],
  [
    "Databases are encrypted with their own key",
    "the key of AWS",
    (stacks) => Reflect.deleteProperty(database(stacks), "kms_key_id"),
  ],
  [
    "Databases have automated backups and a final snapshot, and the backups are kept",
    "no backups",
    (stacks) => Object.assign(database(stacks), { backup_retention_period: 0 }),
  ],
  [
    "Databases have automated backups and a final snapshot, and the backups are kept",
    "no final snapshot",
    (stacks) => Object.assign(database(stacks), { skip_final_snapshot: true }),
  ],
  [
    "Databases for which config sets deletion protection have it",
    "off",
    (stacks) => Object.assign(database(stacks), { deletion_protection: false }),
  ],
  [
    "RDS generates and stores master passwords",
    "a password of one's own",
    (stacks) => Object.assign(database(stacks), { password_wo: "x" }),
  ],
  [
    "RDS generates and stores master passwords",
    "not managed",
    (stacks) => Reflect.deleteProperty(database(stacks), "manage_master_user_password"),
  ],
  [
    "Workloads that connect to a database verify its certificate and its name",
    "no name",
    (stacks) => uri(stacks, (value) => value.replace("verify-full", "verify-ca")),
  ],
  [
    "Workloads that connect to a database verify its certificate and its name",
    "no certificate",
    (stacks) => uri(stacks, (value) => value.replace("verify-full", "require")),
  ],
  [
    "Workloads that connect to a database verify its certificate and its name",
    "no certificate of an authority",
    (stacks) => uri(stacks, (value) => value.replace(/&sslrootcert=.*/, "")),
  ],
  [
    "Workloads that connect to a database verify its certificate and its name",
    "one that is not mounted",
    (stacks) => uri(stacks, (value) => value.replace("/etc/rds-ca", "/tmp")),
  ],
  [
    "Workloads that connect to a database verify its certificate and its name",
    "one that the ConfigMap does not have",
    (stacks) => uri(stacks, (value) => value.replace("ca.pem", "other.pem")),
  ],
  [
    "Workloads that connect to a database verify its certificate and its name",
    "no mode",
    (stacks) => uri(stacks, (value) => value.replace("sslmode=verify-full", "a=b")),
  ],
];
