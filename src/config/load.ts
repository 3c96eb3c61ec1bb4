import { checks, checksOfNames, checksWithoutFile } from "./checks/all";
import { ConfigError } from "./errors";
import type { Declared, Environment, Organization } from "./model";
import type { LocatedProblem, Problem } from "./problem";
import { ConfigFolder, type EnvironmentFolder } from "./reading/folders";
import { parseFile } from "./reading/schema-problems";
import { resolveEnvironment } from "./resolve";
import { type EnvironmentFile, environmentSchema } from "./schema/environment";
import { organizationSchema } from "./schema/organization";

/**
 * Reads and checks every environment in a folder, sorted by name.
 *
 * First all names and values are validated on their own; then values are checked against each other, as far as the
 * files involved are valid.
 *
 * @throws ConfigError with all problems of all files
 */
export function loadEnvironments(folder: string): Environment[] {
  const root = new ConfigFolder(folder);
  const parsed = root.environments.map((environment) => ({ ...parseEnvironment(environment), environment }));
  const environments = parsed.flatMap(({ value }) => value ?? []);
  const problems = [
    ...root.problems,
    ...parsed.flatMap((one) => one.problems),
    ...parsed.flatMap(({ value, organizations, environment }) => {
      const judgements = value
        ? checks.flatMap((check) => check(value, environments))
        : checksWithoutFile.flatMap((check) => check({ name: environment.name, organizations }));
      const ofNames = checksOfNames.flatMap((check) => check(environment));
      return [...ofNames, ...judgements].map((problem) => place(problem, environment));
    }),
  ];
  if (problems.length > 0)
    throw new ConfigError(
      problems,
      parsed.flatMap(({ withMore }) => withMore),
    );
  return environments;
}

interface ParsedEnvironment {
  /** Undefined if environment.yaml is missing or invalid. */
  readonly value?: Environment;
  /** Organizations with valid files. */
  readonly organizations: Organization[];
  readonly problems: LocatedProblem[];
  /** Files with more problems than these. */
  readonly withMore: string[];
}

function parseEnvironment(folder: EnvironmentFolder): ParsedEnvironment {
  const file = folder.file ? parseFile(environmentSchema, folder.file) : { problems: [], withMore: [] };
  const parsed = folder.organizations.map(({ name, file }) => ({
    name,
    ...parseFile(organizationSchema, file),
  }));
  const organizations = parsed.flatMap(({ name, value }): Organization[] =>
    value ? [{ name, ...value }] : [],
  );
  const declared = file.declared && {
    name: folder.name,
    file: file.declared,
    organizations: parsed.flatMap(({ name, declared }) => (declared ? [{ name, file: declared }] : [])),
  };
  return {
    ...(file.value && declared ? { value: resolved(declared, file.value, organizations) } : {}),
    organizations,
    problems: [file, ...parsed].flatMap(({ problems }) => problems),
    withMore: [file, ...parsed].flatMap(({ withMore }) => withMore),
  };
}

/**
 * An environment with defaults filled in, together with its files' declarations, which the proof compares with the
 * output.
 */
export const resolved = (
  declared: Declared,
  file: EnvironmentFile,
  organizations: Organization[],
): Environment => ({ ...resolveEnvironment(declared.name, file, organizations), declared });

function place(
  { organization, path, against, ...complaint }: Problem,
  folder: EnvironmentFolder,
): LocatedProblem {
  const judged = against
    ? { ...complaint, allowed: `${complaint.allowed} (${spot(place({ ...complaint, ...against }, folder))})` }
    : complaint;
  const file = folder.organizations.find(({ name }) => name === organization)?.file ?? folder.file;
  if (file) return file.locate(path, judged);
  return { file: folder.path, line: 1, column: 1, path: "", ...judged };
}

const spot = ({ file, line, column, path }: LocatedProblem): string => `${file}:${line}:${column} ${path}`;
