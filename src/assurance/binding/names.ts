import { groupedBy } from "../grouping";
import type { LoginIntent } from "../identity";
import type { Intent } from "../intent";
import { partyText } from "../party";
import { type Finder, nameOf } from "./finder";
import type { Things } from "./things";

/** Name of a resource, with its owner. */
interface Name {
  /** Kind of the resource, in the singular. */
  readonly of: string;
  readonly name: string;
  readonly place: string;
  /** Organization that owns the resource. @default - none */
  readonly owner?: string | undefined;
}

/**
 * Checks that names distinguish owners: two resources of one kind must not have the same name, and each name must
 * contain the names of its environment and owner, by which people and policies distinguish it from others in the
 * account.
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
      if (!bears(name, part)) finder.add(`the ${of} ${name} does not bear the name of ${part}`, [], place);
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

/** Two roles may log in as the same user only if one of them belongs to a proxy, which does so for its clients. */
const loginNames = (logins: readonly LoginIntent[]): Name[] =>
  logins.map(({ role, database, user }) => ({
    of: `login of ${partyText(database)}`,
    name: user,
    place: role,
  }));

/** Names of these are short, and need not contain the full name of an owner. */
const balancerNames = ({ configuration }: Finder): Name[] =>
  ["aws_lb", "aws_lb_target_group"].flatMap((type) =>
    configuration.resources(type).map((one) => ({ of: type, name: nameOf(one, "name"), place: one.address })),
  );

const shared = (names: readonly Name[]): Map<string, Name[]> =>
  groupedBy(names, ({ of, name }) => `${of} ${name}`);

/** Whether a name, split at hyphens, contains a part. */
const bears = (name: string, part: string): boolean => `-${name}-`.includes(`-${part}-`);
