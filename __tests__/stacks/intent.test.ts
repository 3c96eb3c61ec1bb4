import fs from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import type { Intent } from "../../src/assurance";
import { loadEnvironments } from "../../src/config/load";
import type { Environment, Organization } from "../../src/config/model";
import { organizationRequest } from "../../src/database/credentials-request";
import { intentOf } from "../../src/stacks/intent";
import { environmentWith, load, metabase, smallOrganization } from "../config/support";

const platform = "arn:aws:iam::111122223333:role/platform";

/** One environment with the organization acme, from these lines of their files. */
function loaded(environment = "", organization = smallOrganization): Environment {
  const [found] = load(environmentWith(environment, { acme: organization }));
  return found as Environment;
}

const meant = (environment?: string, organization?: string): Intent =>
  intentOf(loaded(environment, organization));

describe("the intent follows from the values in the files", () => {
  test.each<[string, Intent, (intent: Intent) => unknown, unknown]>([
    [
      "a topology",
      meant("topology: peering"),
      ({ network }) => network?.ranges,
      ["10.0.0.0/16", "10.1.0.0/16"],
    ],
    [
      "a range of the network",
      meant("network: { cidr: 10.7.0.0/16 }"),
      ({ network }) => network?.ranges,
      ["10.7.0.0/16"],
    ],
    [
      "a range of the internet",
      meant("externalAccess: { allowedCidrs: [198.51.100.0/24] }"),
      ({ instances }) => instances[0]?.ranges,
      ["198.51.100.0/24"],
    ],
    [
      "a planner",
      meant(`planner: { assumedBy: ["${platform}"] }`),
      ({ planner }) => planner,
      { stack: "dev-cluster", assumedBy: [platform] },
    ],
    [
      "no protection of the database",
      meant("database: { deletionProtection: false }"),
      ({ instances }) => instances[0]?.deletionProtection,
      false,
    ],
    [
      "logins by IAM",
      meant("", `authentication: iam\n${smallOrganization}`),
      ({ organizations }) => organizations[0]?.authentication,
      "iam",
    ],
    [
      "an instance of its own",
      meant("", smallOrganization.replace("database", "instance")),
      ({ organizations }) => organizations[0]?.instance,
      "dev-org-acme",
    ],
    [
      "an application that encrypts",
      meant("", "isolation: database\napplications:\n  - { kind: metabase }\n"),
      ({ organizations }) => [organizations[0]?.secrets, organizations[0]?.workloads],
      [2, ["metabase"]],
    ],
  ])("%s", (_, intent, part, expected) => {
    expect(part(intent)).toEqual(expected);
    expect(part(meant())).not.toEqual(expected);
  });
});

test("an organization's own instance inherits settings from the environment where its file has none", () => {
  const own = `${smallOrganization.replace("database", "instance")}instance: { multiAz: false }\n`;
  const [, instance] = meant("database: { deletionProtection: false }", own).instances;
  expect(instance).toMatchObject({ stack: "dev-org-acme", owner: "acme", deletionProtection: false });
});

const noArns = { credentials: "", generated: [] };

test("defaults of the intent equal those of schema and resolution", () => {
  const { credentials, database, cluster, network, topology, organizations, declared } = loaded();
  const intent = meant();
  expect(declared.file).not.toHaveProperty("topology");
  expect(topology).toBe("same-vpc");
  expect(intent.network?.ranges).toEqual([network.cidr]);
  expect(meant("topology: peering").network?.ranges).toEqual([
    network.cidr,
    loaded("topology: peering").network.databaseCidr,
  ]);
  expect(intent.cluster).toMatchObject({
    nodeGroups: cluster.nodeGroups.map(({ name }) => name),
    apiRanges: cluster.publicAccessCidrs,
    deletionProtection: cluster.deletionProtection,
    copiesSecrets: credentials.delivery === "environment",
  });
  expect(intent.instances).toMatchObject([
    { isPooled: database.pooling !== "none", deletionProtection: database.deletionProtection },
  ]);
  const [{ isolation, authentication, dropDataOnRemoval } = {}] = organizations;
  expect(intent.organizations).toMatchObject([{ isolation, authentication, dropsData: dropDataOnRemoval }]);
  for (const file of [smallOrganization, metabase("database"), `readOnlyLogin: {}\n${smallOrganization}`]) {
    const request = organizationRequest(
      "provision",
      loaded("", file).organizations[0] as Organization,
      noArns,
    );
    expect(request).toMatchObject({ logins: meant("", file).organizations[0]?.logins });
  }
});

/** Everything that is resolved, spoiled: each text, number and list is another one. */
function poisoned(value: unknown): unknown {
  if (Array.isArray(value)) return [...value.map(poisoned), "poisoned"];
  if (typeof value !== "object" || value === null) return typeof value === "boolean" ? !value : "poisoned";
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, poisoned(one)]));
}

describe.each(loadEnvironments("config").map((one) => [one.name, one] as const))(
  "the intent of %s",
  (name, environment) => {
    const { declared, ...resolved } = environment;

    test("is the same for equal files, however they are resolved", () => {
      const spoiled = { ...(poisoned(resolved) as typeof resolved), declared };
      expect(spoiled.network).not.toEqual(environment.network);
      expect(intentOf(spoiled)).toEqual(intentOf(environment));
    });

    test("follows from the files before defaults are applied", () => {
      const written = (file: string) =>
        parse(fs.readFileSync(path.join("config", name, file), "utf8")) as unknown;
      expect(declared.file).toEqual(written("environment.yaml"));
      expect(declared.organizations.length).toBeGreaterThan(0);
      expect(declared.organizations.map(({ file }) => file)).toEqual(
        declared.organizations.map((one) => written(`organizations/${one.name}.yaml`)),
      );
    });
  },
);
