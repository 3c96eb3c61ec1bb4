import type { Environment, Organization } from "../../src/config/model";

/** The command that applies an organization's stack. */
export const deployCall = (environment: Environment, organization: Organization): string =>
  `npm run deploy -- ${environment.name} org-${organization.name}`;

/** The command that prints how to restore deleted secrets of an environment's organizations. */
export const bringBackCall = (environment: string): string =>
  `npm run repair -- ${environment} --database-only`;
