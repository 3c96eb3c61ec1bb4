import type { Environment, Organization } from "../../src/config/model";

/** The call that applies an organization's stack. */
export const deployCall = (environment: Environment, organization: Organization): string =>
  `npm run deploy -- ${environment.name} org-${organization.name}`;

/** The call that prints how secrets of an environment's organizations come back which were deleted and can be restored. */
export const bringBackCall = (environment: string): string =>
  `npm run repair -- ${environment} --database-only`;
