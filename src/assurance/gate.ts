import { type BoundIntent, bind } from "./binding";
import {
  type JudgedException,
  judgeExceptions,
  type KnownNames,
  reading as permissionToRead,
} from "./exceptions";
import {
  type Difference,
  differences,
  type IdentityModel,
  type IdentityReport,
  readIdentityModel,
  reportOn,
} from "./identity";
import type { Intent } from "./intent";
import { checkInvariants, type Judgement, rules } from "./invariants";
import { noTakeovers } from "./invariants/rules/no-takeovers";
import { matrix, Network } from "./network";
import { partySpelling } from "./party";
import type { Problem } from "./problem";
import { openingProblems, type Pair, pairsOf, reachProblems } from "./reach-intent";
import { ruleNames } from "./rule-names";
import { Configuration, type Environment, environments, type StackSource } from "./terraform";

/** What was found out about one environment. */
export interface Proof {
  /** What is meant, by the names that things have in the configuration. */
  readonly intent: BoundIntent;
  /** What was judged: the environment's stacks as they are written, and as they are read. */
  readonly sources: readonly StackSource[];
  readonly configuration: Configuration;
  readonly network: Network;
  /** Sources and databases, each with what is meant and what is so. Everybody else is kept out. */
  readonly pairs: readonly Pair[];
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

/** Judges every environment that is meant by the stacks that belong to it. */
export function prove(sources: readonly StackSource[], intents: readonly Intent[]): Proof[] {
  const found = environments(sources);
  return intents.map((intent) => {
    if (!found.some(({ name }) => name === intent.environment)) throw new Error(missing(intent, found));
    return proofOf(stacksOf(intent, sources, found, intents), intent);
  });
}

/**
 * Stacks that read each other's states, and those that are called like a part of the environment: one that reads another
 * state than it should is still judged with them.
 */
function stacksOf(
  { environment }: Intent,
  sources: readonly StackSource[],
  found: readonly Environment[],
  intents: readonly Intent[],
): StackSource[] {
  const isOwn = (stack: string): boolean =>
    intents
      .map((intent) => intent.environment)
      .filter((name) => stack.startsWith(`${name}-`))
      .sort((a, b) => b.length - a.length)[0] === environment;
  const names = new Set(
    found
      .filter(
        ({ name, configuration }) =>
          name === environment || configuration.stacks.some((stack) => isOwn(stack.name)),
      )
      .flatMap(({ configuration }) => configuration.stacks.map(({ name }) => name)),
  );
  return sources.filter(({ name }) => names.has(name));
}

function proofOf(sources: readonly StackSource[], intent: Intent): Proof {
  const configuration = new Configuration(sources);
  const network = new Network(configuration);
  const { judged, others } = matrix(network);
  const model = readIdentityModel(configuration);
  const identity = reportOn(model);
  const { bound, problems: unbound } = bind(intent, configuration, identity);
  const pairs = pairsOf(network, judged, bound.databases);
  const invariants = checkInvariants({
    configuration,
    sources,
    identity: model,
    network,
    asked: bound.asked,
  });
  const found = [
    // A rule names the cause; what follows from it comes after.
    ...invariants.filter(isNews).map(invariantProblem),
    ...unbound,
    ...differences(identity, bound.identity).map(credentialsProblem),
    ...openingProblems(network, bound.databases),
    ...reachProblems(network, pairs, bound.databases).filter(({ text }) => !isTold(text, invariants)),
  ];
  return {
    intent: bound,
    sources,
    configuration,
    network,
    pairs,
    others: others.count,
    model,
    identity,
    invariants,
    ...judgeExceptions(found, intent.exceptions, namesIn(network, identity, invariants)),
  };
}

const credentialsProblem = ({ text, reading, takeover }: Difference): Problem => ({
  about: "credentials",
  text,
  details: [],
  ...(reading && { needs: permissionToRead(reading.principal, reading.secret) }),
  ...(takeover !== undefined && { needs: { allow: "violation", rule: noTakeovers.id, at: takeover } }),
});

/** Indirect ways to credentials are among the differences already, each with what it gains. */
const isNews = ({ rule, result }: Judgement): boolean => result !== "compliant" && rule !== noTakeovers.id;

/** What a rule says of a resource that is not understood, the network says of it again. */
const isTold = (text: string, invariants: readonly Judgement[]): boolean =>
  invariants.some(
    ({ result, place, found }) =>
      result !== "compliant" &&
      (`${place}: ${found}` === text || text.startsWith(`${place} may carry packets;`)),
  );

/** The first line names what is wrong and where; which rule says so follows. */
const invariantProblem = ({ rule, result, place, found }: Judgement): Problem => ({
  about: "invariants",
  ...firstLine(`${place}: ${found}`),
  details: [
    ...firstLine(`${place}: ${found}`).details,
    `${result === "violated" ? "does not hold" : "not known to hold"}: ${ruleNames[rule]} (${rule})`,
  ],
  ...((result === "violated" || answerable.has(rule)) && { needs: { allow: "violation", rule, at: place } }),
});

/** Rules about single things that a list of known ones lacks. */
const answerable: ReadonlySet<string> = new Set(
  rules.filter(({ mayBeAnswered }) => mayBeAnswered).map(({ id }) => id),
);

/** What a line takes of a list; the rest of it follows below. */
const longestLine = 200;

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

/** Names of stacks that belong to no environment that is meant: nobody judged them. */
export const stray = (sources: readonly StackSource[], intents: readonly Intent[]): string[] =>
  environments(sources)
    .filter(({ name }) => !intents.some(({ environment }) => environment === name))
    .flatMap(({ configuration }) => configuration.stacks.map(({ name }) => name));
