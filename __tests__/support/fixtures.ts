import { resolved } from "../../src/config/load";
import type { Environment, Organization } from "../../src/config/model";
import { type EnvironmentFile, environmentSchema } from "../../src/config/schema/environment";
import { organizationSchema } from "../../src/config/schema/organization";

type Input = Partial<Record<keyof EnvironmentFile, unknown>>;

/** The smallest environment, with what a test says differently. Checks across fields do not run here. */
export function environment(overrides: Input = {}, organizations: Organization[] = []): Environment {
  const file = environmentSchema.parse({
    account: "111122223333",
    region: "eu-west-1",
    state: { backend: "local" },
    cluster: { admins: ["arn:aws:iam::111122223333:role/platform"] },
    ...overrides,
  });
  const declared = {
    name: "test",
    file,
    organizations: organizations.map((one) => ({ name: one.name, file: one })),
  };
  return resolved(declared, file, organizations);
}

/** How an application is opened, by a name of its own, to the one of two usual ranges that fits the scheme. */
export const opened = (name: string, scheme: "internal" | "internet-facing") => ({
  hostname: `${name}.example.com`,
  certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab",
  allowedCidrs: [scheme === "internal" ? "10.200.0.0/16" : "203.0.113.0/24"],
  scheme,
});

/** An organization with one container application, with what a test says differently. */
export function organization(name: string, overrides: Record<string, unknown> = {}): Organization {
  const file = organizationSchema.parse({
    isolation: "database",
    applications: [{ kind: "container", name: "api", image: "registry.example.com/api:1.0.0" }],
    ...overrides,
  });
  return { name, ...file };
}
