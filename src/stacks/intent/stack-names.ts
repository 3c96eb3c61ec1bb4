import type { Declared } from "../../config/model";

/** Name of a stack that all organizations of an environment share. */
export const sharedStack = (
  { name }: Pick<Declared, "name">,
  part: "network" | "cluster" | "database" | "platform",
): string => `${name}-${part}`;

/** Name of an organization's stack. */
export const organizationStack = (
  { name }: Pick<Declared, "name">,
  organization: { readonly name: string },
): string => `${name}-org-${organization.name}`;
