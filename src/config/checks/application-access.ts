import { portOf } from "../application-kinds";
import { contains, overlaps, parseNetwork } from "../cidr";
import { isPrivateNetwork } from "../facts/networks";
import type { Environment } from "../model";
import {
  type OpenedApplication,
  openedApplications,
  rulePriority,
  settingsOfOpening,
} from "../opened-applications";
import type { Problem } from "../problem";
import { partsOf } from "./arn";

/** An opened application with its organization and the path of its key `access`, for problems. */
interface Opened {
  readonly application: OpenedApplication;
  readonly organization: string;
  readonly path: readonly (string | number)[];
}

const openedIn = ({ organizations }: Pick<Environment, "organizations">): Opened[] =>
  organizations.flatMap((organization) =>
    openedApplications(organization).map(({ application, index }) => ({
      application,
      organization: organization.name,
      path: ["applications", index, "access"],
    })),
  );

const frame = ["applicationAccess"] as const;

/** Ports, ranges and schemes of an organization's access must lie within `applicationAccess` of its environment. */
export function accessIsWithinEnvironment(environment: Environment): Problem[] {
  const { applicationAccess } = environment;
  return openedIn(environment).flatMap(({ application, organization, path }): Problem[] => {
    if (!applicationAccess)
      return [
        {
          organization,
          path,
          found: `access to ${application.name}, in an environment that opens no application`,
          allowed: "access where environment.yaml has `applicationAccess`",
          fix: "Delete it, or have the environment's owners add applicationAccess with these ranges and ports.",
          against: { path: frame },
        },
      ];
    const { allowedCidrs, ports } = applicationAccess;
    const outside = application.access.allowedCidrs.flatMap((range, index): Problem[] =>
      allowedCidrs.some((wider) => contains(parseNetwork(wider), parseNetwork(range)))
        ? []
        : [
            {
              organization,
              path: [...path, "allowedCidrs", index],
              found: `${range}, which applicationAccess does not open`,
              allowed: `ranges inside ${allowedCidrs.join(", ")}`,
              fix: "Choose ranges inside these, or have the environment's owners add this one.",
              against: { path: [...frame, "allowedCidrs"] },
            },
          ],
    );
    const port = portOf(application);
    if (ports.includes(port)) return outside;
    return [
      ...outside,
      {
        organization,
        path,
        found: `access to ${application.name}, which listens on ${port}`,
        allowed: `applications that listen on ${ports.join(", ")}`,
        fix: "Let it listen on one of these ports, or have the environment's owners add this one.",
        against: { path: [...frame, "ports"] },
      },
    ];
  });
}

/** A variable that follows from `access` must not be set a second time under `env` or `secrets`. */
export const openingSetsItsSettings = (environment: Environment): Problem[] =>
  openedIn(environment).flatMap(({ application, organization, path }) =>
    Object.entries(settingsOfOpening(environment, application)).flatMap(([name, value]) =>
      (["env", "secrets"] as const)
        .filter((list) => Object.hasOwn(application[list], name))
        .map((list) => ({
          organization,
          path: [...path.slice(0, -1), list, name],
          found: `the variable ${name}, which \`access\` sets`,
          allowed: `${value}, which follows from \`access\``,
          fix: "Delete it.",
          against: { organization, path },
        })),
    ),
  );

/**
 * An internet-facing load balancer has public addresses and an internal one private addresses: the listed ranges must
 * match.
 */
export const rangesFitScheme = (environment: Environment): Problem[] =>
  openedIn(environment).flatMap(({ application, organization, path }) => {
    const { scheme, allowedCidrs } = application.access;
    const isInternal = scheme === "internal";
    return allowedCidrs
      .map((range, index) => ({ range, index }))
      .filter(({ range }) => isPrivateNetwork(range) !== isInternal)
      .map(({ range, index }) => ({
        organization,
        path: [...path, "allowedCidrs", index],
        found: `${range}, a ${isInternal ? "public" : "private"} range, with scheme ${scheme}`,
        allowed: isInternal
          ? "private ranges: an internal load balancer has no address on the Internet"
          : "public ranges: no packet from the Internet has a private address",
        fix: `List ${isInternal ? "private" : "public"} ranges, or choose the scheme ${isInternal ? "internet-facing" : "internal"}.`,
      }));
  });

