import { bind } from "../../../src/assurance/binding";
import type { IdentityIntent } from "../../../src/assurance/identity";
import { analyzeIdentity, type IdentityReport } from "../../../src/assurance/identity/analyze";
import { checkInvariants } from "../../../src/assurance/invariants/check";
import type { OwnerChoices } from "../../../src/assurance/invariants/rule";
import { ruleNames } from "../../../src/assurance/rule-names";
import type { StackSource } from "../../../src/assurance/terraform";
import { Configuration } from "../../../src/assurance/terraform";
import type { Environment, Organization } from "../../../src/config/model";
import { intentOf } from "../../../src/stacks/intent";
import { environment, organization } from "../../support/fixtures";
import { Synthesis } from "../support/mutations";
import { sourcesOf } from "../support/sources";

/** An environment with an organization of each way to log in, and others. */
export function testSources(...others: Organization[]): StackSource[] {
  const organizations = [
    organization("acme", { applications: [{ kind: "metabase" }] }),
    organization("globex", { authentication: "iam" }),
    ...others,
  ];
  return sourcesOf(environment({ topology: "private-link" }, organizations));
}

const noChoices: OwnerChoices = {};

/** Stacks whose JSON a test changes, and what follows from it for credentials. */
export class Stacks extends Synthesis {
  /** What it was changed from. */
  private earlier: Configuration | undefined;
  private read: Configuration | undefined;

  /** A copy with a change, for which only what the change concerns is found out anew. */
  changed(change: (stacks: Stacks) => void): Stacks {
    analyzeIdentity(this.configuration);
    const copy = new Stacks(this.sources, true);
    copy.earlier = this.configuration;
    change(copy);
    return copy;
  }

  /** As it is when it is asked for first: changes come before that. */
  get configuration(): Configuration {
    this.read ??= new Configuration(this.sources, this.earlier);
    return this.read;
  }

  get report(): IdentityReport {
    return analyzeIdentity(this.configuration);
  }

  /** Everything that is possible, and every rule that does not hold, a sentence each. */
  facts(choices: OwnerChoices = noChoices): Set<string> {
    const { configuration } = this;
    const judgements = checkInvariants(configuration, choices);
    return new Set([
      ...factsIn(analyzeIdentity(configuration)),
      ...judgements
        .filter(({ result }) => result !== "compliant")
        .map(({ result, rule }) => `${result}: ${ruleNames[rule]}`),
    ]);
  }
}

/** What is meant in an environment, by the names that things have in its stacks. */
export const identityIntent = (config: Environment, { configuration, report }: Stacks): IdentityIntent =>
  bind(intentOf(config), configuration, report).bound.identity;

/** Names without accounts, whether a role is of this configuration or is only named. */
export const shortName = (name: string): string => name.split("/").at(-1) ?? name;

function factsIn({ secrets, roles, databaseLogins, takeovers }: IdentityReport): string[] {
  return [
    ...secrets.flatMap(({ secret, readers, writers }) => [
      ...readers.map(({ name }) => `${shortName(name)} may read ${secret}`),
      ...writers.map(({ name }) => `${shortName(name)} may write ${secret}`),
    ]),
    ...roles.flatMap(({ role, holders }) => holders.map(({ name }) => `${name} may assume ${role}`)),
    ...databaseLogins.map(({ role, database, user }) => `${role} may log in to ${database} as ${user}`),
    ...takeovers.map(({ by, means, gains }) => `${by} ${means}: ${gains}`),
  ];
}
