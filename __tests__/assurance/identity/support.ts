import { type IdentityReport, reportOn } from "../../../src/assurance/identity/analyze";
import { readIdentityModel } from "../../../src/assurance/identity/model/model";
import { checkInvariants } from "../../../src/assurance/invariants/check";
import type { Asked } from "../../../src/assurance/invariants/rule";
import type { StackSource } from "../../../src/assurance/terraform";
import { Configuration } from "../../../src/assurance/terraform";
import type { Organization } from "../../../src/config/model";
import { buildEnvironment } from "../../../src/stacks/environment";
import { environment, organization } from "../../support/fixtures";
import { sourcesOf } from "../support/sources";

/** An environment with an organization of each way to log in, and others. */
export function testSources(...others: Organization[]): StackSource[] {
  const organizations = [
    organization("acme", { applications: [{ kind: "metabase" }] }),
    organization("globex", { authentication: "iam" }),
    ...others,
  ];
  return sourcesOf((app) => buildEnvironment(app, environment({ topology: "private-link" }, organizations)));
}

// biome-ignore lint/suspicious/noExplicitAny: the shape of Terraform JSON is what mutations are about
type Json = any;

/** Stacks whose JSON a test changes. */
export class Stacks {
  constructor(readonly sources: readonly StackSource[]) {}

  /** A copy with a change. */
  changed(change: (stacks: Stacks) => void): Stacks {
    const copy = new Stacks(structuredClone(this.sources));
    change(copy);
    return copy;
  }

  json(stack: string): Json {
    const found = this.sources.find(({ name }) => name === `test-${stack}`);
    if (!found) throw new Error(`no stack ${stack}`);
    return found.json;
  }

  /** The one resource of a type whose name starts with `prefix`. */
  resource(stack: string, type: string, prefix = ""): Json {
    return one(this.json(stack).resource[type], prefix, `${stack} ${type}`);
  }

  /** The statement of a policy document, by the start of the document's name and the sid. */
  statement(stack: string, document: string, sid?: string): Json {
    const { statement } = one(this.json(stack).data.aws_iam_policy_document, document, stack);
    const found = statement.find((candidate: Json) => sid === undefined || candidate.sid === sid);
    if (!found) throw new Error(`${document} has no statement ${sid}`);
    return found;
  }

  /** Removes a statement. */
  removeStatement(stack: string, document: string, sid: string): void {
    const found = one(this.json(stack).data.aws_iam_policy_document, document, stack);
    found.statement = found.statement.filter((candidate: Json) => candidate.sid !== sid);
  }

  /** Adds a resource. */
  add(stack: string, type: string, name: string, attributes: Json): void {
    const { resource } = this.json(stack);
    resource[type] = { ...resource[type], [name]: attributes };
  }

  /** Gives a role of a stack one more policy. */
  grant(stack: string, role: string, ...statements: Json[]): void {
    const [name] = Object.keys(this.json(stack).resource.aws_iam_role).filter((key) => key.startsWith(role));
    this.add(stack, "aws_iam_role_policy", `more-${name}`, {
      role: `\${aws_iam_role.${name}.name}`,
      policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
    });
  }

  get configuration(): Configuration {
    return new Configuration(this.sources);
  }

  get report(): IdentityReport {
    return reportOn(readIdentityModel(this.configuration));
  }

  /** Everything that is possible, and every rule that does not hold, a sentence each. */
  facts(asked: Asked = {}): Set<string> {
    const { configuration, sources } = this;
    const identity = readIdentityModel(configuration);
    const judgements = checkInvariants({ configuration, sources, identity, asked });
    return new Set([
      ...factsIn(reportOn(identity)),
      ...judgements
        .filter(({ result }) => result !== "compliant")
        .map(({ result, rule }) => `${result}: ${rule}`),
    ]);
  }
}

/** Names without accounts, whether a role is of this configuration or is only named. */
export const shortName = (name: string): string => name.split("/").at(-1) ?? name;

function factsIn({ secrets, roles, databaseLogins, takeovers }: IdentityReport): string[] {
  return [
    ...secrets.flatMap(({ secret, readers, writers }) => [
      ...readers.map(({ name }) => `${shortName(name)} may read ${secret}`),
      ...writers.map(({ name }) => `${shortName(name)} may write ${secret}`),
    ]),
    ...roles.flatMap(({ role, holders }) => holders.map(({ name }) => `${name} may take ${role}`)),
    ...databaseLogins.map(({ role, database, user }) => `${role} may log in to ${database} as ${user}`),
    ...takeovers.map(({ by, means, gains }) => `${by} ${means}: ${gains}`),
  ];
}

function one(resources: Record<string, Json> | undefined, prefix: string, place: string): Json {
  const names = Object.keys(resources ?? {}).filter((name) => name.startsWith(prefix));
  if (names.length !== 1)
    throw new Error(`${place}: expected one ${prefix}, found ${names.join(", ") || "none"}`);
  return resources?.[names[0] as string];
}
