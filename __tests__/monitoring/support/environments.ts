import type { Environment } from "../../../src/config/model";
import { environment, opened, organization } from "../../support/fixtures";

/**
 * An environment with everything that has an alarm: a burstable class, load balancers, an instance of an organization, an
 * application that is opened.
 */
export const everything: Environment = environment(
  {
    topology: "private-link",
    externalAccess: { allowedCidrs: ["203.0.113.0/24"] },
    applicationAccess: { allowedCidrs: ["203.0.113.0/24"], accessLogs: { bucket: "example-access-logs" } },
    database: { instanceClass: "db.t4g.medium", storageGiB: 20, maxStorageGiB: 50 },
    notifications: {
      email: ["oncall@example.com", "platform.team@example.com"],
      https: ["https://alerts.example.com/sns/database"],
    },
  },
  [
    organization("acme", {
      applications: [{ kind: "metabase", access: opened("metabase", "internet-facing") }],
    }),
    organization("initech", {
      isolation: "instance",
      instance: { instanceClass: "db.r7g.xlarge", storageGiB: 500, maxStorageGiB: 1000 },
    }),
  ],
);
