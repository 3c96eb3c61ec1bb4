import type { Environment } from "../../../src/config/model";
import { shareOf } from "../../support/effort";
import { environment, opened, organization } from "../../support/fixtures";
import { kept } from "../../support/kept";
import { Provable } from "../support/proofs";
import { harmlessData, harmlessIdentity, harmlessNetwork, harmlessWorkloads } from "./harmless";
import { harmlessAround } from "./harmless-around";
import type { Weakening } from "./mutation";
import { applicationSecrets, existingKey, existingSecret } from "./weakenings/application-secrets";
import { applications } from "./weakenings/applications";
import { data } from "./weakenings/data";
import { detours } from "./weakenings/detours";
import { groups, spellings } from "./weakenings/groups";
import { choices, holders } from "./weakenings/holders";
import { paths, unmodelled } from "./weakenings/paths";
import { platform } from "./weakenings/platform";
import { secrets } from "./weakenings/secrets";
import { externalAccess, peering, privateLink, resourceEndpoint } from "./weakenings/topologies";
import { trusts } from "./weakenings/trust";
import { workloads } from "./weakenings/workloads";

const inEach = [...groups, ...holders, ...paths];
const inOne = [
  ...spellings,
  ...unmodelled,
  ...choices,
  ...data,
  ...secrets,
  ...applicationSecrets,
  ...trusts,
  ...detours,
  ...workloads,
  ...platform,
  ...applications,
];

/** The topologies, with external access where they have it. */
const topologies: [topology: string, isOpen: boolean, own: Weakening[]][] = [
  ["same-vpc", true, externalAccess],
  ["peering", true, [...peering, ...externalAccess]],
  ["private-link", true, [...privateLink, ...externalAccess]],
  ["resource-endpoint", false, resourceEndpoint],
];

/**
 * A change that has to do with the network is made in every topology, in `npm test` in one of them in turn; any other one
 * always in one of them.
 */
export function subject(name: string) {
  const turn = topologies.findIndex(([topology]) => topology === name);
  const [topology, isOpen, own] = topologies[turn] as (typeof topologies)[number];
  const inTurn = <T>(all: readonly T[]): readonly T[] => shareOf(all, turn, topologies.length);
  const share = <T>(all: readonly T[]): T[] => all.filter((_, index) => index % topologies.length === turn);
  return {
    environment: environmentOf(topology, isOpen),
    weakenings: [...inTurn(inEach), ...own, ...share(inOne)],
    harmless: [
      ...inTurn(harmlessNetwork),
      ...share([...harmlessAround, ...harmlessData, ...harmlessIdentity, ...harmlessWorkloads]),
    ],
  };
}

const api = { kind: "container", name: "api", image: "registry.example.com/api:1.0.0" };

/** Organizations of every isolation, with passwords and with IAM. */
const organizations = [
  organization("acme", {
    members: ["arn:aws:iam::111122223333:role/acme-people"],
    applications: [
      {
        kind: "metabase",
        imagePullSecret: "registry",
        env: { MB_SITE_LOCALE: "de" },
        access: opened("metabase", "internet-facing"),
      },
    ],
  }),
  organization("globex", {
    isolation: "schema",
    authentication: "iam",
    secretWriters: ["arn:aws:iam::111122223333:role/globex-secrets"],
    applications: [
      {
        ...api,
        secrets: {
          STRIPE_KEY: { secret: "stripe", key: "api_key" },
          SENTRY_DSN: { secret: existingSecret, key: "dsn", kmsKeyArn: existingKey },
        },
        access: opened("globex", "internal"),
      },
    ],
  }),
  organization("hooli", {
    isolation: "instance",
    applications: [{ ...api, access: opened("hooli", "internet-facing") }],
  }),
  organization("initech", { isolation: "instance", authentication: "iam" }),
];

/** An environment of a topology, proved once per worker. */
export const environmentOf = (topology: string, isOpen: boolean): Provable =>
  kept(`environment ${topology} ${isOpen}`, () => new Provable(configOf(topology, isOpen)));

function configOf(topology: string, isOpen: boolean): Environment {
  return environment(
    {
      topology,
      planner: { assumedBy: ["arn:aws:iam::111122223333:role/atlantis"] },
      applicationAccess: {
        allowedCidrs: ["203.0.113.0/24", "10.200.0.0/16"],
        accessLogs: { bucket: "example-access-logs", prefix: "applications/test" },
        webAclArn: "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/people/1234abcd",
      },
      ...(isOpen && { externalAccess: { allowedCidrs: ["198.51.100.0/24"] } }),
    },
    organizations,
  );
}
