import type { ApplicationIntent, Intent } from "../intent";
import {
  addressesIn,
  type Database,
  internetAddresses,
  leg,
  missedPaths,
  type Network,
  openPaths,
  type Party,
  passed,
  type Reach,
  reach,
  stoppedBy,
} from "../network";
import type { Chains } from "../network/chains";
import { connectionsTo } from "../network/legs";
import { fromOutside } from "../network/outside";
import { partyText, restOfInternet } from "../party";
import { networkProblem, type Problem } from "../problem";
import { remembered, rememberedByKey } from "../remembered";
import { IntervalSet } from "../sets";
import { addressesNamed, type Configuration } from "../terraform";
import { balancerProblems } from "./balancers";
import { type FoundApplication, findApplications, https } from "./found";
import { foreignPodsReachingPods, unexpectedSources } from "./unexpected-sources";

/** An application that people can open, with the addresses that can open it. */
export interface JudgedApplication {
  readonly found: FoundApplication;
  /** Its pods with their port, as the target of connections. */
  readonly target: Database;
  /** Ranges for which config opens it. */
  readonly meant: readonly string[];
  /** Ranges that can open it. */
  readonly ranges: readonly string[];
  /** Ranges that every layer admits, but to which no route of this configuration leads. */
  readonly withoutRoute: readonly string[];
  /** Addresses of the internet that config does not list, and whether they can open it. */
  readonly others: IntervalSet;
  readonly rest: Reach;
  /** Load balancers that may lead to it. */
  readonly chains: Chains;
}

/**
 * A class, because its connections explain themselves on request: comparing them with earlier ones would compute all
 * explanations.
 */
class JudgedApplications {
  constructor(
    readonly applications: readonly JudgedApplication[],
    /** Listener rules and bindings with an unknown target. */
    readonly unread: readonly Problem[],
    readonly problems: readonly Problem[],
  ) {}
}

/**
 * Who can open each application. An application that config opens must be open to the listed ranges and to nothing
 * else: not to the rest of the internet, not to another organization, and not through another load balancer.
 */
export function judgeApplications(
  configuration: Configuration,
  network: Network,
  intent: Intent,
): JudgedApplications {
  const { applications, unclear } = configuration.derived(findApplications);
  const meant = intent.organizations.flatMap(({ name, stack, opened = [] }) =>
    opened.map((one) => ({ ...one, namespace: name, stack })),
  );
  const meantByName = new Map(meant.map((one) => [nameOf(one), one]));
  const compared = applications.map((found) => ({ found, meant: meantByName.get(nameOf(found)) }));
  const opened = new Set(applications.map(nameOf));
  const judged = compared.map((one) => judgeApplication(network, one.found, one.meant));
  return new JudgedApplications(
    judged.map(({ application }) => application),
    unclear.map((text) => networkProblem(text)),
    [
      ...meant
        .filter((one) => !opened.has(nameOf(one)))
        .map((one) => ({
          ...networkProblem(
            `${nameOf(one)} should be opened as ${one.hostname} by config, but no rule leads to it`,
          ),
          follows: unclear.flatMap(addressesNamed).filter((place) => place.startsWith(`${one.stack}/`)),
        })),
      ...judged.flatMap(({ problems }) => problems),
      ...balancerProblems(network, compared, intent),
      ...foreignPodsReachingPods(network, new Set(applications.map(({ pods }) => pods))),
    ],
  );
}

/** Pods with a port, one object for the same pods and port. */
const onPort = remembered((pods: Party) => rememberedByKey((port: number): Database => ({ ...pods, port })));

const rangeText = (range: string): string => partyText({ kind: "internet", range });

type Meant = ApplicationIntent & { readonly namespace: string };

const nameOf = ({ namespace, workload }: Pick<Meant, "namespace" | "workload">): string =>
  partyText({ kind: "pods", namespace, workload });

