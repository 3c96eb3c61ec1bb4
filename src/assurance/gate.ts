import { type JudgedApplication, judgeApplications } from "./applications/judge";
import { type BoundIntent, bind, type DatabaseIntent } from "./binding";
import {
  type JudgedException,
  judgeExceptions,
  type KnownNames,
  reading as permissionToRead,
} from "./exceptions";
import {
  analyzeIdentity,
  type Difference,
  differences,
  type IdentityModel,
  type IdentityReport,
  readIdentityModel,
} from "./identity";
import { unclearPart } from "./identity/policy/text";
import type { Intent } from "./intent";
import { checkInvariants, type Judgement, rules } from "./invariants";
import { noTakeovers } from "./invariants/rules/no-takeovers";
import { providersOwnPlace } from "./invariants/rules/providers-own-place";
import { HostNames, matrix, type Network, networkOf } from "./network";
import { partySpelling } from "./party";
import type { Problem } from "./problem";
import {
  misledClients,
  openingProblems,
  type Pair,
  pairsOf,
  reachProblems,
  unreadProblems,
} from "./reach-intent";
import { remembered } from "./remembered";
import { type RuleId, ruleNames } from "./rule-names";
import { addressesNamed, Configuration, type Environment, environments, type StackSource } from "./terraform";

/** What was found out about one environment. */
export interface Proof {
  /** What is meant, by the names that things have in the configuration. */
  readonly intent: BoundIntent;
  /** What was judged: the environment's stacks as they are written, and as they are read. */
  readonly sources: readonly StackSource[];
  readonly configuration: Configuration;
  readonly network: Network;
  /** Sources and databases, each with the intended and the found verdict. All other sources are denied. */
  readonly pairs: readonly Pair[];
  /** Applications that people can open, each with who can. */
  readonly applications: readonly JudgedApplication[];
  /** How many pairs no security group admits, so that they were not judged one by one. */
  readonly others: number;
  /** What decides about credentials. */
  readonly model: IdentityModel;
  readonly identity: IdentityReport;
  readonly invariants: readonly Judgement[];
  /** Every exception of the intent, with what it answers for. */
  readonly exceptions: readonly JudgedException[];
  /** Where what is possible and what is meant differ, and no exception answers for it. Empty when the environment is proved. */
  readonly problems: readonly Problem[];
}

/**
 * Judges every environment that is meant by the stacks that belong to it.
 *
 * @param earlier proofs of most of the same stacks: what follows from parts that are the same is not found out again.
 * The result is that of a proof without them. @default - there is none
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
 * Stacks that read each other's states, and those that are called like a part of the environment: one that reads another
 * state than it should is still judged with them.
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
  const invariants = checkInvariants(configuration, bound.asked);
  const broken = invariants.filter(({ result }) => result !== "compliant");
  const found = [
    // What is not read comes first, whole stacks before their parts, then rules, which name causes, then what follows from them.
    ...broken
      .filter(({ rule }) => readingRules.has(rule))
      .toSorted((a, b) => Number(a.place.includes("/")) - Number(b.place.includes("/")))
      .map(invariantProblem),
    ...[...unread, ...unledRules].filter(isUntold(broken)),
    ...broken.filter((one) => isNews(one) && !readingRules.has(one.rule)).map(invariantProblem),
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
  bind(intent, configuration, analyzeIdentity(configuration));

const accessIn = (configuration: Configuration, intent: Intent) =>
  judgeApplications(configuration, configuration.derived(networkOf), intent);

const differencesIn = (configuration: Configuration, intent: BoundIntent["identity"]) =>
  differences(analyzeIdentity(configuration), intent);

const misledIn = (configuration: Configuration, pairs: readonly Pair[]) =>
  misledClients(new HostNames(configuration), pairs);

/** What is possible in a network, held against what is meant for each database. */
const reachOf = remembered((network: Network) =>
  remembered((databases: readonly DatabaseIntent[]) => {
    const pairs = pairsOf(network, matrix(network).judged, databases);
    return {
      pairs,
      openings: openingProblems(network, databases),
      misses: reachProblems(network, pairs, databases),
      unread: unreadProblems(network),
    };
  }),
);

