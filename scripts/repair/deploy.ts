import type { Environment, Organization } from "../../src/config/model";

/** The call that applies an organization's stack. */
export const deployCall = (environment: Environment, organization: Organization): string =>
  `npm run deploy -- ${environment.name} org-${organization.name}`;
