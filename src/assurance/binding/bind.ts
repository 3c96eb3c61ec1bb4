import { groupedBy, listsByKey } from "../grouping";
import type { IdentityIntent, IdentityNames, RoleIntent } from "../identity";
import type { Intent, OrganizationIntent } from "../intent";
import { type PartyId, partyText } from "../party";
import type { Problem } from "../problem";
import { type Configuration, stackOf } from "../terraform";
import type { BoundIntent, DatabaseIntent } from "./bound";
import { Finder } from "./finder";
import { loginsFor } from "./logins";
import { nameProblems } from "./names";
import { type FoundInstance, type FoundOrganization, findThings, type Things } from "./things";
import { valueProblems } from "./values";

/**
 * Finds the resources of a configuration to which an intent refers by place and owner, so that both can be compared by
 * name. A resource that is missing or declared twice is a problem, and so is a name that does not distinguish owners.
 */
export function bind(
  intent: Intent,
  configuration: Configuration,
  identities: IdentityNames,
): { readonly bound: BoundIntent; readonly problems: readonly Problem[] } {
  const finder = new Finder(configuration, identities);
  const things = findThings(finder, intent);
  const logins = loginsFor(finder, things);
  valueProblems(finder, intent, things);
  nameProblems(finder, intent, things, logins);
  const byInstance = groupedBy(intent.organizations, ({ instance }) => instance);
  return {
    bound: {
      environment: intent.environment,
      databases: [...things.instances.values()].flatMap((instance) =>
        databaseIntent(instance, byInstance.get(instance.intent.stack) ?? []),
      ),
      identity: { ...identityIntent(finder, intent, things), databaseLogins: logins },
      choices: {
        ...(intent.instances.length > 0 && { deletionProtection: protectedOnes(things) }),
        ...(intent.cluster && { apiRanges: intent.cluster.apiRanges }),
        ...intent.deployment,
      },
      organizations: things.organizations.flatMap((organization) => belongings(organization, things)),
      guide: intent.guide,
      exceptions: intent.exceptions,
    },
    problems: finder.problems,
  };
}

const protectedOnes = ({ instances }: Things): string[] =>
  [...instances.values()].flatMap(({ intent, identifier }) =>
    intent.deletionProtection && identifier !== undefined ? [identifier] : [],
  );

/** All pods of the organization, including those of its applications. */
const podsOf = ({ name: namespace, workloads }: OrganizationIntent): PartyId[] => [
  ...workloads.map((workload): PartyId => ({ kind: "pods", namespace, workload })),
  { kind: "pods", namespace },
];

function databaseIntent(instance: FoundInstance, organizations: Intent["organizations"]): DatabaseIntent[] {
  const { identifier, functionName, proxy } = instance;
  const { ranges } = instance.intent;
  if (identifier === undefined) return [];
  const clients = organizations.flatMap(podsOf);
  return [
    {
      database: identifier,
      clients: [
        ...clients,
        ...(functionName === undefined ? [] : [{ kind: "function" as const, name: functionName }]),
      ],
      ...(proxy && { behind: { proxy, clients } }),
      ...(ranges && { ranges }),
    },
  ];
}

function belongings({ intent, credentials }: FoundOrganization, { instances }: Things) {
  const database = instances.get(intent.instance)?.identifier;
  if (database === undefined || credentials === undefined) return [];
  return [
    { name: intent.name, database, credentials: credentials.id.kind === "secret" ? credentials.id.name : "" },
  ];
}

function identityIntent(
  finder: Finder,
  intent: Intent,
  things: Things,
): Omit<IdentityIntent, "databaseLogins"> {
  const { administrators, planner } = intent;
  return {
    outsiders: [
      ...administrators,
      ...(planner?.assumedBy ?? []),
      ...intent.organizations.flatMap(({ members }) => members),
      ...intent.organizations.flatMap(({ secretWriters }) => secretWriters),
    ],
    administrators,
    lookers: named(things.planner),
    members: intent.organizations.flatMap(({ name: namespace, members }) =>
      members.map((principal) => ({ principal, namespace })),
    ),
    secrets: [
      ...things.organizations.flatMap((organization) => secretsOf(organization, things)),
      ...[...things.instances.values()].flatMap(masterPassword),
    ],
    roles: rolesOf(finder, intent, things),
    ...(intent.cluster && {
      nodes: { accounts: intent.cluster.accounts, readsCopies: intent.cluster.copiesSecrets },
    }),
  };
}

const named = (role: { readonly role: string } | undefined): string[] => (role ? [role.role] : []);

function secretsOf({ intent, role, secrets }: FoundOrganization, { instances }: Things) {
  const writers = named(instances.get(intent.instance)?.functionRole);
  const { applicationSecrets, secretWriters } = intent;
  return secrets.map(({ id, secret }) =>
    applicationSecrets.includes(secret)
      ? { secret: id, readers: named(role), writers: secretWriters }
      : { secret: id, readers: [...named(role), ...writers], writers },
  );
}

const masterPassword = ({ identifier, functionRole }: FoundInstance) =>
  identifier === undefined
    ? []
    : [
        {
          secret: { kind: "master password" as const, name: identifier },
          readers: named(functionRole),
          writers: [],
          // They may reset it through RDS, which generates a new one that they cannot read.
          administrators: "write" as const,
        },
      ];

/** Every role with the purpose that its place gives it; a role without an intended purpose is a problem. */
function rolesOf(finder: Finder, intent: Intent, things: Things): RoleIntent[] {
  const runs = new Map(
    [...things.instances.values()].map(({ functionRole, functionName }) => [
      functionRole?.address,
      functionName,
    ]),
  );
  const accounts = new Map(
    things.organizations.map(({ intent: { name }, role }) => [
      role?.address,
      { kind: "service account" as const, namespace: name, name },
    ]),
  );
  const meant = listsByKey(intent.roles.map(({ stack, holder }) => [stack, holder]));
  return finder.identities.roles.flatMap((role): RoleIntent[] => {
    if (role.address === things.planner?.address)
      return [{ role: role.role, holders: [], outsiders: intent.planner?.assumedBy ?? [] }];
    const uses = finder.usesOf(role);
    const stack = stackOf(role.address);
    const holder =
      accounts.get(role.address) ?? meant.get(stack)?.find((one) => uses.includes(partyText(one)));
    const functionName = runs.get(role.address);
    if (holder)
      return [
        { role: role.role, holders: [holder], ...(functionName !== undefined && { runs: functionName }) },
      ];
    if (uses.length > 0)
      finder.add(`${role.address} is a role for ${uses.join(", ")}, and config declares none there`);
    return [];
  });
}
