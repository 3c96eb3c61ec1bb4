import { listsByKey } from "../../grouping";
import { partyText } from "../../party";
import type { IdentityReport, RoleReport } from "../analyze";
import type { Difference, IdentityIntent, RoleIntent } from "../intent";
import type { RoleUse } from "../model/role-uses";
import type { Holder } from "../questions/assume";
import { compare } from "./surplus";

/**
 * Compares the principals that can assume each role with the intent: what config says about the role, or, for a role
 * that config does not name, the resource that uses it. A role has one purpose.
 */
export function roleDifferences({ roles, roleUses }: IdentityReport, intent: IdentityIntent): Difference[] {
  const meant = new Map(intent.roles.map((one) => [one.role, one]));
  const uses = byRole(roleUses);
  const present = new Set(roles.map(({ role }) => role));
  return [
    ...roles.flatMap((role) => differencesOf(role, uses.get(role.address) ?? [], meant.get(role.role))),
    ...[...meant.keys()]
      .filter((role) => !present.has(role))
      .map((role) => ({ text: `${role} is not in the configuration` })),
    ...roleUses.filter(isUnclear).map((use) => ({ text: unclearText(use) })),
  ];
}

function differencesOf(
  { role, address, holders }: RoleReport,
  uses: readonly RoleUse[],
  meant?: RoleIntent,
): Difference[] {
  const users = [...new Set(uses.map(({ holder }) => holder))];
  const expected = meant ? meant.holders.map(partyText) : users;
  const found = holders.filter((holder) => !isListedOutsider(holder, meant));
  const absent = (meant?.outsiders ?? []).filter((name) => !holders.some((holder) => holder.name === name));
  return [
    ...compare(found, expected, `assume ${role}`, address),
    ...absent.map((name) => ({ at: address, text: `${name} cannot assume ${role}` })),
    ...misuses(role, uses, expected, meant?.runs).map((text) => ({ text })),
  ];
}

/** Whether config allows this principal to assume the role. */
export const isDeclaredHolder = (holder: Holder, meant: RoleIntent): boolean =>
  meant.holders.map(partyText).includes(holder.name) || isListedOutsider(holder, meant);

const isListedOutsider = ({ kind, name }: Holder, meant?: RoleIntent): boolean =>
  kind === "outsider" && (meant?.outsiders ?? []).includes(name);

/** Further uses of a role besides its one purpose. */
function misuses(
  role: string,
  uses: readonly RoleUse[],
  expected: readonly string[],
  runs?: string,
): string[] {
  const strange = uses.filter(
    ({ holder, functionName }) =>
      !expected.includes(holder) ||
      (runs !== undefined && functionName !== undefined && functionName !== runs),
  );
  const [first, ...others] = uses.filter((use) => !use.shares && !strange.includes(use));
  return [
    ...strange.map(({ address }) => `${address} runs with ${role}, which is for something else`),
    ...others.map(({ address }) => `${address} runs with ${role}, as ${first?.address} does`),
  ];
}

const byRole = (uses: readonly RoleUse[]): ReadonlyMap<string, readonly RoleUse[]> =>
  listsByKey(
    uses.filter((use) => !isUnclear(use)).flatMap((use) => use.roles.map((role) => [role, use] as const)),
  );

const isUnclear = ({ unclear }: RoleUse): boolean => unclear !== undefined;

const unclearText = ({ address, roles, unclear }: RoleUse): string =>
  roles.length === 0
    ? `${address} runs with ${unclear}, which is no role of this configuration`
    : `${address} may run with any role: ${unclear} is not known`;
