import { resolved } from "../../src/config/load";
import type { Environment } from "../../src/config/model";
import { environmentSchema } from "../../src/config/schema/environment";
import { organizationSchema } from "../../src/config/schema/organization";

/**
 * An environment with a number of organizations. Of ten organizations, five have a schema, four a database and one an
 * instance; every second one uses IAM authentication.
 */
export function environmentOf(count: number): Environment {
  const file = environmentSchema.parse({
    account: "111122223333",
    region: "eu-west-1",
    state: { backend: "local" },
    cluster: { admins: ["arn:aws:iam::111122223333:role/platform"] },
  });
  const organizations = Array.from({ length: count }, (_, index) => ({
    name: `org-${index}`,
    ...organizationSchema.parse({
      isolation: index % 10 === 9 ? "instance" : index % 2 === 0 ? "schema" : "database",
      authentication: index % 2 === 0 ? "iam" : "password",
      applications: [{ kind: "container", name: "api", image: "registry.example.com/api:1.0.0" }],
    }),
  }));
  const declared = {
    name: "bench",
    file,
    organizations: organizations.map((one) => ({ name: one.name, file: one })),
  };
  return resolved(declared, file, organizations);
}
