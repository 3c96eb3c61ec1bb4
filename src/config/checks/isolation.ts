import { hasOwnInstance } from "../instances";
import type { Problem } from "../problem";
import type { NamedOrganizations } from "./check";

/** Metabase keeps its tables in the schema `public`, whatever the connection says: it needs a database of its own. */
export function metabaseHasDatabase({ organizations }: NamedOrganizations): Problem[] {
  return organizations
    .filter(({ isolation }) => isolation === "schema")
    .flatMap(({ name, applications }) =>
      applications.flatMap(({ kind }, index): Problem[] =>
        kind === "metabase"
          ? [
              {
                organization: name,
                path: ["applications", index, "kind"],
                found: '"metabase" with isolation "schema"',
                allowed:
                  "Metabase with isolation database or instance: it knows no schema but public, and all would share that",
                fix: "Write `isolation: database`.",
              },
            ]
          : [],
      ),
    );
}

/** Two would keep their tables in one schema of one database, and migrate each other's. */
export function oneMetabase({ organizations }: NamedOrganizations): Problem[] {
  return organizations.flatMap(({ name, applications }) =>
    applications.flatMap(({ kind }, index): Problem[] => {
      const first = applications.findIndex((other) => other.kind === "metabase");
      if (kind !== "metabase" || index === first) return [];
      return [
        {
          organization: name,
          path: ["applications", index, "kind"],
          found: `"metabase" a second time, after applications[${first}]`,
          allowed: "one Metabase an organization: all of them would share the schema public of its database",
          fix: "Give it an organization of its own, or raise `replicas` of the first.",
        },
      ];
    }),
  );
}

/** Settings of an instance are given only by those who have one. */
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
