import { traitsOfKind } from "../application-kinds";
import type { Environment } from "../model";
import type { Problem } from "../problem";

/** With delivery by files, an application's file must declare how the application reacts to changed credentials. */
export function filesAreReadAgain({ credentials, organizations }: Environment): Problem[] {
  if (credentials.delivery !== "files") return [];
  return organizations.flatMap(({ name, applications }) =>
    applications.flatMap((application, index): Problem[] => {
      if (traitsOfKind(application).rotatesByItself || "onRotation" in application) return [];
      return [
        {
          organization: name,
          path: ["applications", index],
          found: "nothing about rotations, with `credentials.delivery: files`",
          allowed: "onRotation: `reread`, or `restart`",
          fix: "Write `onRotation: reread` where each new connection reads the files (libpq with PGSERVICE does), else `onRotation: restart`.",
        },
      ];
    }),
  );
}
