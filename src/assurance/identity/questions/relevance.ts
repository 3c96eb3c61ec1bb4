import { remembered } from "../../remembered";
import type { Identity } from "../model/roles";
import { mayInclude } from "../policy/evaluate";
import { intersects } from "../policy/glob";
import type { Statement } from "../policy/statement";
import { Text } from "../policy/text";

/** Whether a role's own policies may allow an action on something. Saves asking about every pair of a large environment. */
export const mayAllow = ({ policies }: Identity, action: string): boolean =>
  policies.some(
    ({ unclear, statements }) =>
      unclear.length > 0 || statements.some((found) => allowsAction(found, action)),
  );

/** The same for one thing, or all things that a pattern stands for: nothing of it is asked where none is named. */
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

/** Whether a statement may allow an action on something. */
export const allowsAction = ({ effect, actions }: Statement, action: string): boolean =>
  effect === "Allow" && mayInclude(actions, action);

/** What has to be asked about: for each resource, the roles whose own policies may allow an action on it. */
export class Relevance {
  private readonly exact = new Map<string, Identity[]>();
  private readonly wide: { readonly role: Identity; readonly pattern: Text }[] = [];

  constructor(roles: readonly Identity[], resources: readonly Text[], actions: readonly string[]) {
    for (const { key } of resources) this.exact.set(key, []);
    for (const role of roles) for (const pattern of allowedOn(actions)(role)) this.add(role, pattern);
  }

  /** Roles to ask about a resource; all others have nothing that allows. */
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

/** Patterns of all that a role's own policies may allow one of some actions on. */
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
