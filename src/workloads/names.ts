import type { Environment, Organization } from "../config/model";
import { organizationStem } from "../config/names";
import { iamArn } from "../foundation/arn";

/**
 * ARN of the role of an organization's service account, composed from config, because the key is created before the
 * role.
 */
export const organizationRoleArn = (environment: Environment, organization: Organization): string =>
  iamArn(environment, `role/${organizationStem(environment, organization)}`);

/** Labels of all objects of one application. */
export const applicationLabels = (organization: string, application: string): Record<string, string> => ({
  "app.kubernetes.io/name": application,
  "app.kubernetes.io/part-of": organization,
  "app.kubernetes.io/managed-by": "terraform",
});

/**
 * Selector of an application's pods. A deployment's selector is immutable, so it contains only labels that never
 * change.
 */
export const applicationSelector = (application: string): Record<string, string> => ({
  "app.kubernetes.io/name": application,
});