function credentialsProblem(broken: readonly Judgement[]): (difference: Difference) => Problem {
  const places = broken.filter(({ rule }) => rule === providersOwnPlace.id).map(({ place }) => place);
  return ({ text, details = [], at, follows, reading, takeover, installedBy }) => {
    const unknown =
      installedBy !== undefined &&
      broken.find(({ rule, place }) => place === installedBy && answerable.has(rule));
    const isUnclear = details.some((line) => line.includes(unclearPart));
    return {
      about: "credentials",
      text,
      details,
      ...(at !== undefined && { at }),
      ...(follows && { follows: [...follows, ...(isUnclear ? places : [])] }),
      ...(reading && { needs: permissionToRead(reading.principal, reading.secret) }),
      ...(takeover !== undefined && { needs: { allow: "violation", rule: noTakeovers.id, at: takeover } }),
      // What a chart or an add-on brings to nodes is answered for where it is.
      ...(unknown && { needs: { allow: "violation", rule: unknown.rule, at: unknown.place } }),
    };
  };
}

/** Indirect ways to credentials are among the differences already, each with what it gains. */
const isNews = ({ rule }: Judgement): boolean => rule !== noTakeovers.id;

/** What a rule says of a resource that is not understood, the network says of it again. */
function isUntold(broken: readonly Judgement[]): (problem: Problem) => boolean {
  const places = new Set(broken.map(({ place }) => place));
  const texts = new Set(broken.map(({ place, found }) => `${place}: ${found}`));
  return ({ text }) => {
    const [place = "", ...others] = text.split(" may carry packets;");
    return !texts.has(text) && !(others.length > 0 && places.has(place));
  };
}

/** The first line names what is wrong and where; which rule says so follows. */
const invariantProblem = ({ rule, result, place, found, cause, because = [] }: Judgement): Problem => {
  const at = cause ?? addressesNamed(place)[0] ?? place;
  const { text, details } = firstLine(found.startsWith(`${at} `) ? found.slice(at.length + 1) : found);
  const others = [found, ...because].flatMap(addressesNamed).filter((address) => !place.startsWith(address));
  const verb = result === "violated" ? "does not hold" : "not known to hold";
  return {
    about: "invariants",
    at,
    text: `${cause ?? place}: ${text}`,
    ...(result === "unknown" && others.length > 0 && { follows: others }),
    details: [
      ...details,
      ...because,
      `${verb}${cause === undefined || cause === place ? "" : ` at ${place}`}: ${ruleNames[rule]} (${rule})`,
    ],
    ...((result === "violated" || answerable.has(rule)) && {
      needs: { allow: "violation", rule, at: place },
    }),
  };
};

/** Rules about what the proof reads at all: where one of them is broken, others have nothing to judge. */
const readingRules: ReadonlySet<RuleId> = new Set<RuleId>([
  "providers-own-place",
  "states-own-place",
  "terraform-runs-nothing",
  "arguments-known",
  "only-known-kinds",
]);

/** Rules about single things that a list of known ones lacks. */
const answerable: ReadonlySet<string> = new Set(
  rules.filter(({ mayBeAnswered }) => mayBeAnswered).map(({ id }) => id),
);

/** What a line takes of a list; the rest of it follows below. */
const longestLine = 240;

function firstLine(text: string): { readonly text: string; readonly details: readonly string[] } {
  const [first = "", ...others] = text.split("; ");
  const line = first.length > longestLine ? `${first.slice(0, longestLine)}...` : first;
  return {
    text: others.length > 0 ? `${line}; and ${others.length} more` : line,
    details: line === first ? others : [first, ...others],
  };
}

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

/** Stacks that read each other's states are one environment; where they do not, there is nothing to judge as a whole. */
const missing = ({ environment, guide }: Intent, found: readonly Environment[]): string =>
  `There is no environment ${environment} to judge. Found: ${found.map(({ name }) => name).join(", ") || "none"}. ` +
  `To have it judged, ${guide.synthesize}; if that is done, a stack of it no longer reads the states of the others.`;

/** Names of the environments that there are, whether they are meant or not. */
export const environmentNames = (sources: readonly StackSource[]): string[] =>
  environments(sources).map(({ name }) => name);

/** Names of stacks that belong to no intended environment. The gate does not judge them. */
export const unjudgedStacks = (sources: readonly StackSource[], intents: readonly Intent[]): string[] =>
  environments(sources)
    .filter(({ name }) => !intents.some(({ environment }) => environment === name))
    .flatMap(({ configuration }) => configuration.stacks.map(({ name }) => name));
