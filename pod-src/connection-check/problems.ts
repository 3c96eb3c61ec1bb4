/** Command that restores roles, database and secret to their state in config: scripts/repair.ts. */
export const repair = "npm run repair -- ENVIRONMENT ORGANIZATION";

/**
 * Problems between a pod and its database, each with its cause and the next step. Each is a heading of
 * docs/troubleshooting.md.
 */
export const problems = {
  "settings-missing": {
    cause: "The mount of the secret, or the Kubernetes secret created from it, is not complete.",
    next: "Look at the pod's events and at the SecretProviderClass.",
  },
  "name-unknown": {
    cause: "The instance does not exist under this name, or the cluster's DNS does not answer this pod.",
    next: "Compare the host in the secret with the instance's endpoint; then look at CoreDNS and port 53.",
  },
  "name-elsewhere": {
    cause: "The name resolves to an address outside of the networks where the database or its endpoint is.",
    next: "Look at the private hosted zone or the private DNS of the endpoint, and at a public instance.",
  },
  "connection-refused": {
    cause:
      "The address answers but nothing listens: the instance restarts or fails over, or a load balancer has no target.",
    next: "Look at the instance's status and events, and at the health of the targets.",
  },
  "connection-timeout": {
    cause:
      "Packets are dropped on the path, by a security group, a network policy, a network ACL or a missing route.",
    next: "Check whether the pod has its own interface with the client security group; then use npm run explain and the flow logs.",
  },
  "connection-unreachable": {
    cause: "There is no route to the address.",
    next: "Look at the route tables of the pod's subnets, at the peering connection or at the endpoint.",
  },
  "tls-missing": {
    cause: "The server that answers is not a PostgreSQL server with TLS, so it is not the instance.",
    next: "Compare address and port with the instance's endpoint.",
  },
  "tls-authority": {
    cause: "The server's certificate was not issued by the mounted certificate authorities of RDS.",
    next: "Compare the instance's CA with the ConfigMap rds-ca. If they agree, another server answers in its place.",
  },
  "tls-name": {
    cause: "The server's certificate is for another name.",
    next: "Write the instance's own endpoint to the secret, not an alias or a load balancer.",
  },
  "tls-expired": {
    cause: "The server's certificate has expired, or a clock is wrong.",
    next: "Look at the instance's certificate and rotate its CA.",
  },
  "login-password": {
    cause: "The pod's password for this login is not the one in PostgreSQL.",
    next: `Check whether the pod uses an old version; if not, repair the login: ${repair}`,
  },
  "login-refused": {
    cause: "The login may not log in, or not in this way.",
    next: `Repair the login: ${repair}`,
  },
  "login-token": {
    cause:
      "AWS returned no token, or the database refuses it: check the role, its right rds-db:connect, and the clock.",
    next: "Look at the service account's role and at the resource id in its policy.",
  },
  "login-database": {
    cause: "The database does not exist, or the login may not connect to it.",
    next: `Repair the database: ${repair}. After a restore, check which snapshot was restored.`,
  },
  "login-connections": {
    cause: "The login, or the whole instance, has reached its maximum number of connections.",
    next: "Find out which clients use them; lower poolSize or replicas, or raise connectionLimit.",
  },
  "login-unavailable": {
    cause: "The server starts, stops or recovers, or ended the connection.",
    next: "Wait two minutes and run this once more; then look at the instance's events.",
  },
  "rights-owner": {
    cause: "The session does not act as the organization's owner, or has rights that no organization has.",
    next: `Repair the roles: ${repair}`,
  },
  "rights-write": {
    cause: "The session may not create or write its own tables.",
    next: `Check whether the instance is read-only or full; if not, repair the roles: ${repair}`,
  },
  "rights-isolation": {
    cause: "This login can access data of other organizations.",
    next: `Treat it as an incident: find in PostgreSQL's log who granted it, then repair both organizations: ${repair}`,
  },
} as const;

export type ProblemId = keyof typeof problems;
