import { z } from "zod";

/**
 * What can be said of an RDS Proxy, without defaults. The ranges are those of its API:
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
 * With defaults: three tenths of the connections stay for all other clients, and a statement waits about as long as pools of
 * applications do, so that the side that gives up first is the one that can say why.
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
