import type { Guide } from "../../guide";
import type { Intent } from "../../intent";

/** The intent of an environment of which nothing is meant: what is found there is compared, and held against nothing. */
export const nothingMeant = (environment: string, guide: Guide): Intent => ({
  environment,
  guide,
  instances: [],
  organizations: [],
  roles: [],
  administrators: [],
  exceptions: [],
});