/** Applications that share a load balancer share its security group, so they must list the same ranges. */
export const rangesAreShared = (environment: Environment): Problem[] =>
  openedIn(environment).flatMap(({ application, organization, path }, index, all): Problem[] => {
    const { scheme, allowedCidrs } = application.access;
    const first = all
      .slice(0, index)
      .find((one) => one.organization === organization && one.application.access.scheme === scheme);
    if (!first || sorted(first.application.access.allowedCidrs) === sorted(allowedCidrs)) return [];
    return [
      {
        organization,
        path: [...path, "allowedCidrs"],
        found: `other ranges than those of ${first.application.name}, which is opened by the same load balancer`,
        allowed: `${first.application.access.allowedCidrs.join(", ")}: ${scheme} applications of one organization have the same ranges`,
        fix: "List the same ranges, or move the application to an organization of its own.",
        against: { organization, path: [...first.path, "allowedCidrs"] },
      },
    ];
  });

/**
 * Network policies admit load balancers by their subnets, which both schemes share. On a common port, the load balancer
 * of one scheme could reach applications of the other.
 */
export const schemesUseDifferentPorts = (environment: Environment): Problem[] =>
  openedIn(environment).flatMap(({ application, organization, path }, index, all): Problem[] => {
    const { scheme } = application.access;
    const port = portOf(application);
    const other = all
      .slice(0, index)
      .find(
        (one) =>
          one.organization === organization &&
          one.application.access.scheme !== scheme &&
          portOf(one.application) === port,
      );
    if (!other) return [];
    return [
      {
        organization,
        path: [...path, "scheme"],
        found: `${scheme} on port ${port}, which ${other.application.name} opens as ${other.application.access.scheme}`,
        allowed: "a port of its own per scheme: each load balancer would reach both applications",
        fix: "Let one of them listen on another port, or open both by the same scheme.",
        against: { organization, path: [...other.path, "scheme"] },
      },
    ];
  });

const sorted = (ranges: readonly string[]): string => [...ranges].sort().join();

/** A host name identifies one application behind one load balancer. */
export const hostnamesDiffer = (environment: Environment): Problem[] =>
  openedIn(environment).flatMap(({ application, organization, path }, index, all): Problem[] => {
    const { hostname } = application.access;
    const earlier = all.slice(0, index);
    const same = earlier.find((one) => one.application.access.hostname === hostname);
    const twin = earlier.find(
      (one) =>
        one.organization === organization && rulePriority(one.application) === rulePriority(application),
    );
    const other = same ?? twin;
    if (!other) return [];
    return [
      {
        organization,
        path: [...path, "hostname"],
        found: same
          ? `${hostname}, which ${other.organization}/${other.application.name} has as well`
          : `${hostname}, whose rule by coincidence gets the priority of ${other.application.access.hostname}`,
        allowed: same ? "a host name per application" : "host names whose rules have different priorities",
        fix: "Choose another host name.",
        against: { organization: other.organization, path: [...other.path, "hostname"] },
      },
    ];
  });

/**
 * Load balancers accept certificates and web ACLs of their own region only; this project also requires their
 * own account.
 */
export function certificatesAreOfRegionAndAccount(environment: Environment): Problem[] {
  const { account, region, applicationAccess } = environment;
  const problem = (arn: string, at: Pick<Problem, "organization" | "path">): Problem[] => {
    const { region: itsRegion, account: itsAccount } = partsOf(arn);
    if (itsRegion === region && itsAccount === account) return [];
    return [
      {
        ...at,
        found: `an ARN of ${itsRegion}, account ${itsAccount}`,
        allowed: `one of ${region}, account ${account}, where the load balancer is`,
        fix: "Make one there, and copy its ARN.",
      },
    ];
  };
  const webAcl = applicationAccess?.webAclArn;
  return [
    ...(webAcl === undefined ? [] : problem(webAcl, { path: [...frame, "webAclArn"] })),
    ...openedIn(environment).flatMap(({ application, organization, path }) =>
      problem(application.access.certificateArn, { organization, path: [...path, "certificateArn"] }),
    ),
  ];
}

/** Clients inside a VPC call a Service. A load balancer open to the VPC's ranges would bypass network policies. */
export function openedRangesAreOutsideVpcs({ applicationAccess, network }: Environment): Problem[] {
  const vpcs = [...new Set([network.cidr, network.databaseCidr])];
  return (applicationAccess?.allowedCidrs ?? []).flatMap((range, index) =>
    vpcs
      .filter((vpc) => overlaps(parseNetwork(vpc), parseNetwork(range)))
      .map((vpc) => ({
        path: [...frame, "allowedCidrs", index],
        found: `${range}, which overlaps the VPC's ${vpc}`,
        allowed: "ranges outside of the environment's VPCs: pods call each other by the names of services",
        fix: "List the ranges that people have: those of offices, or of a VPN.",
      })),
  );
}
