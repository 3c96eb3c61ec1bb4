import { partySpelling } from "../../assurance/party";
import { databaseInstances } from "../instances";
import type { Environment } from "../model";
import { secretNames } from "../names";
import { enumerate, type Problem, show } from "../problem";
import { suggest } from "../suggest";

/**
 * Databases and secrets in exceptions must exist in the environment. Sources, principals, rules and addresses exist
 * only in the synthesized Terraform, so the proof checks those.
 */
export function exceptionTargets(environment: Environment): Problem[] {
  const databases = databaseInstances(environment).map(({ identifier }) => identifier);
  const secrets = [
    ...environment.organizations.flatMap((organization) => secretNames(environment, organization)),
    ...databases.map((name) => partySpelling({ kind: "master password", name })),
  ];
  return environment.exceptions.flatMap((exception, index): Problem[] => {
    if (exception.allow === "connect")
      return judgeName(["exceptions", index, "database"], exception.database, databases);
    if (exception.allow === "read")
      return judgeName(["exceptions", index, "secret"], exception.secret, secrets);
    return [];
  });
}

/** Maximum of names that a message lists. */
const mostNames = 12;

function judgeName(path: Problem["path"], name: string, known: readonly string[]): Problem[] {
  if (known.includes(name)) return [];
  const [what] = path.slice(-1);
  const nearest = suggest(name, known);
  const shown = known.slice(0, mostNames);
  return [
    {
      path,
      found: show(name),
      allowed:
        known.length > shown.length
          ? `a ${what} of this environment: ${shown.join(", ")} and ${known.length - shown.length} more`
          : `a ${what} of this environment: ${enumerate(shown, "or")}`,
      fix: nearest ? `Did you mean ${nearest}?` : "Correct the name, or delete the exception.",
    },
  ];
}
