// Prints a pod that stands in for an application: one that checks its path to the database, or one to work in.
// Run by `npm run -s diagnose -- dev acme | kubectl replace --force -f -`.
import { parseArgs } from "node:util";
import { stringify } from "yaml";
import { loadEnvironments } from "../src/config/load";
import type { Application, Organization } from "../src/config/model";
import { image } from "../src/config/schema/image";
import { connectionCheck } from "../src/diagnosis/connection-check";
import { toolbox } from "../src/diagnosis/toolbox";
import { printed } from "./printed";

const usage =
  "Usage: npm run -s diagnose -- <environment> <organization> [application] [--toolbox] [--json] [--image <image>]";

printed(usage, () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { image: { type: "string" }, json: { type: "boolean" }, toolbox: { type: "boolean" } },
  });
  const [environmentName, organizationName, applicationName, ...others] = positionals;
  if (others.length > 0) throw new Error(`Nothing is asked by ${others.join(" ")}.\n${usage}`);
  const environment = pick("environment", environmentName, loadEnvironments("config"));
  const organization = pick("organization", organizationName, environment.organizations);
  const props = { environment, organization, application: applicationOf(organization, applicationName) };
  const options = { image: checked(values.image), json: values.json };
  const objects = values.toolbox
    ? toolbox({ ...props, ...options })
    : connectionCheck({ ...props, ...options });
  return { text: objects.map((one) => stringify(one, { lineWidth: 0 })).join("---\n"), problems: "" };
});

/** An application named, or the only one. */
function applicationOf({ applications }: Organization, name: string | undefined): Application {
  const [only] = applications;
  return name === undefined && only && applications.length === 1
    ? only
    : pick("application", name, applications);
}

function pick<T extends { readonly name: string }>(
  what: string,
  name: string | undefined,
  all: readonly T[],
): T {
  const found = all.find((one) => one.name === name);
  if (found) return found;
  const names = all.map((one) => one.name).join(", ");
  throw new Error(
    `${name === undefined ? `No ${what} named` : `There is no ${what} ${name}`}; allowed: ${names}.\n${usage}`,
  );
}

function checked(reference: string | undefined): string | undefined {
  if (reference === undefined) return undefined;
  const { error } = image.safeParse(reference);
  if (error) throw new Error(`--image: ${error.issues.map(({ message }) => message).join("; ")}.`);
  return reference;
}
