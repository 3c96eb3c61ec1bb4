import { differences, type IdentityReport, readIdentityModel, reportOn } from "./identity";
import type { Intent } from "./intent";
import { checkInvariants, type Judgement } from "./invariants";
import { matrix, Network } from "./network";
import { openingProblems } from "./opening-problems";
import { type Couple, couplesOf, type Problem, reachProblems } from "./reach-intent";
import { type Environment, environments, type StackSource } from "./terraform";

/** What was found out about one environment. */
export interface Proof {
  readonly intent: Intent;
  readonly network: Network;
  /** Sources and databases, each with what is meant and what is so. Everybody else is kept out. */
  readonly couples: readonly Couple[];
  /** How many couples no security group admits, so that they were not judged one by one. */
  readonly others: number;
  readonly identity: IdentityReport;
  readonly invariants: readonly Judgement[];
  /** Where what is possible and what is meant differ. Empty when the environment is proved. */
  readonly problems: readonly Problem[];
}

/** Judges every environment that is meant by the stacks that belong to it. */
export function prove(sources: readonly StackSource[], intents: readonly Intent[]): Proof[] {
  const found = environments(sources);
  return intents.map((intent) => {
    const own = found.find(({ name }) => name === intent.environment);
    if (!own) throw new Error(missing(intent, found));
    return proofOf(own, sources, intent);
  });
}

function proofOf({ configuration }: Environment, all: readonly StackSource[], intent: Intent): Proof {
  const names = new Set(configuration.stacks.map(({ name }) => name));
  const sources = all.filter(({ name }) => names.has(name));
  const network = new Network(configuration);
  const { judged, others } = matrix(network);
  const couples = couplesOf(network, judged, intent.databases);
  const model = readIdentityModel(configuration);
  const identity = reportOn(model);
  const invariants = checkInvariants({ configuration, sources, identity: model, asked: intent.asked });
  return {
    intent,
    network,
    couples,
    others: others.count,
    identity,
    invariants,
    problems: [
      ...reachProblems(network, couples, intent.databases),
      ...openingProblems(network, intent.databases),
      ...differences(identity, intent.identity).map(
        (text): Problem => ({ about: "credentials", text, details: [] }),
      ),
      ...invariants.filter(({ result }) => result !== "compliant").map(invariantProblem),
    ],
  };
}

const invariantProblem = ({ rule, result, place, found }: Judgement): Problem => ({
  about: "invariants",
  text: result === "violated" ? `does not hold: ${rule}` : `not known to hold: ${rule}`,
  details: [`${place}: ${found}`],
});

/** Stacks that read each other's states are one environment; where they do not, there is nothing to judge as a whole. */
const missing = ({ environment }: Intent, found: readonly Environment[]): string =>
  `There is no environment ${environment} to judge. Found: ${found.map(({ name }) => name).join(", ") || "none"}. ` +
  "Run npm start first; if you did, a stack of it no longer reads the states of the others.";

/** Names of stacks that belong to no environment that is meant: nobody judged them. */
export const stray = (sources: readonly StackSource[], intents: readonly Intent[]): string[] =>
  environments(sources)
    .filter(({ name }) => !intents.some(({ environment }) => environment === name))
    .flatMap(({ configuration }) => configuration.stacks.map(({ name }) => name));
