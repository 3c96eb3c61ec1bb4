import { type JudgedApplication, judgeApplications } from "./applications/judge";
import { type BoundIntent, bind, type DatabaseIntent } from "./binding";
import { type JudgedException, judgeExceptions, type KnownNames } from "./exceptions";
import {
  analyzeIdentity,
  differences,
  type IdentityModel,
  type IdentityReport,
  identityNames,
  readIdentityModel,
} from "./identity";
import type { Intent } from "./intent";
import { checkInvariants, type Judgement, rules } from "./invariants";
import { HostNames, matrix, type Network, networkOf } from "./network";
import { partySpelling } from "./party";
import type { Problem } from "./problem";
import {
  credentialsProblem,
  isNotReportedByRule,
  isReadingProblem,
  isReportedByRuleAlone,
  ruleProblem,
} from "./problem-wording";
import {
  misledClients,
  openingProblems,
  type Pair,
  pairsOf,
  reachProblems,
  unreadProblems,
} from "./reach-intent";
import { remembered } from "./remembered";
import { Configuration, type Environment, environments, type StackSource } from "./terraform";

/** The result for one environment. */
export interface Proof {
  /** The intent, with names of the resources in the configuration. */
  readonly intent: BoundIntent;
  /** The input: the environment's stacks as written, and as parsed. */
  readonly sources: readonly StackSource[];
  readonly configuration: Configuration;
  readonly network: Network;
  /** Pairs of sources and databases, each with the intended and the actual verdict. All other sources are denied. */
  readonly pairs: readonly Pair[];
  /** Applications that people can open, each with the addresses that can. */
  readonly applications: readonly JudgedApplication[];
  /** Number of pairs that no security group admits, and that were therefore not judged one by one. */
  readonly others: number;
  /** Policies and identities that decide about credentials. */
  readonly model: IdentityModel;
  readonly identity: IdentityReport;
  readonly invariants: readonly Judgement[];
  /** Every exception of the intent, with the problems that it covers. */
  readonly exceptions: readonly JudgedException[];
  /**
   * Differences between what is possible and what is intended, without those that exceptions cover. Empty if the
   * environment is proved.
   */
  readonly problems: readonly Problem[];
}

/**
 * Judges every intended environment by the stacks that belong to it.
 *
 * @param earlier proofs of mostly the same stacks, whose intermediate results are reused for equal parts; they do not
 * change the result.
 * @default earlier - none
 */
export function prove(
  sources: readonly StackSource[],
  intents: readonly Intent[],
  earlier: readonly Proof[] = [],
): Proof[] {
  const found = environments(sources, earlier[0]?.configuration);
  return intents.map((intent) => {
    if (!found.some(({ name }) => name === intent.environment)) throw new Error(missing(intent, found));
    const before = earlier.find((proof) => proof.intent.environment === intent.environment);
    const configuration = configurationOf(intent, sources, found, intents, before?.configuration);
    return configuration.alone(() => proofOf(configuration, intent));
  });
}

/**
 * The stacks of an environment: those that read each other's states, and those with its names. A stack that reads the
 * wrong state is still judged with its environment.
 */
function configurationOf(
  { environment }: Intent,
  sources: readonly StackSource[],
  found: readonly Environment[],
  intents: readonly Intent[],
  earlier: Configuration | undefined,
): Configuration {
  const isOwn = (stack: string): boolean =>
    intents
      .map((intent) => intent.environment)
      .filter((name) => stack.startsWith(`${name}-`))
      .sort((a, b) => b.length - a.length)[0] === environment;
  const own = found
    .filter(
      ({ name, configuration }) =>
        name === environment || configuration.stacks.some((stack) => isOwn(stack.name)),
    )
    .map(({ configuration }) => configuration);
  const [only, ...others] = own;
  if (only && others.length === 0) return only;
  const names = new Set(own.flatMap(({ stacks }) => stacks.map(({ name }) => name)));
  return new Configuration(
    sources.filter(({ name }) => names.has(name)),
    earlier,
  );
}

