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

/** An instance, or the environment's settings for instances, without an owner. */
export type SettledInstance = Pick<DatabaseInstance, "owner" | "settings">;

/**
 * One instance per place that sets something: environment.yaml once, for all instances that take the settings from there,
 * and the file of each organization that sets one of them itself. So a wrong setting is reported where it is written.
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
