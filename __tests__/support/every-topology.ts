import type { Environment } from "../../src/config/model";
import { environment, opened, organization } from "./fixtures";

const certificateArn = "arn:aws:acm:eu-west-1:111122223333:certificate/99999999-12ab-34cd-56ef-1234567890ab";
const secrets = {
  STRIPE_KEY: { secret: "stripe", key: "api_key" },
  SENTRY_DSN: {
    secret: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:sentry-Ab12Cd",
    key: "dsn",
  },
};
const acme = organization("acme", {
  secretWriters: ["arn:aws:iam::111122223333:role/acme-secrets"],
  members: ["arn:aws:iam::111122223333:role/acme/developers", "arn:aws:iam::444455556666:role/support"],
  applications: [
    { kind: "metabase", access: opened("metabase", "internet-facing") },
    {
      kind: "container",
      name: "api",
      image: "registry.example.com/acme/api:1.0.0",
      secrets,
      access: { ...opened("api", "internet-facing"), certificateArn, drainSeconds: 10 },
    },
  ],
});
const globex = organization("globex", {
  isolation: "schema",
  authentication: "iam",
  secretWriters: ["arn:aws:iam::111122223333:role/globex-secrets"],
  applications: [
    {
      kind: "container",
      name: "api",
      image: "registry.example.com/api:1.0.0",
      secrets,
      access: opened("globex", "internal"),
    },
  ],
});
const hooli = organization("hooli", { isolation: "instance", authentication: "iam" });
const initech = organization("initech", { isolation: "instance" });

const applicationAccess = {
  allowedCidrs: ["203.0.113.0/24", "10.200.0.0/16"],
  accessLogs: { bucket: "example-access-logs" },
  webAclArn: "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/people/1234abcd",
};
const database = { pooling: "rds-proxy" };
const externalAccess = { allowedCidrs: ["198.51.100.0/24"] };
const planner = { assumedBy: ["arn:aws:iam::111122223333:role/atlantis"] };
const notifications = { email: ["oncall@example.com"], https: ["https://alerts.example.com/sns"] };
const state = {
  backend: "s3",
  bucket: "example-states",
  kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-86ef-1234567890ab",
};

/**
 * One environment per topology. Together they have everything that config can ask for: every isolation and
 * authentication, pooling, external access, a planner, members, subscribers, secrets of
 * applications, states in S3.
 */
export const everyTopology: ReadonlyMap<string, Environment> = new Map([
  [
    "same-vpc",
    environment(
      { topology: "same-vpc", applicationAccess, database, externalAccess, planner, notifications, state },
      [acme, globex, hooli],
    ),
  ],
  [
    "peering",
    environment({ topology: "peering", applicationAccess, database, externalAccess }, [globex, hooli]),
  ],
  [
    "private-link",
    environment({ topology: "private-link", applicationAccess, externalAccess, planner }, [acme, initech]),
  ],
  ["resource-endpoint", environment({ topology: "resource-endpoint", applicationAccess }, [globex, initech])],
]);
