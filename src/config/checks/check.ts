import type { DatabaseInstance } from "../instances";
import type { Environment, Organization } from "../model";
import type { Path, Problem } from "../problem";

/**
 * Judges values against each other once each of them is right by itself.
 *
 * @param all every environment, for what must not collide between them
 */
export type Check = (environment: Environment, all: readonly Environment[]) => Problem[];

/** What is known of an environment whatever its files hold. */
export interface Names {
  readonly name: string;
  readonly organizations: readonly { readonly name: string }[];
}

/** What is known of an environment whose own file is not right, or not there. */
export type NamedOrganizations = Pick<Environment, "name" | "organizations">;

/** Where a setting of an instance stands: in the environment's file, or in that of the organization that owns it. */
export const settingOf = (
  { owner }: Pick<DatabaseInstance, "owner">,
  ...path: Path
): Pick<Problem, "organization" | "path"> =>
  owner ? { organization: owner.name, path: ["instance", ...path] } : { path: ["database", ...path] };

/** An instance, or what instances without an owner's word have in common. */
export type SettledInstance = Pick<DatabaseInstance, "owner" | "settings">;

/**
 * Instances as settings of theirs are said: once in environment.yaml for all that take them from there, whether or not one
 * of them is shared, and in the file of each organization that says one of them.
 */
export function whereSaid(
  instances: readonly DatabaseInstance[],
  ...settings: readonly (keyof NonNullable<Organization["instance"]>)[]
): SettledInstance[] {
  const saysSo = ({ owner }: DatabaseInstance) =>
    settings.some((setting) => owner?.instance?.[setting] !== undefined);
  const taking = instances.find((instance) => !saysSo(instance));
  return [...(taking ? [{ settings: taking.settings }] : []), ...instances.filter(saysSo)];
}
