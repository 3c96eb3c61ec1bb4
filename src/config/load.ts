import { checks } from "./checks/all";
import { environmentSchema } from "./environment-schema";
import { ConfigError } from "./errors";
import { ConfigFolder, type EnvironmentFolder } from "./folders";
import type { Environment, Organization } from "./model";
import { organizationSchema } from "./organization-schema";
import type { LocatedProblem, Problem } from "./problem";
import { resolveEnvironment } from "./resolve";
import { parseFile } from "./schema-problems";
import type { YamlFile } from "./yaml-file";

/**
 * Reads and checks every environment under a folder, sorted by name.
 *
 * Each value is judged by itself first, in all files; then, where an environment is sound so far, values are judged
 * against each other.
 *
 * @throws ConfigError with every problem of every file
 */
export function loadEnvironments(folder: string): Environment[] {
  const root = new ConfigFolder(folder);
  const parsed = root.environments.map((environment) => ({ ...parseEnvironment(environment), environment }));
  const environments = parsed.flatMap(({ value }) => value ?? []);
  const problems = [
    ...root.problems,
    ...parsed.flatMap((one) => one.problems),
    ...parsed.flatMap(({ value, environment }) => (value ? judge(value, environments, environment) : [])),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  return environments;
}

function parseEnvironment(folder: EnvironmentFolder): { value?: Environment; problems: LocatedProblem[] } {
  const file = folder.file ? parseFile(environmentSchema, folder.file) : { problems: [] };
  const organizations = folder.organizations.map(({ name, file }) => ({
    name,
    ...parseFile(organizationSchema, file),
  }));
  const sound = organizations.flatMap(({ name, value }): Organization[] =>
    value ? [{ name, ...value }] : [],
  );
  return {
    ...(file.value ? { value: resolveEnvironment(folder.name, file.value, sound) } : {}),
    problems: [file, ...organizations].flatMap(({ problems }) => problems),
  };
}

function judge(
  environment: Environment,
  all: readonly Environment[],
  folder: EnvironmentFolder,
): LocatedProblem[] {
  const place = ({ organization, path, ...complaint }: Problem): LocatedProblem => {
    const file = folder.organizations.find(({ name }) => name === organization)?.file ?? folder.file;
    return (file as YamlFile).locate(path, complaint);
  };
  return checks.flatMap((check) => check(environment, all)).map(place);
}
