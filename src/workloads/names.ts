import type { Environment, Organization } from "../config/model";
import { organizationStem } from "../config/names";
import { iamArn } from "../foundation/arn";

/** Role of an organization's service account. Written out, because the key that it uses is made before it. */
export const organizationRoleArn = (environment: Environment, organization: Organization): string =>
  iamArn(environment, `role/${organizationStem(environment, organization)}`);

/** Labels of everything that belongs to one application. */
export const applicationLabels = (organization: string, application: string): Record<string, string> => ({
  "app.kubernetes.io/name": application,
  "app.kubernetes.io/part-of": organization,
  "app.kubernetes.io/managed-by": "terraform",
});

/** What selects an application's pods. A deployment's selector cannot change, so it holds nothing that may. */
export const applicationSelector = (application: string): Record<string, string> => ({
  "app.kubernetes.io/name": application,
});