function proofOf(configuration: Configuration, intent: Intent): Proof {
  const { sources } = configuration;
  const network = configuration.derived(networkOf);
  const model = readIdentityModel(configuration);
  const identity = analyzeIdentity(configuration);
  const { bound, problems: unbound } = configuration.derived(boundIn, intent);
  const { pairs, openings, misses, unread } = reachOf(network)(bound.databases);
  const { applications, unread: unledRules, problems: wrongAccess } = configuration.derived(accessIn, intent);
  const invariants = checkInvariants(configuration, bound.choices);
  const broken = invariants.filter(({ result }) => result !== "compliant");
  const found = [
    // Unreadable input first, whole stacks before their parts; then rules, which name causes; then consequences.
    ...broken
      .filter(isReadingProblem)
      .toSorted((a, b) => Number(a.place.includes("/")) - Number(b.place.includes("/")))
      .map(ruleProblem),
    ...[...unread, ...unledRules].filter(isNotReportedByRule(broken)),
    ...broken.filter((one) => isReportedByRuleAlone(one) && !isReadingProblem(one)).map(ruleProblem),
    ...unbound,
    ...configuration.derived(differencesIn, bound.identity).map(credentialsProblem(broken)),
    ...openings,
    ...wrongAccess,
    ...misses,
    ...configuration.derived(misledIn, pairs),
  ];
  return {
    intent: bound,
    sources,
    configuration,
    network,
    pairs,
    applications,
    others: matrix(network).others.count,
    model,
    identity,
    invariants,
    ...judgeExceptions(found, intent.exceptions, () => namesIn(network, identity, invariants)),
  };
}

const boundIn = (configuration: Configuration, intent: Intent) =>
  bind(intent, configuration, identityNames(configuration));

const accessIn = (configuration: Configuration, intent: Intent) =>
  judgeApplications(configuration, configuration.derived(networkOf), intent);

const differencesIn = (configuration: Configuration, intent: BoundIntent["identity"]) =>
  differences(analyzeIdentity(configuration), intent);

const misledIn = (configuration: Configuration, pairs: readonly Pair[]) =>
  misledClients(new HostNames(configuration), pairs);

/** Compares the connections that a network allows with the intent for each database. */
const reachOf = remembered((network: Network) =>
  remembered((databases: readonly DatabaseIntent[]) => {
    const pairs = pairsOf(network, matrix(network).judged, databases);
    return {
      pairs,
      openings: openingProblems(network, pairs, databases),
      misses: reachProblems(network, pairs, databases),
      unread: unreadProblems(network),
    };
  }),
);

const namesIn = (
  network: Network,
  { roles, secrets }: IdentityReport,
  invariants: readonly Judgement[],
): KnownNames => ({
  source: network.sources.map(({ id }) => partySpelling(id)),
  principal: [
    ...new Set([
      ...roles.map(({ role }) => partySpelling({ kind: "role", name: role })),
      ...secrets.flatMap(({ readers }) => readers.map(({ id }) => partySpelling(id))),
    ]),
  ],
  rule: rules.map(({ id }) => id),
  at: [...new Set(invariants.map(({ place }) => place))],
});

/** Stacks that read each other's states are one environment; without them, there is nothing to judge as a whole. */
const missing = ({ environment, guide }: Intent, found: readonly Environment[]): string =>
  `There is no environment ${environment} to judge. Found: ${found.map(({ name }) => name).join(", ") || "none"}. ` +
  `To have it judged, ${guide.synthesize}; if that is done, a stack of it no longer reads the states of the others.`;

/** Names of all environments in the output, intended or not. */
export const environmentNames = (sources: readonly StackSource[]): string[] =>
  environments(sources).map(({ name }) => name);

/** Names of stacks that belong to no intended environment, which the gate does not judge. */
export const unjudgedStacks = (sources: readonly StackSource[], intents: readonly Intent[]): string[] =>
  environments(sources)
    .filter(({ name }) => !intents.some(({ environment }) => environment === name))
    .flatMap(({ configuration }) => configuration.stacks.map(({ name }) => name));
