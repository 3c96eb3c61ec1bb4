import type { Application, Environment, Organization } from "../model";
import { type Complaint, type Problem, show } from "../problem";

/** Variables with the database login, if credentials are delivered as variables. */
const login = ["DATABASE_URL", "DB_HOST", "DB_PORT", "DB_NAME", "DB_USER", "DB_PASSWORD"];

/** Names that only the platform sets. */
const ofPlatform = /^(DATABASE_URL|DB_.*)$/;

/** Login variables that the authentication has, and the size of the connection pool. */
const givenTo = ({ authentication }: Organization): string[] => [
  ...login.filter((name) => name !== "DB_PASSWORD" || authentication === "password"),
  "DB_POOL_SIZE",
];

/**
 * Kubernetes expands references to variables that are defined before, and leaves all others as they are: the
 * application would connect with the literal text `$(NAME)` as its password.
 */
export const settingsReferToVariables = (environment: Environment): Problem[] =>
  environment.organizations.flatMap((organization) =>
    organization.applications.flatMap((application, index) => {
      const names = Object.keys(application.env);
      return Object.entries(application.env).flatMap(([name, value], position): Problem[] => {
        const complaint = referencesIn(value)
          .map((one) => complaintAbout(one, names.slice(position), environment, organization, application))
          .find((found) => found !== undefined);
        if (!complaint) return [];
        const path = ["applications", index, "env", name];
        return [{ organization: organization.name, path, found: show(value), ...complaint }];
      });
    }),
  );

/** Names of variables that a value refers to as `$(NAME)`; `$$` is an escaped dollar sign. */
const referencesIn = (value: string): string[] =>
  [...value.matchAll(/\$\$|\$\((\w+)\)/g)].flatMap(([, name]) => name ?? []);

/** @param later names of settings that are defined after the one in question */
function complaintAbout(
  name: string,
  later: readonly string[],
  { credentials }: Environment,
  organization: Organization,
  application: Application,
): Omit<Complaint, "found"> | undefined {
  if (credentials.delivery === "files" && (login.includes(name) || Object.hasOwn(application.secrets, name)))
    return {
      allowed: "no reference to what `credentials.delivery: files` puts into files alone",
      fix: `Let the application read the file that ${name}_FILE names; docs/applications.md lists all files.`,
    };
  const allowed = "references to variables that stand before it: Kubernetes leaves others as they are";
  if (later.includes(name)) return { allowed, fix: `Write ${name} above it, or its value in its place.` };
  const given = givenTo(organization);
  if (!ofPlatform.test(name) || given.includes(name)) return undefined;
  if (name === "DB_PASSWORD")
    return {
      allowed,
      fix: "Let the application ask AWS for a token: with `authentication: iam` there is no password.",
    };
  return { allowed, fix: `Choose one of ${given.join(", ")}.` };
}
