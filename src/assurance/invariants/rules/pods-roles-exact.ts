import { groupedBy } from "../../grouping";
import type { IdentityModel } from "../../identity/model/model";
import type { Role } from "../../identity/model/roles";
import type { Selection, Statement } from "../../identity/policy/statement";
import type { Text } from "../../identity/policy/text";
import { allowsAction } from "../../identity/questions/relevance";
import { isBound } from "../../known/cluster-writes";
import { addressesNamed, stackOf } from "../../terraform";
import { type Evidence, type Finding, type Rule, unknownBy, violated, type WorkloadChoices } from "../rule";

export const podsRolesExact: Rule = {
  id: "pods-roles-exact",
  threat:
    "A wildcard also matches what AWS or another organization adds later. With a right to another organization's secret, that secret's own policy is the only protection.",
  check: ({ identity, choices: { workloads } }: Evidence) => {
    const accounts = groupedBy(
      identity.serviceAccounts.filter((one) => !isBound(one)),
      ({ roleArn }) => roleArn?.key,
    );
    const declared = declaredIn(identity);
    const byNamespace = workloads && groupedBy(workloads, ({ namespace }) => namespace);
    return identity.roles.flatMap((role): Finding[] => {
      const own = accounts.get(role.arn.key);
      const asked = byNamespace && own?.flatMap(({ namespace }) => byNamespace.get(String(namespace)) ?? []);
      return own ? [judgeRole(role, declared, asked && existingIn(asked))] : [];
    });
  },
};

/** Stacks of secrets and keys, by ARN. */
const declaredIn = ({ secrets, keys }: IdentityModel): ReadonlyMap<string, string> =>
  new Map([...secrets, ...keys].map(({ arn, address }) => [arn.key, stackOf(address)]));

/** ARNs of existing secrets and keys that config names for workloads. */
const existingIn = (workloads: readonly WorkloadChoices[]): ReadonlySet<string> =>
  new Set(
    workloads.flatMap(({ secrets = [] }) =>
      secrets.flatMap(({ secret, kmsKeyArn }) => [secret, ...(kmsKeyArn ? [kmsKeyArn] : [])]),
    ),
  );

/** @param existing undefined if config contains no workloads */
function judgeRole(
  { address, policies }: Role,
  declared: ReadonlyMap<string, string>,
  existing: ReadonlySet<string> | undefined,
): Finding {
  const statements = policies
    .flatMap((policy) => policy.statements)
    .filter(({ effect }) => effect === "Allow");
  const wrong = ({ place }: Statement, found: string): Finding =>
    violated(address, `${place} ${found}`, { cause: addressesNamed(place)[0] });
  const wide = statements.find(isWide);
  if (wide)
    return wrong(
      wide,
      `allows ${listed(wide.actions)} on ${wide.resources ? listed(wide.resources) : "everything"}`,
    );
  const isOthers = (named: Text): boolean => {
    const stack = declared.get(named.key);
    return stack === undefined
      ? existing !== undefined && !existing.has(named.literal ?? "")
      : stack !== stackOf(address);
  };
  for (const statement of statements.filter(readsSecrets)) {
    const other = statement.resources?.patterns.find(isOthers);
    if (other)
      return wrong(statement, `names ${other}, which is neither a secret nor a key of its organization`);
  }
  const unclear = policies.flatMap((policy) => policy.unclear.map((reason) => `${policy.place}: ${reason}`));
  return unknownBy(address, unclear);
}

const isWide = ({ actions, resources }: Statement): boolean =>
  hasWildcard(actions) || !resources || hasWildcard(resources);

const readsSecrets = (statement: Statement): boolean =>
  ["secretsmanager:GetSecretValue", "kms:Decrypt"].some((action) => allowsAction(statement, action));

const listed = ({ except, patterns }: Selection): string =>
  `${except ? "all but " : ""}${patterns.slice(0, 3).join(", ")}${patterns.length > 3 ? " and more" : ""}`;

const hasWildcard = ({ except, patterns }: Selection): boolean =>
  except || patterns.some(({ pattern }) => pattern.hasWildcard);
