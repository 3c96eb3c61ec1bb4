import type { Declared } from "../../config/model";

/** Name of a stack that serves all organizations of an environment. */
export const sharedStack = (
  { name }: Pick<Declared, "name">,
  part: "network" | "cluster" | "database" | "platform",
): string => `${name}-${part}`;

/** Name of the stack of one organization. */
export const organizationStack = (
  { name }: Pick<Declared, "name">,
  organization: { readonly name: string },
): string => `${name}-org-${organization.name}`;
