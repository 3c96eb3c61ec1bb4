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

/** An organization with one container application, with what a test says differently. */
export function organization(name: string, overrides: Record<string, unknown> = {}): Organization {
  const file = organizationSchema.parse({
    isolation: "database",
    applications: [{ kind: "container", name: "api", image: "registry.example.com/api:1.0.0" }],
    ...overrides,
  });
  return { name, ...file };
}
