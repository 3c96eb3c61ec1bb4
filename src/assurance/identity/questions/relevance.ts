import { remembered } from "../../remembered";
import type { Identity } from "../model/roles";
import { mayInclude } from "../policy/evaluate";
import { intersects } from "../policy/glob";
import type { Statement } from "../policy/statement";
import { Text } from "../policy/text";

/**
 * Whether a role's own policies may allow an action on any resource. Avoids comparing every pair in a large
 * environment.
 */
export const mayAllow = ({ policies }: Identity, action: string): boolean =>
  policies.some(
    ({ unclear, statements }) =>
      unclear.length > 0 || statements.some((found) => allowsAction(found, action)),
  );

/** The same for one resource, or for all resources that match a pattern. */
export const mayAllowOn = ({ policies }: Identity, action: string, resource: Text): boolean =>
  policies.some(
    ({ unclear, statements }) =>
      unclear.length > 0 ||
      statements.some((found) => allowsAction(found, action) && mayBeAbout(found, resource)),
  );

function mayBeAbout({ resources }: Statement, resource: Text): boolean {
  if (!resources || resources.except) return true;
  return resources.patterns.some((text) => hasVariable(text) || intersects(text.pattern, resource));
}

/** Whether a statement may allow an action on any resource. */
export const allowsAction = ({ effect, actions }: Statement, action: string): boolean =>
  effect === "Allow" && mayInclude(actions, action);

/** For each resource, the roles whose own policies may allow an action on it. */
export class Relevance {
  private readonly exact = new Map<string, Identity[]>();
  private readonly wide: { readonly role: Identity; readonly pattern: Text }[] = [];

  constructor(roles: readonly Identity[], resources: readonly Text[], actions: readonly string[]) {
    for (const { key } of resources) this.exact.set(key, []);
    for (const role of roles) for (const pattern of allowedOn(actions)(role)) this.add(role, pattern);
  }

  /** Roles to judge for a resource; the policies of all others allow nothing. */
  rolesFor(resource: Text): Identity[] {
    const wide = this.wide.filter(({ pattern }) => intersects(pattern, resource)).map(({ role }) => role);
    return [...new Set([...(this.exact.get(resource.key) ?? []), ...wide])];
  }

  private add(role: Identity, pattern: Text): void {
    const exact = this.exact.get(pattern.key);
    if (exact) exact.push(role);
    else this.wide.push({ role, pattern: hasVariable(pattern) ? everything : pattern.pattern });
  }
}

/** Patterns of all resources on which a role's own policies may allow one of the actions. */
const allowedOn = remembered((actions: readonly string[]) =>
  remembered(({ policies }: Identity): readonly Text[] =>
    policies.flatMap(({ statements, unclear }) => [
      ...(unclear.length > 0 ? [everything] : []),
      ...statements
        .filter((found) => actions.some((action) => allowsAction(found, action)))
        .flatMap(({ resources }) => (!resources || resources.except ? [everything] : resources.patterns)),
    ]),
  ),
);

const everything = Text.glob("*");
const hasVariable = ({ parts }: Text): boolean =>
  parts.some((part) => typeof part === "string" && /[$&]\{/.test(part));
