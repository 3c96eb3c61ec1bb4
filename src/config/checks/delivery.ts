import type { ContainerApplication, Environment } from "../model";
import { type Problem, show } from "../problem";

/** What only an application knows of itself, and has to say where its credentials come as files. */
export function filesAreReadAgain(environment: Environment): Problem[] {
  return containersWithFiles(environment, ({ onRotation }, at) =>
    onRotation === undefined
      ? [
          {
            ...at,
            found: "nothing about rotations, with `credentials.delivery: files`",
            allowed: "onRotation: `reread`, or `restart`",
            fix: "Write `onRotation: reread` where each new connection reads the files (libpq with PGSERVICE does), else `onRotation: restart`.",
          },
        ]
      : [],
  );
}

/** Variables that hold a login only where it is delivered as variables. */
const reference = /\$\((DATABASE_URL|DB_(?:HOST|PORT|NAME|USER|PASSWORD))\)/;

/** Kubernetes leaves a reference to a variable that is not there as it is, and the application fails in its own words. */
export function settingsReferToVariables(environment: Environment): Problem[] {
  return containersWithFiles(environment, ({ env }, { path, ...at }) =>
    Object.entries(env)
      .filter(([, value]) => reference.test(value))
      .map(([name, value]) => ({
        ...at,
        path: [...path, "env", name],
        found: show(value),
        allowed: "no reference to the login, which `credentials.delivery: files` puts into files alone",
        fix: `Let the application read ${fileOf(value)}; docs/applications.md lists all files.`,
      })),
  );
}

const fileOf = (value: string): string => `the file that ${reference.exec(value)?.[1]}_FILE names`;

function containersWithFiles(
  { credentials, organizations }: Environment,
  judge: (application: ContainerApplication, at: Pick<Problem, "organization" | "path">) => Problem[],
): Problem[] {
  if (credentials.delivery !== "files") return [];
  return organizations.flatMap(({ name, applications }) =>
    applications.flatMap((application, index) =>
      application.kind === "container"
        ? judge(application, { organization: name, path: ["applications", index] })
        : [],
    ),
  );
}
