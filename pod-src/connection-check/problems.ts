/** What brings roles, database and secret to what config says: scripts/repair.ts. */
export const repair = "npm run repair -- ENVIRONMENT ORGANIZATION";

/**
 * What can be wrong between a pod and its database: which part of the path causes it, and what to do next. Each is a
 * heading of docs/troubleshooting.md.
 */
export const problems = {
  "settings-missing": {
    cause: "The mount of the secret, or the Kubernetes secret made of it, is not complete.",
    next: "Look at the pod's events and at the SecretProviderClass.",
  },
  "name-unknown": {
    cause: "The instance does not exist under this name, or the cluster's DNS does not answer this pod.",
    next: "Compare the host in the secret with the instance's endpoint; then look at CoreDNS and port 53.",
  },
  "name-elsewhere": {
    cause: "The name leads out of the networks in which pods meet their database.",
    next: "Look at the private hosted zone or the private DNS of the endpoint, and at a public instance.",
  },
  "connection-refused": {
    cause:
      "The address answers but nothing listens: the instance restarts or fails over, or a load balancer has no target.",
    next: "Look at the instance's status and events, and at the health of the targets.",
  },
  "connection-timeout": {
    cause: "Packets are dropped on the way: a security group, a network policy, a network ACL or a route.",
    next: "Look whether the pod has its own interface with the client security group; then ask explain and the flow logs.",
  },
  "connection-unreachable": {
    cause: "There is no route to the address.",
    next: "Look at the route tables of the pod's subnets, at the peering connection or at the endpoint.",
  },
  "tls-missing": {
    cause: "What answers is no PostgreSQL server with TLS, so it is not the instance.",
    next: "Compare address and port with the instance's endpoint.",
  },
  "tls-authority": {
    cause: "The server's certificate does not lead to the mounted authorities of RDS.",
    next: "Compare the instance's CA with the ConfigMap rds-ca. If they agree, another server answers in its place.",
  },
  "tls-name": {
    cause: "The server's certificate is for another name.",
    next: "Put the instance's own endpoint into the secret: no alias, no load balancer.",
  },
  "tls-expired": {
    cause: "The server's certificate has expired, or a clock is wrong.",
    next: "Look at the instance's certificate and rotate its CA.",
  },
  "login-password": {
    cause: "PostgreSQL has another password for this login than the pod.",
    next: `See whether the pod holds an old version; if not, repair the login: ${repair}`,
  },
  "login-refused": {
    cause: "The login may not log in, or not in this way.",
    next: `Repair the login: ${repair}`,
  },
  "login-token": {
    cause:
      "AWS gave no token, or the database does not take it: the role, its right rds-db:connect, or a clock.",
    next: "Look at the service account's role and at the resource id in its policy.",
  },
  "login-database": {
    cause: "The database does not exist, or the login may not connect to it.",
    next: `Repair the database: ${repair}. After a restore, look at what was restored.`,
  },
  "login-connections": {
    cause: "The login, or the whole instance, holds as many connections as it may.",
    next: "Find who holds them; lower poolSize or replicas, or raise connectionLimit.",
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
    cause: "The session may not make or write tables of its own.",
    next: `See whether the instance is read-only or full; if not, repair the roles: ${repair}`,
  },
  "rights-isolation": {
    cause: "Other organizations' data is open to this login.",
    next: `Treat it as an incident: see who granted it in PostgreSQL's log, then repair both organizations: ${repair}`,
  },
} as const;

export type ProblemId = keyof typeof problems;
