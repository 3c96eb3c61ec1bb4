import { createHash } from "node:crypto";
import { unknownKind } from "./application-kinds";
import type { Access, Application, ApplicationAccessSettings, Environment, Organization } from "./model";
import { schemes } from "./schema/access";

export type Scheme = Access["scheme"];

/** An application that people can open. */
export type OpenedApplication = Application & { readonly access: Access };

/** A load balancer and the applications of one organization behind it. */
export interface OpenedBy {
  readonly scheme: Scheme;
  /** Ranges that may open each of these applications. */
  readonly allowedCidrs: readonly string[];
  /** In the order of the file. */
  readonly applications: readonly [OpenedApplication, ...OpenedApplication[]];
}

const isOpened = (application: Application): application is OpenedApplication =>
  application.access !== undefined;

/** Opened applications of an organization, each with its index in the file. */
export const openedApplications = ({
  applications,
}: Pick<Organization, "applications">): {
  readonly application: OpenedApplication;
  readonly index: number;
}[] => applications.flatMap((application, index) => (isOpened(application) ? [{ application, index }] : []));

/** Load balancers of an organization: one per scheme that its applications use. */
export const loadBalancersOf = (organization: Pick<Organization, "applications">): OpenedBy[] =>
  schemes.flatMap((scheme): OpenedBy[] => {
    const [first, ...others] = openedApplications(organization)
      .map(({ application }) => application)
      .filter(({ access }) => access.scheme === scheme);
    return first
      ? [{ scheme, allowedCidrs: first.access.allowedCidrs, applications: [first, ...others] }]
      : [];
  });

/** Number of application load balancers in an environment. */
export const loadBalancerCount = ({ organizations }: Pick<Environment, "organizations">): number =>
  organizations.reduce((sum, organization) => sum + loadBalancersOf(organization).length, 0);

/**
 * Largest priority of a listener rule.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html
 */
const mostPriorities = 50000;

/**
 * Priority of the listener rule that forwards a host name to an application. Rules for different host names never match
 * the same request, so their order is irrelevant, but AWS requires unique priorities. An index would change for other
 * rules when an application is removed; a hash of the host name alone would collide while two applications exchange
 * their host names.
 */
export const rulePriority = ({ name, access }: Pick<OpenedApplication, "name" | "access">): number =>
  1 + (createHash("sha256").update(`${name} ${access.hostname}`).digest().readUInt32BE(0) % mostPriorities);

/** Seconds after which Metabase closes an idle connection by default. */
const idleSeconds = 200;

/** Variables that follow from an application's `access`, with their values. */
export function settingsOfOpening(
  { applicationAccess }: Pick<Environment, "applicationAccess">,
  { kind, access }: Pick<Application, "kind" | "access">,
): Readonly<Record<string, string>> {
  if (!access || !applicationAccess) return {};
  switch (kind) {
    case "container":
      return {};
    case "metabase":
      return metabaseSettings(access, applicationAccess);
    default:
      return unknownKind(kind);
  }
}

/**
 * Links in mails and cookies must use the public host name instead of a pod's address. Metabase must keep an idle
 * connection longer than the load balancer does: otherwise the load balancer occasionally sends a request on a
 * connection that Metabase is closing.
 */
const metabaseSettings = (
  { hostname }: Access,
  { idleTimeoutSeconds }: ApplicationAccessSettings,
): Readonly<Record<string, string>> => ({
  MB_SITE_URL: `https://${hostname}`,
  ...(idleTimeoutSeconds >= idleSeconds && {
    MB_JETTY_MAXIDLETIME: String((idleTimeoutSeconds + 20) * 1000),
  }),
});
