import { createHash } from "node:crypto";
import { unknownKind } from "./application-kinds";
import type { Access, Application, ApplicationAccessSettings, Environment, Organization } from "./model";
import { schemes } from "./schema/access";

export type Scheme = Access["scheme"];

/** An application that people can open. */
export type OpenedApplication = Application & { readonly access: Access };

/** A load balancer before applications of one organization that are opened in the same way. */
export interface OpenedBy {
  readonly scheme: Scheme;
  /** Ranges that may open each of its applications. */
  readonly allowedCidrs: readonly string[];
  /** In the order of the file. */
  readonly applications: readonly [OpenedApplication, ...OpenedApplication[]];
}

const isOpened = (application: Application): application is OpenedApplication =>
  application.access !== undefined;

/** Applications of an organization that are opened, each with its place in the file. */
export const openedApplications = ({
  applications,
}: Pick<Organization, "applications">): {
  readonly application: OpenedApplication;
  readonly index: number;
}[] => applications.flatMap((application, index) => (isOpened(application) ? [{ application, index }] : []));

/** The load balancers of an organization: one per scheme that its applications name. */
export const loadBalancersOf = (organization: Pick<Organization, "applications">): OpenedBy[] =>
  schemes.flatMap((scheme): OpenedBy[] => {
    const [first, ...others] = openedApplications(organization)
      .map(({ application }) => application)
      .filter(({ access }) => access.scheme === scheme);
    return first
      ? [{ scheme, allowedCidrs: first.access.allowedCidrs, applications: [first, ...others] }]
      : [];
  });

/** How many load balancers the applications of an environment have. */
export const loadBalancerCount = ({ organizations }: Pick<Environment, "organizations">): number =>
  organizations.reduce((sum, organization) => sum + loadBalancersOf(organization).length, 0);

/** Largest priority of a listener's rule. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html */
const mostPriorities = 50000;

/**
 * Priority of the rule that leads a host name to an application. Rules for whole host names exclude each other, so their
 * order says nothing; but AWS refuses a second rule with the same number. A number by place would move when an application
 * goes, and one by host name would be another rule's still when applications change their host names or their own.
 */
export const rulePriority = ({ name, access }: Pick<OpenedApplication, "name" | "access">): number =>
  1 + (createHash("sha256").update(`${name} ${access.hostname}`).digest().readUInt32BE(0) % mostPriorities);

/** After how many seconds without data Metabase closes a connection, unless it is told. */
const idleSeconds = 200;

/** Settings of an application that people open, by the names of variables. */
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
 * Links in mails and cookies are for the name that people use, not for a pod's address. A connection has to outlast the load
 * balancer's patience: else now and then a request is sent to one that Metabase has just closed.
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
