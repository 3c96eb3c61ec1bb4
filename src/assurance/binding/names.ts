import { groupedBy } from "../grouping";
import type { LoginIntent } from "../identity";
import type { Intent } from "../intent";
import { partyText } from "../party";
import { type Finder, nameOf } from "./finder";
import type { Things } from "./things";

/** A name that something bears, and whose it is. */
interface Name {
  /** What it names, in the singular. */
  readonly of: string;
  readonly name: string;
  readonly place: string;
  /** The organization that the thing belongs to. @default - none alone */
  readonly owner?: string | undefined;
}

/**
 * Names keep things of different owners apart: no two things of one kind share one, and each bears the names of its
 * environment and its owner, by which people and policies tell them from those of others in the account.
 */
export function nameProblems(
  finder: Finder,
  { environment }: Intent,
  things: Things,
  logins: readonly LoginIntent[],
): void {
  const names = namesOf(finder, things);
  for (const [key, [first, second]] of shared([...names, ...loginNames(logins), ...balancerNames(finder)]))
    if (first && second) finder.add(`two things have one name: ${key}`, [first.place, second.place]);
  for (const { intent, database } of things.instances.values()) {
    const { owner } = intent;
    const made = database && nameOf(database, "db_name");
    if (owner !== undefined && made !== undefined && made.replaceAll("_", "-") !== owner)
      finder.add(
        `${database?.address} is made with the database ${made}, which is not called as ${owner} is`,
      );
  }
  for (const { of, name, place, owner } of names)
    for (const part of owner === undefined ? [environment] : [environment, owner])
      if (!bears(name, part)) finder.add(`the ${of} ${name} does not bear the name of ${part}`, [place]);
}

function namesOf(finder: Finder, { instances, organizations }: Things): Name[] {
  const roleOwners = new Map(organizations.map(({ intent, role }) => [role?.address, intent.name]));
  return [
    ...[...instances.values()].flatMap(({ intent: { owner }, database, identifier, ...one }): Name[] => [
      ...(database ? [{ of: "database", name: identifier ?? "", place: database.address, owner }] : []),
      ...(one.function
        ? [{ of: "function", name: one.functionName ?? "", place: one.function.address, owner }]
        : []),
    ]),
    ...organizations.flatMap(({ intent, secrets }) =>
      secrets.map(({ secret, address }) => ({
        of: "secret",
        name: secret,
        place: address,
        owner: intent.name,
      })),
    ),
    ...finder.identities.roles.map(({ role, address }) => ({
      of: "role",
      name: role,
      place: address,
      owner: roleOwners.get(address),
    })),
  ];
}

/** Two roles log in as one user only where one of them is a proxy's, which does so for its clients. */
const loginNames = (logins: readonly LoginIntent[]): Name[] =>
  logins.map(({ role, database, user }) => ({
    of: `login of ${partyText(database)}`,
    name: user,
    place: role,
  }));

/** Names of these are short, and may bear no owner's as a whole. */
const balancerNames = ({ configuration }: Finder): Name[] =>
  ["aws_lb", "aws_lb_target_group"].flatMap((type) =>
    configuration.resources(type).map((one) => ({ of: type, name: nameOf(one, "name"), place: one.address })),
  );

const shared = (names: readonly Name[]): Map<string, Name[]> =>
  groupedBy(names, ({ of, name }) => `${of} ${name}`);

/** Whether one of the parts that hyphens make of a name is another one. */
const bears = (name: string, part: string): boolean => `-${name}-`.includes(`-${part}-`);
