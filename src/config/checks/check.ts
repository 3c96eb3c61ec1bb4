import type { DatabaseInstance } from "../instances";
import type { Environment, Organization } from "../model";
import type { Path, Problem } from "../problem";

/**
 * Checks values against each other, after each value has passed its own validation.
 *
 * @param all every environment, for values that must be unique across environments
 */
export type Check = (environment: Environment, all: readonly Environment[]) => Problem[];

/** What is known of an environment from folder and file names alone. */
export interface Names {
  readonly name: string;
  readonly organizations: readonly { readonly name: string }[];
}

/** What is known of an environment whose environment.yaml is missing or invalid. */
export type NamedOrganizations = Pick<Environment, "name" | "organizations">;

/** Environments in the same account and region, itself included. They share quotas and names there. */
export const neighboursOf = (
  { account, region }: Environment,
  all: readonly Environment[],
): readonly Environment[] => all.filter((other) => other.account === account && other.region === region);

/** Path of an instance's setting: in environment.yaml, or in the file of the organization that owns the instance. */
export const settingOf = (
  { owner }: Pick<DatabaseInstance, "owner">,
  ...path: Path
): Pick<Problem, "organization" | "path"> =>
  owner ? { organization: owner.name, path: ["instance", ...path] } : { path: ["database", ...path] };

/** An instance, or the environment's settings for instances, without an owner. */
export type SettledInstance = Pick<DatabaseInstance, "owner" | "settings">;

/**
 * One instance per file that sets one of `settings`: one for environment.yaml, on behalf of all instances that inherit
 * from it, and one per organization that overrides it. A wrong setting is so reported once, where it is written.
 */
export function onePerFile(
  instances: readonly DatabaseInstance[],
  ...settings: readonly (keyof NonNullable<Organization["instance"]>)[]
): SettledInstance[] {
  const saysSo = ({ owner }: DatabaseInstance) =>
    settings.some((setting) => owner?.instance?.[setting] !== undefined);
  const taking = instances.find((instance) => !saysSo(instance));
  return [...(taking ? [{ settings: taking.settings }] : []), ...instances.filter(saysSo)];
}
