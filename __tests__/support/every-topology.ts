import type { Environment } from "../../src/config/model";
import { environment, organization } from "./fixtures";

const acme = organization("acme", {
  members: ["arn:aws:iam::111122223333:role/acme/developers", "arn:aws:iam::444455556666:role/support"],
  applications: [
    { kind: "metabase" },
    { kind: "container", name: "api", image: "registry.example.com/acme/api:1.0.0" },
  ],
});
const globex = organization("globex", { isolation: "schema", authentication: "iam" });
const hooli = organization("hooli", { isolation: "instance", authentication: "iam" });
const initech = organization("initech", { isolation: "instance" });

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
 * authentication, pooling, external access, a planner, members, subscribers, states in S3.
 */
export const everyTopology: ReadonlyMap<string, Environment> = new Map([
  [
    "same-vpc",
    environment({ topology: "same-vpc", database, externalAccess, planner, notifications, state }, [
      acme,
      globex,
      hooli,
    ]),
  ],
  ["peering", environment({ topology: "peering", database, externalAccess }, [globex, hooli])],
  ["private-link", environment({ topology: "private-link", externalAccess, planner }, [acme, initech])],
  ["resource-endpoint", environment({ topology: "resource-endpoint" }, [globex, initech])],
]);
