import { traitsOfKind } from "../application-kinds";
import { hasOwnInstance } from "../instances";
import type { Organization } from "../model";
import type { Problem } from "../problem";
import type { NamedOrganizations } from "./check";

/**
 * An application that keeps its tables in the schema `public` would share them with all organizations of the database.
 */
export function schemaPublicIsOwn({ organizations }: NamedOrganizations): Problem[] {
  return organizations
    .filter(({ isolation }) => isolation === "schema")
    .flatMap((organization) =>
      usersOfSchemaPublic(organization).map(({ kind, index }) => ({
        organization: organization.name,
        path: ["applications", index, "kind"],
        found: `"${kind}" with isolation "schema"`,
        allowed: `${kind} with isolation database or instance: it knows no schema but public, and all would share that`,
        fix: "Write `isolation: database`.",
      })),
    );
}

/** Two such applications of an organization would use the same tables, and migrate each other's. */
export function schemaPublicHasOneUser({ organizations }: NamedOrganizations): Problem[] {
  return organizations.flatMap((organization) => {
    const [first, ...others] = usersOfSchemaPublic(organization);
    return others.map(({ kind, index }) => ({
      organization: organization.name,
      path: ["applications", index, "kind"],
      found: `"${kind}", after "${first?.kind}" at applications[${first?.index}]`,
      allowed: `one ${kind} per organization: all of them would share the schema public of its database`,
      fix: "Give it an organization of its own, or raise `replicas` of the first.",
    }));
  });
}

const usersOfSchemaPublic = ({ applications }: Organization) =>
  applications
    .map((application, index) => ({ ...application, index }))
    .filter((application) => traitsOfKind(application).usesSchemaPublic);

/** Settings of an instance have no effect for an organization without a dedicated instance. */
export function instanceSettingsAreUsed({ organizations }: NamedOrganizations): Problem[] {
  return organizations
    .filter((organization) => organization.instance && !hasOwnInstance(organization))
    .map(({ name, isolation }) => ({
      organization: name,
      path: ["instance"],
      found: `settings of an instance, with isolation "${isolation}"`,
      allowed: "`instance` together with isolation instance: nothing else reads it",
      fix: "Delete it, or write `isolation: instance`.",
    }));
}