function judgeApplication(
  network: Network,
  found: FoundApplication,
  meant: Meant | undefined,
): { readonly application: JudgedApplication; readonly problems: readonly Problem[] } {
  const target = onPort(found.pods)(found.port);
  const { chains } = network.candidates.of(target);
  const ranges = meant?.ranges ?? [];
  const internet = network.sources.find(({ kind }) => kind === "internet") as Database;
  const from = (addresses: IntervalSet): Reach =>
    reach(network, internet, target, { chains, from: addresses });
  const publicRanges = found.isInternal ? [] : ranges;
  const opened = publicRanges.map((range) => ({ range, reach: from(addressesIn([range])) }));
  const inside = found.isInternal ? ranges.map((range) => judgeInside(network, found, target, range)) : [];
  const others = internetAddresses.subtract(addressesIn(publicRanges));
  const rest = from(others);
  const application = {
    found,
    target,
    meant: ranges,
    ranges: [
      ...opened.filter(({ reach }) => reach.verdict === "ALLOWED").map(({ range }) => range),
      ...inside.filter(({ isOpen, hasRoute }) => isOpen && hasRoute).map(({ range }) => range),
    ],
    withoutRoute: inside.filter(({ isOpen, hasRoute }) => isOpen && !hasRoute).map(({ range }) => range),
    others,
    rest,
    chains,
  };
  return {
    application,
    problems: [
      ...differences(found, meant),
      ...opened.flatMap(({ range, reach }) => openedProblems(found, range, reach)),
      ...inside.filter(({ isOpen }) => !isOpen).map(({ range }) => closedProblem(found, range)),
      ...(rest.verdict === "DENIED" ? [] : [othersProblem(found, rest)]),
      ...unexpectedSources(network, target, found),
    ],
  };
}

/**
 * For a range outside of the internet: whether all layers except for routes admit it, and whether a route may exist.
 */
function judgeInside(network: Network, { balancer }: FoundApplication, target: Database, range: string) {
  const { isAdmitted, mayHaveRoute } = fromOutside(
    network,
    addressesIn([range]),
    balancer.entrance,
    IntervalSet.single(https),
  );
  const onwards = leg(network, balancer.entrance, target, connectionsTo(IntervalSet.single(target.port)));
  return { range, isOpen: isAdmitted && onwards.always, hasRoute: mayHaveRoute };
}

function differences(found: FoundApplication, meant: Meant | undefined): Problem[] {
  if (!meant)
    return [networkProblem(`${nameOf(found)} is opened as ${found.hostname}, which config does not say`)];
  const pairs: readonly (readonly [string, string | number, string | number])[] = [
    ["host name", found.hostname, meant.hostname],
    ["port", found.port, meant.port],
    [
      "load balancer",
      found.isInternal ? "internal" : "internet-facing",
      meant.isInternal ? "internal" : "internet-facing",
    ],
  ];
  return pairs
    .filter(([, is, wanted]) => is !== wanted)
    .map(([what, is, wanted]) =>
      networkProblem(`the ${what} of ${nameOf(found)} is ${is}, and config declares ${wanted}`),
    );
}

const closedProblem = (found: FoundApplication, range: string): Problem => ({
  ...networkProblem(
    `${range} should open ${nameOf(found)} by config, but something on the path does not admit it for certain`,
  ),
  follows: [found.balancer.address, found.pods.address],
});

/** @param rest result for the addresses that config does not list */
const othersProblem = (found: FoundApplication, rest: Reach): Problem => ({
  ...networkProblem(
    `${partyText(restOfInternet)}, ${rest.verdict === "ALLOWED" ? "opens" : "may open"} ${nameOf(found)}, which config does not allow`,
    openPaths(rest),
  ),
  follows: [...passed(rest), found.pods.address],
});

function openedProblems(found: FoundApplication, range: string, one: Reach): Problem[] {
  if (one.verdict !== "ALLOWED" || !one.always)
    return [
      {
        ...networkProblem(
          `${rangeText(range)} should open ${nameOf(found)} by config, but does not for certain`,
          missedPaths(one),
        ),
        // The direct path is closed in every environment: what closes it is not the cause.
        follows: [
          ...stoppedBy({ ...one, closed: one.closed.filter(({ through }) => through.length > 0) }),
          found.balancer.address,
          found.pods.address,
        ],
      },
    ];
  return one.open
    .filter(({ through }) => through.join() !== found.balancer.name)
    .map(({ through }) =>
      networkProblem(
        `${rangeText(range)} opens ${nameOf(found)} past its load balancer, through ${through.join(" and ") || "nothing"}`,
      ),
    );
}
