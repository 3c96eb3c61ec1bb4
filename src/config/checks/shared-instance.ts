import { hasOwnInstance } from "../instances";
import type { Environment } from "../model";
import type { Problem } from "../problem";

/** Settings and organizations that need the shared instance must not exist without it. */
export function sharedInstanceExists({ database, organizations, externalAccess }: Environment): Problem[] {
  if (database.shared) return [];
  if (organizations.length === 0)
    return [
      {
        path: ["database", "shared"],
        found: "false, without an organization",
        allowed: "an environment with at least one instance: a shared one, or that of an organization",
        fix: "Add an organization with isolation instance, or delete the line until there is one.",
      },
    ];
  const sharing = organizations.filter((organization) => !hasOwnInstance(organization));
  return [
    ...sharing.map(({ name, isolation }) => ({
      organization: name,
      path: ["isolation"],
      found: `"${isolation}", with database.shared false`,
      allowed: "isolation instance: there is no shared instance",
      fix: "Write `isolation: instance`, or remove `shared: false` from environment.yaml.",
    })),
    ...(externalAccess
      ? [
          {
            path: ["externalAccess"],
            found: "external access, with database.shared false",
            allowed: "a shared instance: only that is opened to the outside",
            fix: "Delete externalAccess, or `shared: false`.",
          },
        ]
      : []),
  ];
}
