import path from "node:path";

export interface Project {
  readonly name: string;
  readonly dir: string;
  readonly workspace: string;
  readonly terraform_version: string;
  readonly execution_order_group: number;
  readonly depends_on?: readonly string[];
  readonly autoplan: { readonly when_modified: readonly string[] };
}

/**
 * Names of the projects that Atlantis plans for the files of a pull request.
 *
 * Its patterns are those of .dockerignore, below the project's directory. Only two shapes of them are used here, a path
 * and a folder with everything in it, and anything else is refused: there is no more syntax to understand wrongly.
 */
export function planned(projects: readonly Project[], files: readonly string[]): string[] {
  return projects
    .filter(({ dir, autoplan }) =>
      autoplan.when_modified.some((pattern) => files.some((file) => matches(path.join(dir, pattern), file))),
    )
    .map(({ name }) => name)
    .sort();
}

function matches(pattern: string, file: string): boolean {
  const folder = pattern.endsWith("/**") ? pattern.slice(0, -2) : undefined;
  if (/[*?[\]\\!]/.test(folder ?? pattern) || pattern.startsWith(".."))
    throw new Error(`${pattern} is neither a path in the project nor a folder of it.`);
  return folder === undefined ? file === pattern : file.startsWith(folder);
}
