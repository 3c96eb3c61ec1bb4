import { traitsOfKind } from "../application-kinds";
import type { Application, Environment } from "../model";
import { type Problem, show } from "../problem";

/** What only an application knows of itself, and has to say where its credentials come as files. */
export function filesAreReadAgain(environment: Environment): Problem[] {
  return applicationsWithFiles(environment, (application, at) =>
    !traitsOfKind(application).rotatesByItself && !("onRotation" in application)
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
const login = /^(DATABASE_URL|DB_(HOST|PORT|NAME|USER|PASSWORD))$/;

const reference = /\$\((\w+)\)/g;

/** Kubernetes leaves a reference to a variable that is not there as it is, and the application fails in its own words. */
export function settingsReferToVariables(environment: Environment): Problem[] {
  return applicationsWithFiles(environment, ({ env, secrets }, { path, ...at }) =>
    Object.entries(env).flatMap(([name, value]): Problem[] => {
      const referred = [...value.matchAll(reference)].map(([, variable]) => variable as string);
      const inFile = referred.find((one) => login.test(one) || Object.hasOwn(secrets, one));
      if (inFile === undefined) return [];
      return [
        {
          ...at,
          path: [...path, "env", name],
          found: show(value),
          allowed: "no reference to what `credentials.delivery: files` puts into files alone",
          fix: `Let the application read the file that ${inFile}_FILE names; docs/applications.md lists all files.`,
        },
      ];
    }),
  );
}

function applicationsWithFiles(
  { credentials, organizations }: Environment,
  judge: (application: Application, at: Pick<Problem, "organization" | "path">) => Problem[],
): Problem[] {
  if (credentials.delivery !== "files") return [];
  return organizations.flatMap(({ name, applications }) =>
    applications.flatMap((application, index) =>
      judge(application, { organization: name, path: ["applications", index] }),
    ),
  );
}
