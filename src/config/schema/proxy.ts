import { z } from "zod";

/**
 * Settings of an RDS Proxy, without defaults. Limits are those of its API:
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ConnectionPoolConfiguration.html
 * and https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBProxy.html
 */
export const proxyFields = z.strictObject({
  maxConnectionsPercent: z
    .int()
    .min(1)
    .max(100)
    .describe(
      "Maximum number of connections of the proxy to the instance, in percent of the instance's maximum.",
    ),
  maxIdleConnectionsPercent: z
    .int()
    .min(0)
    .max(100)
    .describe(
      "Idle connections that the proxy keeps open for the next client, in percent of the instance's maximum; not above maxConnectionsPercent.",
    ),
  borrowTimeoutSeconds: z
    .int()
    .min(1)
    .max(300)
    .describe(
      "How long a statement waits for a connection, in seconds, before its client receives an error.",
    ),
  idleClientTimeoutSeconds: z
    .int()
    .min(1)
    .max(28800)
    .describe(
      "After how many seconds an idle client is disconnected; pools must close idle connections earlier.",
    ),
});

const { shape } = proxyFields;

/**
 * With defaults: 30 % of the connections remain for clients that bypass the proxy. A client waits for a connection
 * about as long as the pools of applications do by default.
 */
export const proxySchema = z
  .strictObject({
    maxConnectionsPercent: shape.maxConnectionsPercent.default(70),
    maxIdleConnectionsPercent: shape.maxIdleConnectionsPercent.default(40),
    borrowTimeoutSeconds: shape.borrowTimeoutSeconds.default(30),
    idleClientTimeoutSeconds: shape.idleClientTimeoutSeconds.default(1800),
  })
  .prefault({})
  .describe("Settings of RDS Proxy, with `pooling: rds-proxy`.");
